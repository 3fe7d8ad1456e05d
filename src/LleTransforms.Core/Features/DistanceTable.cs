using System.Globalization;
using LleTransforms.Running;

namespace LleTransforms.Features;

/// <summary>
/// Distances that are given in place of features: row i holds those of row i to all rows, in the order of the fit. They stay what they
/// are: nothing is centred, and a power of two scales them.
/// </summary>
/// <remarks>
/// The largest distance lies in [0.5, 1) then, so squares are in range. Distances whose two entries differ by rounding are replaced by
/// their mean, so that the table is symmetric to the bit. Cost O(n^2), twice 4 n^2 bytes.
/// </remarks>
internal static class DistanceTable
{
    /// <summary>What two entries of one distance may differ by, and the diagonal from 0, as a share of the largest distance.</summary>
    public const double Tolerance = 1e-6;

    // What is left of a difference that was stored by its difference from the first row's value.
    private const double RestOfOffset = 1.0 / (1 << 22);

    private enum Fault
    {
        None,
        NotFinite,
        Negative,
        Diagonal,
        Asymmetric,
    }

    /// <summary>Checks and scales a table of distances.</summary>
    /// <exception cref="ArgumentException">It is not square, not symmetric, its diagonal is not 0, or a value is negative or not
    /// finite. Row, column and value are named.</exception>
    public static CenteredFeatures Of(FeatureMatrix table, FitContext context)
    {
        int n = table.NumberOfRows;
        if (n == 0)
        {
            throw new ArgumentException("There are no rows to fit.", nameof(table));
        }

        if (n != table.NumberOfColumns)
        {
            throw Invalid($"it has {n} rows of {table.NumberOfColumns} values, but must be square: row i holds the distances of row i " +
                "to all rows");
        }

        float[] given = WithoutOffset(table.Widen(), context).Values;
        Check(given, n, 0, context);
        double largest = LargestOf(given);
        Check(given, n, Math.Max(Tolerance * largest, 2 * float.Epsilon), context);
        var scaling = new FeatureScaling(null, new double[n], CenteredFeatures.ExponentOf(largest));
        return new CenteredFeatures(Scaled(given, n, scaling, context), n, scaling) { ColumnOfRow = [.. Enumerable.Range(0, n)] };
    }

    /// <summary>The distances among some of the rows, ascending, as they were given.</summary>
    public static FeatureMatrix Restrict(FeatureMatrix table, int[] rows)
    {
        float[] values = FeatureMatrixBuilder.Allocate(rows.Length, rows.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)table.Value(rows[i / rows.Length], rows[i % rows.Length]);
        }

        return FeatureMatrix.FromRowMajor(values, rows.Length, rows.Length);
    }

    /// <summary>For each row the first row at distance 0, itself included, that stands for itself; and all that do.</summary>
    public static (int[] GroupOfRow, List<int> Representatives) Group(CenteredFeatures distances, FitContext context)
    {
        int n = distances.NumberOfRows;
        int[] columns = distances.ColumnOfRow!;
        int[] groupOfRow = new int[n];
        int[] groupOfColumn = new int[distances.NumberOfColumns];
        Array.Fill(groupOfColumn, -1);
        var representatives = new List<int>(n);
        for (int row = 0; row < n; row++)
        {
            context.ThrowIfCancelledAt(row);
            int group = FirstGroupAtZero(distances.Row(row)[..columns[row]], groupOfColumn);
            if (group < 0)
            {
                group = representatives.Count;
                groupOfColumn[columns[row]] = group;
                representatives.Add(row);
            }

            groupOfRow[row] = group;
        }

        return (groupOfRow, representatives);
    }

    private static int FirstGroupAtZero(ReadOnlySpan<float> earlier, int[] groupOfColumn)
    {
        for (int column = earlier.IndexOf(0f); column >= 0;)
        {
            if (groupOfColumn[column] >= 0)
            {
                return groupOfColumn[column];
            }

            int further = earlier[(column + 1)..].IndexOf(0f);
            column = further < 0 ? -1 : column + 1 + further;
        }

        return -1;
    }

    /// <summary>Distances as they were given, some rows or all, without what an offset has left of a 0.</summary>
    public static FeatureMatrix WithoutOffset(FeatureMatrix table, FitContext context)
    {
        if (table.Offset is not double[] offset)
        {
            return table;
        }

        int n = table.NumberOfColumns;
        float[] given = new float[table.Values.Length];
        RowBlocks.ForEach(table.NumberOfRows, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> stored = table.ShiftedRow(row);
                for (int column = 0; column < n; column++)
                {
                    double value = stored[column] + offset[column];
                    given[(row * n) + column] = Math.Abs(value) <= RestOfOffset * Math.Abs(offset[column]) ? 0 : (float)value;
                }
            }
        });
        return FeatureMatrix.FromRowMajor(given, table.NumberOfRows, n);
    }

    private static double LargestOf(float[] values)
    {
        float largest = 0;
        foreach (float value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    private static float[] Scaled(float[] given, int n, FeatureScaling scaling, FitContext context)
    {
        float[] scaled = new float[given.Length];
        RowBlocks.ForEach(n, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                for (int column = 0; column < n; column++)
                {
                    float value = given[(row * n) + column], mirrored = given[(column * n) + row];
                    float mean = value == mirrored ? value : (float)(((double)value + mirrored) / 2);
                    scaled[(row * n) + column] = row == column ? 0 : scaling.MapStored(mean, column);
                }
            }
        });
        return scaled;
    }

    /// <summary>Throws at the first fault in row order. Without a tolerance single values are looked at alone.</summary>
    private static void Check(float[] values, int n, double tolerance, FitContext context)
    {
        int firstRow = n;
        object gate = new();
        RowBlocks.ForEach(n, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                if (FirstFault(values, n, row, tolerance).Fault != Fault.None)
                {
                    lock (gate)
                    {
                        firstRow = Math.Min(firstRow, row);
                    }

                    return;
                }
            }
        });
        if (firstRow == n)
        {
            return;
        }

        (Fault fault, int column) = FirstFault(values, n, firstRow, tolerance);
        float value = values[(firstRow * n) + column];
        string place = Invariant($"row {firstRow}, column {column} (both counted from 0) holds {value}");
        throw Invalid(fault switch
        {
            Fault.NotFinite => $"{place}, but distances must be finite",
            Fault.Negative => $"{place}, but no distance is negative; similarities must be turned into distances first",
            Fault.Diagonal => $"{place}, but the distance of a row to itself is 0",
            _ => Invariant($"{place}, but row {column}, column {firstRow} holds {values[(column * n) + firstRow]}; it must be ")
                + Invariant($"symmetric to {Tolerance:0e-0} of its largest value"),
        });
    }

    private static (Fault Fault, int Column) FirstFault(float[] values, int n, int row, double tolerance)
    {
        ReadOnlySpan<float> distances = values.AsSpan(row * n, n);
        for (int column = 0; column < n; column++)
        {
            float value = distances[column];
            Fault fault = tolerance == 0
                ? !float.IsFinite(value) ? Fault.NotFinite : value < 0 && column != row ? Fault.Negative : Fault.None
                : column == row ? Math.Abs(value) > tolerance ? Fault.Diagonal : Fault.None
                : Math.Abs((double)value - values[(column * n) + row]) > tolerance ? Fault.Asymmetric : Fault.None;
            if (fault != Fault.None)
            {
                return (fault, column);
            }
        }

        return (Fault.None, 0);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static ArgumentException Invalid(string fault)
    {
        const LleOptionName Metric = LleOptionName.Metric;
        return new LleMessage($"The table is no table of distances, which {Metric} {Metric.Value(LleMetric.Precomputed)} needs: {fault}.")
            .In(text => new ArgumentException(text));
    }
}
