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

    /// <summary>The name of the reader of CSV and other text with a sign, or blanks, between fields, packed by gzip or not.</summary>
    public const string CsvReader = "csv";

    /// <summary>The name of the reader of Apache Parquet.</summary>
    public const string ParquetReader = "parquet";

    /// <summary>The name of the reader of ML.NET's binary files, which the package LleTransforms.Orleans.Idv holds.</summary>
    public const string IdvReader = "idv";

    [Id(4)]
    private string[]? _columns;

    /// <summary>The columns that are features, in this order: names, numbers from 1, or ranges of either such as "x..z" and "2..785". The
    /// default is none, which means all columns.</summary>
    /// <remarks>A reader that cannot choose columns refuses a shard that names some.</remarks>
    public IReadOnlyList<string> Columns
    {
        get => _columns ?? [];
        init => _columns = [.. value];
    }

    /// <summary>Whether the first line of a text holds names. The default, null, finds out as the command lle does. Other readers refuse
    /// a shard that says so.</summary>
    [Id(5)]
    public bool? HasHeader { get; init; }

    /// <summary>Rows of a NumPy file.</summary>
    /// <param name="path">The file, as the silos see it.</param>
    /// <param name="firstRow">The first row of the shard.</param>
    /// <param name="numberOfRows">How many.</param>
    public static LleShard Npy(string path, long firstRow, int numberOfRows) => new(NpyReader, path, firstRow, numberOfRows);

    /// <summary>Rows of a text, such as CSV, in double precision. A silo passes over the rows before the first.</summary>
    /// <param name="path">The file, as the silos see it.</param>
    /// <param name="firstRow">The first row of the shard, from 0 below the header.</param>
    /// <param name="numberOfRows">How many.</param>
    /// <param name="columns"><see cref="Columns"/>; none for all.</param>
    public static LleShard Csv(string path, long firstRow, int numberOfRows, params string[] columns) =>
        new(CsvReader, path, firstRow, numberOfRows) { Columns = columns };

    /// <summary>Rows of a Parquet file, in single precision where all columns have it, else in double.</summary>
    /// <inheritdoc cref="Csv"/>
    public static LleShard Parquet(string path, long firstRow, int numberOfRows, params string[] columns) =>
        new(ParquetReader, path, firstRow, numberOfRows) { Columns = columns };

    /// <summary>Rows of a binary file of ML.NET, in the precision of its column. A silo passes over the rows before the first.</summary>
    /// <param name="path">The file, as the silos see it.</param>
    /// <param name="firstRow">The first row of the shard.</param>
    /// <param name="numberOfRows">How many.</param>
    /// <param name="column">The name of a column of vectors of single or double precision.</param>
    public static LleShard Idv(string path, long firstRow, int numberOfRows, string column) =>
        new(IdvReader, path, firstRow, numberOfRows) { Columns = [column] };

    /// <summary>Whether both describe the same rows.</summary>
    /// <param name="other">Another shard.</param>
    public bool Equals(LleShard? other) => other is not null
        && (Reader, Location, FirstRow, NumberOfRows, HasHeader)
            == (other.Reader, other.Location, other.FirstRow, other.NumberOfRows, other.HasHeader)
        && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reader, Location, FirstRow, NumberOfRows);

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
