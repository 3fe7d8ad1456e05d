namespace LleTransforms.Tool.Tables;

/// <summary>How a table is to be read: what is told, and what is left to be found out.</summary>
/// <param name="HasHeader">Whether the first row holds names; null finds out.</param>
/// <param name="LabelColumn">The name of the column that is no feature, or its number from 1; null means that all are features.</param>
/// <param name="Delimiter">What stands between fields; null finds out.</param>
internal sealed record TableFormat(bool? HasHeader = null, string? LabelColumn = null, char? Delimiter = null)
{
    private const string Candidates = ",\t;";

    /// <summary>A file's name tells tabs; otherwise the candidate that occurs most in the first line, the comma where none does.</summary>
    public static char FindDelimiter(string path, string firstLine) =>
        HasTabs(path) ? '\t' : Candidates.MaxBy(candidate => firstLine.Count(character => character == candidate));

    /// <summary>What stands between the fields of a file to be written: by its name, or else as in the file it comes from.</summary>
    public static char DelimiterFor(string path, char source) =>
        HasTabs(path) ? '\t' : Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? ',' : source;

    private static bool HasTabs(string path) => Path.GetExtension(path).ToUpperInvariant() is ".TSV" or ".TAB";
}
