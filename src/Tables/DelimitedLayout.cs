using System.Globalization;

namespace LleTransforms.Tables;

/// <summary>What the first lines of a text say of all of them.</summary>
/// <param name="FieldCount">The fields of a row.</param>
/// <param name="NumberOfColumns">Less than the fields where a separator ends each line.</param>
/// <param name="HasHeader">Whether the first line holds names.</param>
/// <param name="WidthOf">The line that says how many fields a row has, for messages.</param>
internal sealed record DelimitedLayout(int FieldCount, int NumberOfColumns, bool HasHeader, string WidthOf = "the first line")
{
    /// <summary>Whether the header begins with a sign of its own in front of the names.</summary>
    public bool DropsFirstName { get; init; }

    /// <summary>Whether the first column names the rows, and has no name itself.</summary>
    public bool NamesRows { get; init; }

    public static DelimitedLayout Of(TextBytes text, IReadOnlyList<SampleRecord> records, TextFormat format)
    {
        bool hasHeader = HasHeaderIn(text, records, format);
        SampleRecord first = records[0];
        SampleRecord[] rows = [.. records];
        rows = hasHeader ? rows[Math.Min(1 + format.SkippedLinesBelowHeader, rows.Length)..] : rows;
        int width = first.FieldCount;
        int? others = WidthOfOthers(records);
        bool endsEmpty = rows.Length > 0 && Array.TrueForAll(rows, row => row.EndsEmpty && row.FieldCount > 1);
        if (hasHeader && others == width - 1 && first.Fields[0] is "#" or "%")
        {
            return new DelimitedLayout(width - 1, width - 1, hasHeader, "the header") { DropsFirstName = true };
        }

        if (hasHeader && others == width + 1 && first.Fields[0] is not ['#' or '%', ..])
        {
            // A separator ends each line but the header's; or the rows have names and their column has none, as R writes it.
            return endsEmpty
                ? new DelimitedLayout(width + 1, width, hasHeader, "the second line")
                : new DelimitedLayout(width + 1, width + 1, hasHeader, "the second line") { NamesRows = true };
        }

        if (others is int other && other != width && records.Count > 2)
        {
            throw new TableException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{text.Name}: line {text.LinesPassed + first.LineNumber}: has {width} field{(width == 1 ? "" : "s")}, but the " +
                    $"lines below it have {other}."),
                "--skip leaves out lines in front, --comment lines that begin with a sign.");
        }

        bool isTrailing = endsEmpty && rows[0].FieldCount == width && (!hasHeader || first.EndsEmpty);
        return new DelimitedLayout(width, isTrailing ? width - 1 : width, hasHeader);
    }

    /// <summary>The names of the columns; null without a header.</summary>
    /// <param name="first">A reader that stands on the first line.</param>
    public string[]? Names(TextRecords first)
    {
        if (!HasHeader)
        {
            return null;
        }

        string[] names = new string[NumberOfColumns];
        int shift = DropsFirstName ? 1 : NamesRows ? -1 : 0;
        for (int column = 0; column < names.Length; column++)
        {
            int field = column + shift;
            names[column] = field < 0 ? string.Empty : first.Text(field).Trim();
        }

        return names;
    }

    private static bool HasHeaderIn(TextBytes text, IReadOnlyList<SampleRecord> records, TextFormat format)
    {
        if (format.HasHeader is bool told)
        {
            return told;
        }

        bool found = FirstLine.IsHeader(records, format.Numbers, out string? doubt);
        return doubt is null ? found : throw new TableException(
            $"{text.Name}: the first line may hold names or data: {doubt}.", "Say --header or --no-header.", TableFaultKind.Header);
    }

    /// <summary>The number of fields of all lines but the first, where they agree.</summary>
    private static int? WidthOfOthers(IReadOnlyList<SampleRecord> records)
    {
        int? width = null;
        for (int i = 1; i < records.Count; i++)
        {
            if (width is int known && known != records[i].FieldCount)
            {
                return null;
            }

            width = records[i].FieldCount;
        }

        return width;
    }
}
