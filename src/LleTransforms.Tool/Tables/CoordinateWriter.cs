using System.Globalization;

namespace LleTransforms.Tool.Tables;

/// <summary>Writes coordinates as a table: a header, and a line for each row, every number in the fewest
/// digits that give it back.</summary>
internal static class CoordinateWriter
{
    /// <summary>What a column of coordinates is called, before its number from 0.</summary>
    public const string ColumnName = "Lle";

    /// <param name="writer">Receives the text.</param>
    /// <param name="coordinates">A row for each that was not skipped.</param>
    /// <param name="table">The table they come from. Its skipped rows get lines without coordinates.</param>
    /// <param name="delimiter">What stands between fields.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static void Write(
        TextWriter writer, FeatureMatrix coordinates, Table table, char delimiter, CancellationToken cancellationToken)
    {
        WriteHeader(writer, coordinates.NumberOfColumns, table.Kept.Names, delimiter);
        int skipped = 0;
        for (int line = 0; line < table.NumberOfLines; line++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (table.Kept.Names.Count > 0)
            {
                WriteFields(writer, table.Kept.Rows[line], delimiter);
                writer.Write(delimiter);
            }

            if (skipped < table.SkippedRows.Count && table.SkippedRows[skipped] == line)
            {
                skipped++;
                WriteEmpty(writer, coordinates.NumberOfColumns, delimiter);
            }
            else
            {
                WriteRow(writer, coordinates.Row(line - skipped), delimiter);
            }

            writer.Write('\n');
        }
    }

    private static void WriteHeader(TextWriter writer, int columns, IReadOnlyList<string> kept, char delimiter)
    {
        IEnumerable<string> own = Enumerable.Range(0, columns)
            .Select(column => string.Create(CultureInfo.InvariantCulture, $"{ColumnName}{column}"));
        WriteFields(writer, [.. kept, .. own], delimiter);
        writer.Write('\n');
    }

    private static void WriteRow(TextWriter writer, ReadOnlySpan<float> values, char delimiter)
    {
        Span<char> digits = stackalloc char[32];
        for (int column = 0; column < values.Length; column++)
        {
            WriteDelimiter(writer, column, delimiter);
            values[column].TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
            writer.Write(digits[..length]);
        }
    }

    /// <summary>Fields without content; a single one is quoted, as an empty line would be no row.</summary>
    private static void WriteEmpty(TextWriter writer, int columns, char delimiter)
    {
        for (int column = 1; column < columns; column++)
        {
            writer.Write(delimiter);
        }

        if (columns == 1)
        {
            writer.Write("\"\"");
        }
    }

    private static void WriteFields(TextWriter writer, string[] fields, char delimiter)
    {
        for (int column = 0; column < fields.Length; column++)
        {
            WriteDelimiter(writer, column, delimiter);
            bool isQuoted = fields[column].AsSpan().IndexOfAny([delimiter, '"', '\n', '\r']) >= 0;
            writer.Write(isQuoted ? $"\"{fields[column].Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : fields[column]);
        }
    }

    private static void WriteDelimiter(TextWriter writer, int column, char delimiter)
    {
        if (column > 0)
        {
            writer.Write(delimiter);
        }
    }
}
