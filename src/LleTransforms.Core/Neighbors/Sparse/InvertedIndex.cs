using LleTransforms.Features;

namespace LleTransforms.Neighbors.Sparse;

/// <summary>For every column the rows that hold a value of their own in it, ascending, with the value.</summary>
/// <remarks>8 bytes a value held. Immutable, safe for any number of threads.</remarks>
internal sealed class InvertedIndex
{
    private readonly float[] _baseRow;
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly float[] _values;

    public InvertedIndex(SparseRows rows)
    {
        _baseRow = rows.BaseRow;
        _starts = new int[rows.NumberOfColumns + 1];
        foreach (int column in rows.Columns.AsSpan(0, rows.Count))
        {
            _starts[column + 1]++;
        }

        for (int column = 0; column < rows.NumberOfColumns; column++)
        {
            _starts[column + 1] += _starts[column];
        }

        _rows = new int[rows.Count];
        _values = new float[rows.Count];
        int[] next = _starts[..^1];
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            ReadOnlySpan<int> columns = rows.ColumnsOf(row);
            ReadOnlySpan<float> values = rows.ValuesOf(row);
            for (int i = 0; i < columns.Length; i++)
            {
                int at = next[columns[i]]++;
                _rows[at] = row;
                _values[at] = values[i];
            }
        }
    }

    /// <summary>Adds the inner product of a row with every row of the index, all taken relative to the base row.</summary>
    public void AddProducts(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> products)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            int column = columns[i];
            double baseValue = _baseRow[column];
            double factor = values[i] - baseValue;
            int start = _starts[column];
            int length = _starts[column + 1] - start;
            ReadOnlySpan<int> rows = _rows.AsSpan(start, length);
            ReadOnlySpan<float> held = _values.AsSpan(start, rows.Length);
            for (int p = 0; p < rows.Length; p++)
            {
                products[rows[p]] += factor * (held[p] - baseValue);
            }
        }
    }
}
