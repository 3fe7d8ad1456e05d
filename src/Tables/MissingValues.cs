using System.Text;

namespace LleTransforms.Tables;

/// <summary>What is done with a row that lacks a value.</summary>
internal enum MissingMode
{
    Error,
    Skip,
    Mean,
}

/// <summary>How files say that a value is missing, and what is done then.</summary>
internal sealed class MissingValues
{
    private static readonly byte[][] _usual = [.. new[]
    {
        "NA", "N/A", "#N/A", "#NA", "<NA>", "NULL", "NONE", "NIL", "?", "NAN", "-NAN", "#NUM!", "#VALUE!", "#DIV/0!", "-", "--", ".",
        "MISSING",
    }.Select(Encoding.UTF8.GetBytes)];

    private readonly byte[][] _own;

    public MissingValues(MissingMode mode, IEnumerable<string> ownMarkers)
    {
        Mode = mode;
        _own = [.. ownMarkers.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>What holds where nothing is said.</summary>
    public static MissingValues Refused { get; } = new(MissingMode.Error, []);

    public MissingMode Mode { get; }

    /// <summary>Whether the user has named marks, which may look like numbers.</summary>
    public bool HasOwnMarkers => _own.Length > 0;

    /// <summary>Whether a field is one of the marks that the user has named.</summary>
    public bool IsOwnMarker(ReadOnlySpan<byte> field)
    {
        foreach (byte[] marker in _own)
        {
            if (field.SequenceEqual(marker))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a field that is no number says that there is none.</summary>
    public static bool IsUsualMarker(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
        {
            return true;
        }

        foreach (byte[] marker in _usual)
        {
            if (Ascii.EqualsIgnoreCase(field, marker))
            {
                return true;
            }
        }

        return false;
    }
}
