namespace LleTransforms;

/// <summary>A table of features as the user has it: rows to embed, each of the same number of single-precision values.</summary>
/// <remarks>Immutable once made, and safe for any number of threads. Values are kept row after row.</remarks>
public sealed class FeatureMatrix
{
    private readonly float[] _values;

    private FeatureMatrix(float[] values, int rowCount, int columnCount)
    {
        _values = values;
        RowCount = rowCount;
        ColumnCount = columnCount;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The number of values in each row.</summary>
    public int ColumnCount { get; }

    /// <summary>One row's values.</summary>
    /// <param name="row">The row's number, from 0.</param>
    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(checked(row * ColumnCount), ColumnCount);

    /// <summary>Takes values laid out row after row, without copying: the caller gives the array away.</summary>
    public static FeatureMatrix FromRowMajor(float[] values, int rowCount, int columnCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnCount);
        if (values.LongLength != (long)rowCount * columnCount)
        {
            throw new ArgumentException($"values holds {values.LongLength} numbers; {rowCount} rows of {columnCount} need {(long)rowCount * columnCount}.", nameof(values));
        }

        return new FeatureMatrix(values, rowCount, columnCount);
    }
}
