using System.Text;

namespace LleTransforms.Tables;

/// <summary>How a text is to be split into rows and fields: what is told, and what is left to be found out.</summary>
/// <param name="HasHeader">Whether the first row holds names; null finds out.</param>
/// <param name="Delimiter">What stands between fields, a blank for any run of blanks and tabs; null finds out.</param>
internal record TextFormat(bool? HasHeader = null, char? Delimiter = null)
{
    /// <summary>The name of a text's encoding; null means UTF-8, or what a byte order mark says.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Lines in front of the first that counts.</summary>
    public int SkippedLines { get; init; }

    /// <summary>Lines right below the header that hold no data, such as units.</summary>
    public int SkippedLinesBelowHeader { get; init; }

    /// <summary>What a line begins with that is no row; null where there are none.</summary>
    public char? Comment { get; init; }

    public NumberFormat Numbers { get; init; } = NumberFormat.Plain;

    public MissingValues Missing { get; init; } = MissingValues.Refused;

    /// <summary>Whether a file's name says that tabs stand between its fields.</summary>
    public static bool HasTabs(string path) => Path.GetExtension(path).ToUpperInvariant() is ".TSV" or ".TAB";
}
