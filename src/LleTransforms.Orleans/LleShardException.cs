namespace LleTransforms.Orleans;

/// <summary>A shard that no silo can open, or whose rows cannot be fitted.</summary>
[GenerateSerializer]
public sealed class LleShardException : Exception
{
    /// <summary>An exception that says nothing.</summary>
    public LleShardException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What is wrong.</param>
    public LleShardException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Why.</param>
    public LleShardException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal LleShardException(string message, int shardNumber)
        : base(message) => ShardNumber = shardNumber;

    /// <summary>The number of the shard, from 0.</summary>
    [Id(0)]
    public int ShardNumber { get; set; }
}
