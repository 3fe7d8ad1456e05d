namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>A dense matrix that says its shape, row-major: entry (i, j) stands at i times the columns plus j.</summary>
/// <remarks>
/// Tall blocks of vectors are such matrices, a vector a column, and so are the small ones of their products (<see cref="TallBlock"/>).
/// Vectors that are worked on one by one stand as rows, so that each is in one piece. Four columns have a type of their own,
/// <see cref="ColumnBlock"/>.
/// </remarks>
internal class DenseMatrix
{
    /// <summary>A matrix of zeros.</summary>
    public DenseMatrix(int rowCount, int columnCount)
        : this(rowCount, columnCount, new double[(long)rowCount * columnCount])
    {
    }

    /// <param name="rowCount">Rows.</param>
    /// <param name="columnCount">Columns.</param>
    /// <param name="values">The rows one after the other, taken over and not copied; what comes behind them does not count.</param>
    public DenseMatrix(int rowCount, int columnCount, double[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.LongLength, (long)rowCount * columnCount);
        NumberOfRows = rowCount;
        NumberOfColumns = columnCount;
        Values = values;
    }

    public int NumberOfRows { get; }

    public int NumberOfColumns { get; }

    public double[] Values { get; }

    public ref double this[int row, int column] => ref Values[((long)row * NumberOfColumns) + column];

    public static DenseMatrix Identity(int size)
    {
        DenseMatrix identity = new(size, size);
        for (int i = 0; i < size; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    public Span<double> Row(int row) => Values.AsSpan(row * NumberOfColumns, NumberOfColumns);

    /// <summary>The first rows, in the same memory.</summary>
    public DenseMatrix Head(int rowCount) => new(rowCount, NumberOfColumns, Values);

    /// <summary>Rows that follow each other, copied.</summary>
    public DenseMatrix CopyRows(int first, int count) =>
        new(count, NumberOfColumns, Values.AsSpan(first * NumberOfColumns, count * NumberOfColumns).ToArray());

    /// <summary>Some of the rows in the given order, copied; this matrix itself where they are all of it.</summary>
    public DenseMatrix SelectRows(int[] rows)
    {
        if (rows.AsSpan().SequenceEqual(Enumerable.Range(0, NumberOfRows).ToArray()))
        {
            return this;
        }

        DenseMatrix selected = new(rows.Length, NumberOfColumns);
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(selected.Row(i));
        }

        return selected;
    }

    public void Clear() => Values.AsSpan(0, NumberOfRows * NumberOfColumns).Clear();
}
