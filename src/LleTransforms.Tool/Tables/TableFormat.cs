namespace LleTransforms.Tool.Tables;

/// <summary>How a table is to be read: what is told, and what is left to be found out.</summary>
/// <param name="HasHeader">Whether the first row holds names; null finds out.</param>
/// <param name="LabelColumn">The name of the column that is no feature, or its number from 1; null means that all are features.</param>
/// <param name="Delimiter">What stands between fields, a blank for any run of blanks and tabs; null finds out.</param>
internal sealed record TableFormat(bool? HasHeader = null, string? LabelColumn = null, char? Delimiter = null)
    : TextFormat(HasHeader, Delimiter)
{
    /// <summary>The kind of file; null finds out.</summary>
    public TableKind? Kind { get; init; }

    /// <summary>The only columns that are features; none means all that serve nothing else.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns that are left out.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Columns that are no features and go through to the output.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Whether the first column, which has no name, names the rows.</summary>
    public bool TakesIndex { get; init; }

    /// <summary>What helps against a missing value, with a blank in front; empty where nothing does.</summary>
    public string MissingAdvice { get; init; } =
        " --missing skip leaves such rows out, --missing mean puts their column's mean there.";

    /// <summary>To what the columns are brought.</summary>
    public ScaleMode Scale { get; init; }

    /// <summary>Whether a saved model brings the columns to its own scale later, so that their sizes here do not matter.</summary>
    public bool IsScaledByModel { get; init; }

    /// <summary>What helps against a column that outweighs the others, up to the word "or"; null where nothing does, or has
    /// been done.</summary>
    public string? OutweighingAdvice { get; init; } = "--scale range brings the columns to one scale, or";

    /// <summary>Which array of an archive is meant; null means the only one with rows.</summary>
    public string? Array { get; init; }

    /// <summary>What is near among the rows; null where it is not asked, as for an embedding.</summary>
    public LleMetric? Metric { get; init; }

    /// <summary>Whether the columns are the rows, and hold distances to them.</summary>
    public bool HoldsDistances => Metric == LleMetric.Precomputed;

    /// <summary>Makes the table of features for so many rows, once the columns are known; null, or null from it, for one that stands by
    /// itself.</summary>
    public Func<int, FeatureMatrixBuilder?>? CreateBuilder { get; init; }

    /// <summary>Whether a table with columns of coordinates, as this tool writes them, has no other features.</summary>
    public bool PrefersCoordinates { get; init; }

    /// <summary>What stands between the fields of a file to be written: by its name, or else as in the file it comes from.</summary>
    public static char DelimiterFor(string path, char source) =>
        HasTabs(path) ? '\t' : Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? ',' : source;
}
