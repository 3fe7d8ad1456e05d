namespace LleTransforms.Tables;

/// <summary>Numbers read straight from the text's memory, for tables that hold little else.</summary>
internal sealed partial class TextRecords
{
    /// <summary>Reads a record that holds nothing but short decimal numbers, without splitting it first.</summary>
    /// <returns>Whether it does, and has as many of them as there is room for.</returns>
    public bool TryReadDecimals(Span<double> values)
    {
        if (_isSplit)
        {
            return false;
        }

        ReadOnlySpan<byte> line = _text.Buffer.AsSpan(_record, _length);
        int start = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int end = start;
            while (end < line.Length && line[end] != _delimiter)
            {
                end++;
            }

            bool isLast = end == line.Length;
            if (isLast != (i == values.Length - 1) || !NumberText.TryDecimal(line[start..end], out values[i]))
            {
                return false;
            }

            start = end + 1;
        }

        return true;
    }

    /// <summary>Reads fields that hold short decimal numbers, up to the first that does not.</summary>
    /// <returns>How many there are of them.</returns>
    public int Decimals(ReadOnlySpan<int> fields, Span<double> values)
    {
        EnsureSplit();
        ReadOnlySpan<byte> record = _text.Buffer.AsSpan(_record);
        int[] starts = _starts;
        int[] ends = _ends;
        values = values[..fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            int start = starts[fields[i]];
            if (!NumberText.TryDecimal(record[start..ends[fields[i]]], out values[i]))
            {
                return i;
            }
        }

        return fields.Length;
    }
}
