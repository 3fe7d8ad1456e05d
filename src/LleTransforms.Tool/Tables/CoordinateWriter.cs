using System.Globalization;

namespace LleTransforms.Tool.Tables;

/// <summary>Writes coordinates as a table: a header, and a line for each row, every number in the fewest
/// digits that give it back.</summary>
internal static class CoordinateWriter
{
    public static void Write(TextWriter writer, FeatureMatrix coordinates, char delimiter, CancellationToken cancellationToken)
    {
        for (int column = 0; column < coordinates.NumberOfColumns; column++)
        {
            WriteDelimiter(writer, column, delimiter);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"Lle{column}"));
        }

        writer.Write('\n');
        Span<char> digits = stackalloc char[32];
        for (int row = 0; row < coordinates.NumberOfRows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<float> values = coordinates.Row(row);
            for (int column = 0; column < values.Length; column++)
            {
                WriteDelimiter(writer, column, delimiter);
                values[column].TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
                writer.Write(digits[..length]);
            }

            writer.Write('\n');
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
