using LleTransforms.Running;

namespace LleTransforms.Features;

/// <summary>Centres and scales sparse rows without widening them, to the bits that widened rows would get.</summary>
/// <remarks>Cost: O(values held), and O(n) for each column in which the base row is not 0. The image of
/// the base row is the base row of the result.</remarks>
internal static class SparseCentering
{
    public static CenteredFeatures Apply(SparseRows rows, double[]? offset, FitContext context)
    {
        FeatureScaling scaling = MeasureScaling(rows, offset, context);
        float[] baseRow = new float[rows.NumberOfColumns];
        scaling.MapStored(rows.BaseRow, baseRow);
        int[] starts = new int[rows.NumberOfRows + 1];
        int[] columns = new int[rows.Count];
        float[] values = new float[rows.Count];
        int kept = 0;
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            context.ThrowIfCancelled();
            ReadOnlySpan<int> places = rows.ColumnsOf(row);
            ReadOnlySpan<float> stored = rows.ValuesOf(row);
            for (int i = 0; i < places.Length; i++)
            {
                // What equals the base row is not held, so that equal rows hold the same.
                float value = scaling.MapStored(stored[i], places[i]);
                if (value != baseRow[places[i]])
                {
                    columns[kept] = places[i];
                    values[kept++] = value;
                }
            }

            starts[row + 1] = kept;
        }

        return new CenteredFeatures(new SparseRows(baseRow, starts, columns[..kept], values[..kept]), scaling);
    }

    private static FeatureScaling MeasureScaling(SparseRows rows, double[]? offset, FitContext context)
    {
        int columnCount = rows.NumberOfColumns;
        double[] sum = new double[columnCount];
        int[] count = new int[columnCount];
        float[] low = new float[columnCount];
        float[] high = new float[columnCount];
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            context.ThrowIfCancelled();
            ReadOnlySpan<int> places = rows.ColumnsOf(row);
            ReadOnlySpan<float> values = rows.ValuesOf(row);
            for (int i = 0; i < places.Length; i++)
            {
                int column = places[i];
                sum[column] += values[i];
                low[column] = count[column] == 0 ? values[i] : Math.Min(low[column], values[i]);
                high[column] = count[column] == 0 ? values[i] : Math.Max(high[column], values[i]);
                count[column]++;
            }
        }

        SumWithBase(rows, sum, context);
        double largest = 0;
        double[] mean = sum;
        for (int column = 0; column < columnCount; column++)
        {
            float absent = rows.BaseRow[column];
            if (count[column] < rows.NumberOfRows)
            {
                low[column] = count[column] == 0 ? absent : Math.Min(low[column], absent);
                high[column] = count[column] == 0 ? absent : Math.Max(high[column], absent);
            }

            double m = low[column] == high[column] ? low[column] : sum[column] / rows.NumberOfRows;
            mean[column] = m;
            largest = Math.Max(largest, Math.Max(high[column] - m, m - low[column]));
        }

        return new FeatureScaling(offset, mean, CenteredFeatures.ExponentOf(largest));
    }

    /// <summary>Sums anew, in the order of the rows, the columns whose absent values are not 0. Adding zeros changes no sum, but adding
    /// other values in another order would.</summary>
    private static void SumWithBase(SparseRows rows, double[] sum, FitContext context)
    {
        int[] shifted = [.. Enumerable.Range(0, rows.NumberOfColumns).Where(column => rows.BaseRow[column] != 0)];
        if (shifted.Length == 0)
        {
            return;
        }

        float[] row = new float[rows.NumberOfColumns];
        foreach (int column in shifted)
        {
            sum[column] = 0;
        }

        for (int i = 0; i < rows.NumberOfRows; i++)
        {
            context.ThrowIfCancelled();
            rows.Widen(i, row);
            foreach (int column in shifted)
            {
                sum[column] += row[column];
            }
        }
    }
}
