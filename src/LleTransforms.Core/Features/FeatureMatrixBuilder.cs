namespace LleTransforms;

/// <summary>Gathers rows one at a time into a <see cref="FeatureMatrix"/>, when their number is not known in advance.</summary>
/// <remarks>
/// Not safe for several threads. Storage grows by half when it is full, so appending n rows costs O(n) in all. If the first row is of double
/// precision it becomes the offset of every later row, which are then stored as differences from it.
/// </remarks>
public sealed class FeatureMatrixBuilder
{
    private readonly int _columnCount;
    private float[] _values;
    private double[]? _offset;
    private int _rowCount;

    /// <summary>Starts an empty table.</summary>
    /// <param name="columnCount">The number of values in each row, at least 1.</param>
    /// <param name="expectedRowCount">Rows to make room for at once; 0 (the default) where unknown.</param>
    /// <exception cref="InvalidOperationException">The expected rows do not fit one array.</exception>
    public FeatureMatrixBuilder(int columnCount, int expectedRowCount = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnCount);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedRowCount);
        _columnCount = columnCount;
        _values = Allocate(expectedRowCount, columnCount);
    }

    /// <summary>The number of rows appended so far.</summary>
    public int RowCount => _rowCount;

    /// <summary>Appends one single-precision row.</summary>
    /// <param name="row">As many values as the table has columns.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The table would pass the largest array there is.</exception>
    public void Append(ReadOnlySpan<float> row)
    {
        Span<float> destination = NextRow(row.Length);
        if (_offset is null)
        {
            row.CopyTo(destination);
        }
        else
        {
            for (int j = 0; j < row.Length; j++)
            {
                destination[j] = Features.FeatureScaling.ToStored(row[j], _offset[j]);
            }
        }

        _rowCount++;
    }

    /// <summary>Appends one double-precision row, stored as its difference from the first row if that was of double precision too.</summary>
    /// <param name="row">As many values as the table has columns.</param>
    /// <exception cref="ArgumentException">The row has another length, or a finite value does not fit single precision.</exception>
    /// <exception cref="InvalidOperationException">The table would pass the largest array there is.</exception>
    public void Append(ReadOnlySpan<double> row)
    {
        Span<float> destination = NextRow(row.Length);
        if (_rowCount == 0)
        {
            _offset = row.ToArray();
        }

        for (int j = 0; j < row.Length; j++)
        {
            destination[j] = Features.FeatureScaling.ToStored(row[j], _offset is null ? 0 : _offset[j]);
            if (float.IsInfinity(destination[j]) && double.IsFinite(row[j]))
            {
                throw new ArgumentException(
                    $"Row {_rowCount}, column {j} (both counted from 0) holds {row[j]}, which lies further from the first row than single " +
                    $"precision reaches ({float.MaxValue}); rescale the column.", nameof(row));
            }
        }

        _rowCount++;
    }

    /// <summary>Makes the table. The builder is empty afterwards and may be used again.</summary>
    public FeatureMatrix Build()
    {
        float[] values = _values;
        int length = _rowCount * _columnCount;
        if (values.Length != length)
        {
            Array.Resize(ref values, length);
        }

        var matrix = new FeatureMatrix(values, _rowCount, _columnCount, _offset);
        _values = [];
        _offset = null;
        _rowCount = 0;
        return matrix;
    }

    internal static float[] Allocate(long rowCount, int columnCount)
    {
        if (rowCount * columnCount > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{rowCount} rows x {columnCount} columns are {rowCount * columnCount} values; one table holds at most {Array.MaxLength}. " +
                "Use fewer rows or fewer columns.");
        }

        return new float[rowCount * columnCount];
    }

    private Span<float> NextRow(int length)
    {
        if (length != _columnCount)
        {
            throw new ArgumentException($"Row {_rowCount} (counted from 0) has {length} values; this table has {_columnCount} columns.");
        }

        long needed = (_rowCount + 1L) * _columnCount;
        if (needed > _values.LongLength)
        {
            Grow(needed);
        }

        return _values.AsSpan(_rowCount * _columnCount, _columnCount);
    }

    private void Grow(long needed)
    {
        long rows = Math.Max(needed / _columnCount, Math.Min(16 + (_rowCount * 3L / 2), Array.MaxLength / _columnCount));
        float[] grown = Allocate(rows, _columnCount);
        _values.AsSpan(0, _rowCount * _columnCount).CopyTo(grown);
        _values = grown;
    }
}
