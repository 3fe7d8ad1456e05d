namespace LleTransforms.Orleans;

/// <summary>Where some of the rows are: a description that a silo opens itself, so that rows never pass through a client.</summary>
/// <param name="Reader">The name of a registered <see cref="ILleShardReader"/>, such as <see cref="NpyReader"/>.</param>
/// <param name="Location">What the reader opens: a path, or whatever else it knows.</param>
/// <param name="FirstRow">The first row of the shard there, from 0.</param>
/// <param name="NumberOfRows">How many rows it has, at least 1.</param>
/// <remarks>Rows are numbered through all shards in the order in which they are given. The result depends on that order, and not on where
/// shards begin.</remarks>
[GenerateSerializer]
[Immutable]
public sealed record LleShard(
    [property: Id(0)] string Reader,
    [property: Id(1)] string Location,
    [property: Id(2)] long FirstRow,
    [property: Id(3)] int NumberOfRows)
{
    /// <summary>The name of the reader of NumPy's files: rows of 4-byte or 8-byte floating point, one array of two dimensions.</summary>
    public const string NpyReader = "npy";

    /// <summary>Rows of a NumPy file.</summary>
    /// <param name="path">The file, as the silos see it.</param>
    /// <param name="firstRow">The first row of the shard.</param>
    /// <param name="numberOfRows">How many.</param>
    public static LleShard Npy(string path, long firstRow, int numberOfRows) => new(NpyReader, path, firstRow, numberOfRows);

    /// <summary>What messages call the shard.</summary>
    public override string ToString() => $"{Reader}:{Location}, rows {FirstRow} to {FirstRow + NumberOfRows - 1}";
}

/// <summary>Where coordinates go, shard by shard: a description that a silo opens itself.</summary>
/// <param name="Writer">The name of a registered <see cref="ILleShardWriter"/>, such as <see cref="NpyWriter"/>.</param>
/// <param name="Location">What the writer opens: a folder, or whatever else it knows.</param>
[GenerateSerializer]
[Immutable]
public sealed record LleSink([property: Id(0)] string Writer, [property: Id(1)] string Location)
{
    /// <summary>The name of the writer of NumPy's files.</summary>
    public const string NpyWriter = "npy";

    /// <summary>A file for each shard, coordinates-00000.npy and so on, 8 bytes a coordinate after a fit and 4 after a transform.</summary>
    /// <param name="folder">The folder, as the silos see it.</param>
    public static LleSink Npy(string folder) => new(NpyWriter, folder);
}
