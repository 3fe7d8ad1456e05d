namespace LleTransforms.Orleans;

/// <summary>Opens shards on a silo.</summary>
/// <remarks>Used by several threads at once.</remarks>
public interface ILleShardReader
{
    /// <summary>Opens a shard.</summary>
    /// <param name="shard">Which rows of what.</param>
    /// <returns>The rows, from the shard's first on.</returns>
    /// <exception cref="Exception">This silo cannot open it. Other silos are asked then.</exception>
    ILleShardRows Open(LleShard shard);
}

/// <summary>The rows of an open shard, read from the first to the last.</summary>
public interface ILleShardRows : IDisposable
{
    /// <summary>The number of values in each row.</summary>
    int NumberOfColumns { get; }

    /// <summary>Whether the values have double precision. All shards of a fit must be alike.</summary>
    bool IsDoublePrecision { get; }

    /// <summary>The columns' names, which messages tell and which shards of a fit are compared by. The default is null, which means
    /// that they have none.</summary>
    IReadOnlyList<string>? ColumnNames => null;

    /// <summary>The memory that reading takes beside the rows, which is counted until they are read. The default is 0.</summary>
    long BytesWhileReading => 0;

    /// <summary>Reads the next rows of single precision.</summary>
    /// <param name="rows">Room for whole rows, row-major; all of it is filled, with NaN where a value is missing.</param>
    /// <exception cref="InvalidDataException">The rows themselves are at fault, so that no other silo could read them.</exception>
    void Read(Span<float> rows);

    /// <summary>Reads the next rows in double precision.</summary>
    /// <param name="rows">Room for whole rows, row-major; all of it is filled, with NaN where a value is missing.</param>
    /// <exception cref="InvalidDataException">The rows themselves are at fault, so that no other silo could read them.</exception>
    void Read(Span<double> rows);
}

/// <summary>Writes coordinates on a silo.</summary>
/// <remarks>Used by several threads at once. A shard may be written again after a fault, to the same bytes.</remarks>
public interface ILleShardWriter
{
    /// <summary>Begins what holds the coordinates of one shard.</summary>
    /// <param name="sink">Where they go.</param>
    /// <param name="shardNumber">The number of the shard, from 0.</param>
    /// <param name="numberOfRows">Its rows.</param>
    /// <param name="numberOfComponents">d.</param>
    /// <param name="isDoublePrecision">Whether values have double precision.</param>
    ILleShardCoordinates Create(LleSink sink, int shardNumber, int numberOfRows, int numberOfComponents, bool isDoublePrecision);
}

/// <summary>The coordinates of one shard while they are written. Disposed before it is complete, it leaves nothing behind.</summary>
public interface ILleShardCoordinates : IDisposable
{
    /// <summary>Writes the next rows of double precision.</summary>
    /// <param name="coordinates">Whole rows of d numbers.</param>
    void Append(ReadOnlySpan<double> coordinates);

    /// <summary>Writes the next rows of single precision.</summary>
    /// <param name="coordinates">Whole rows of d numbers.</param>
    void Append(ReadOnlySpan<float> coordinates);

    /// <summary>Ends it: from now on all rows are there, where before there were none.</summary>
    void Complete();
}
