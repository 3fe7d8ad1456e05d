namespace LleTransforms.Orleans.Wire;

/// <summary>What can be wrong with a shard that no repetition mends.</summary>
internal enum ShardFaultKind
{
    /// <summary>This silo cannot open it; another may.</summary>
    CannotOpen = 0,

    /// <summary>Its rows do not fit the others, or are not finite.</summary>
    BadRows = 1,

    /// <summary>The silo would need more memory than it may use.</summary>
    TooLarge = 2,

    /// <summary>A neighbourhood's weights were not found.</summary>
    Numerical = 3,

    /// <summary>Coordinates could not be written.</summary>
    CannotWrite = 4,
}

/// <summary>A fault of a shard, told to the client, which throws what a fit on one machine throws.</summary>
[GenerateSerializer]
internal sealed class ShardFaultException : Exception
{
    public ShardFaultException()
    {
    }

    public ShardFaultException(ShardFaultKind kind, int shard, string message)
        : base(message) => (Kind, Shard) = (kind, shard);

    [Id(0)]
    public ShardFaultKind Kind { get; set; }

    [Id(1)]
    public int Shard { get; set; }
}
