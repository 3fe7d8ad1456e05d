using LleTransforms.Features;

namespace LleTransforms.Neighbors.Sparse;

/// <summary>The squared distance of a sparse row from another: the bits of <see cref="SquaredDistance"/>, whose lanes take zeros without a
/// change.</summary>
internal static class SparseDistance
{
    private const int LaneCount = 8;

    /// <param name="columns">Where the one row differs from the base row, ascending.</param>
    /// <param name="values">What it holds there.</param>
    /// <param name="row">The other row.</param>
    /// <param name="rows">The sparse rows.</param>
    public static double Squared(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, int row, SparseRows rows)
    {
        Span<double> lanes = stackalloc double[LaneCount];
        ReadOnlySpan<int> otherColumns = rows.ColumnsOf(row);
        ReadOnlySpan<float> otherValues = rows.ValuesOf(row);
        ReadOnlySpan<float> baseRow = rows.BaseRow;
        int i = 0;
        int j = 0;
        while (i < columns.Length || j < otherColumns.Length)
        {
            int column = i < columns.Length ? columns[i] : int.MaxValue;
            int otherColumn = j < otherColumns.Length ? otherColumns[j] : int.MaxValue;
            int at = Math.Min(column, otherColumn);
            double value = column == at ? values[i++] : baseRow[at];
            double difference = value - (otherColumn == at ? otherValues[j++] : baseRow[at]);
            lanes[at % LaneCount] += difference * difference;
        }

        return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
    }
}
