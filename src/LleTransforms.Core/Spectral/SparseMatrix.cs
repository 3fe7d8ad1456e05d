namespace LleTransforms.Spectral;

/// <summary>A sparse matrix of doubles in compressed rows; the columns of each row stand in ascending order, each once.</summary>
/// <remarks>Immutable by convention once built. Row i's entries stand at [RowStarts[i], RowStarts[i+1]).</remarks>
internal sealed class SparseMatrix
{
    public SparseMatrix(int rowCount, int columnCount, int[] rowStarts, int[] columns, double[] values)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        RowStarts = rowStarts;
        Columns = columns;
        Values = values;
    }

    public int RowCount { get; }

    public int ColumnCount { get; }

    public int[] RowStarts { get; }

    public int[] Columns { get; }

    public double[] Values { get; }

    public int NonzeroCount => RowStarts[RowCount];
}
