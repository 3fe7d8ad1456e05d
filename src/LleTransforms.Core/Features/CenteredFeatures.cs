using LleTransforms.Running;

namespace LleTransforms.Features;

/// <summary>
/// Features as the engine computes with them: every value is (x - center) * 2^-scaleExponent, rounded once to single precision. The largest
/// magnitude lies in [0.5, 1). Centring keeps float32 products accurate; the power of two keeps squares in range.
/// </summary>
/// <remarks>Rows stand one after the other, <see cref="NumberOfColumns"/> values each, or stay sparse as <see cref="Sparse"/>. Immutable,
/// safe for any number of threads. Cost of making: O(n D).</remarks>
internal sealed class CenteredFeatures
{
    private const int ColumnsPerStripe = 64;

    private readonly float[]? _values;

    public CenteredFeatures(float[] values, int rowCount, double[] center, int scaleExponent)
        : this(values, rowCount, new FeatureScaling(null, center, scaleExponent))
    {
    }

    public CenteredFeatures(float[] values, int rowCount, FeatureScaling scaling)
    {
        _values = values;
        NumberOfRows = rowCount;
        Scaling = scaling;
    }

    /// <summary>Rows that stay sparse: their base row is the image of a row of zeros.</summary>
    public CenteredFeatures(SparseRows rows, FeatureScaling scaling)
    {
        Sparse = rows;
        NumberOfRows = rows.NumberOfRows;
        Scaling = scaling;
    }

    /// <summary>NumberOfRows x NumberOfColumns values, row-major. Sparse rows have none.</summary>
    public float[] Values => _values ?? throw new InvalidOperationException("Sparse rows have to be widened first.");

    /// <summary>The rows where they are kept sparse, else null.</summary>
    public SparseRows? Sparse { get; }

    /// <summary>Where the values are given distances: the column that holds the distances to each row. Else null.</summary>
    public int[]? ColumnOfRow { get; init; }

    public int NumberOfRows { get; }

    public int NumberOfColumns => Scaling.NumberOfColumns;

    /// <summary>The map that made the rows, for unseen rows to follow.</summary>
    public FeatureScaling Scaling { get; }

    /// <summary>What was subtracted from each column, in the user's units.</summary>
    public double[] Center => Scaling.Center;

    /// <summary>A length of 1 here is a length of 2^ScaleExponent in the user's units.</summary>
    public int ScaleExponent => Scaling.ScaleExponent;

    /// <summary>A row; a sparse one is widened into an array of its own, so what reads many of them brings its own scratch.</summary>
    public ReadOnlySpan<float> Row(int row) => Row(row, RowScratch());

    /// <summary>A row; a sparse one is widened into the scratch.</summary>
    public ReadOnlySpan<float> Row(int row, float[] scratch)
    {
        if (_values is not null)
        {
            return _values.AsSpan(checked(row * NumberOfColumns), NumberOfColumns);
        }

        Sparse!.Widen(row, scratch);
        return scratch;
    }

    /// <summary>Scratch for <see cref="Row(int, float[])"/>: empty where rows are not sparse.</summary>
    public float[] RowScratch() => Sparse is null ? [] : new float[NumberOfColumns];

    /// <summary>Whether two rows are equal.</summary>
    public bool AreEqual(int row, int other) =>
        Sparse is SparseRows sparse ? sparse.AreEqual(row, other) : Row(row).SequenceEqual(Row(other));

    /// <summary>Whether a row equals one that is given whole, centred and scaled alike.</summary>
    public bool Equals(int row, ReadOnlySpan<float> whole) =>
        Sparse is SparseRows sparse ? sparse.Equals(row, whole) : Row(row).SequenceEqual(whole);

    /// <summary>The same rows, not sparse.</summary>
    public CenteredFeatures Widen(FitContext context) =>
        Sparse is SparseRows sparse ? new CenteredFeatures(sparse.WidenAll(context), NumberOfRows, Scaling) : this;

    /// <summary>Checks, centres and scales a table for a metric.</summary>
    /// <exception cref="ArgumentException">A value is not finite, there is no row, or the table is none of distances where it has to
    /// be.</exception>
    public static CenteredFeatures Create(FeatureMatrix features, LleMetric metric, FitContext context) =>
        metric == LleMetric.Precomputed ? DistanceTable.Of(features, context) : Create(features, context);

    /// <summary>Checks, centres and scales a table.</summary>
    /// <exception cref="ArgumentException">A value is not finite (row and column are named), or there is no row.</exception>
    public static CenteredFeatures Create(FeatureMatrix features, FitContext context) => TryCreate(features, null, context)!;

    /// <summary>The same where centre and scale come out as they are expected; else null, and rows that are not sparse are not centred in
    /// vain.</summary>
    /// <param name="features">The table.</param>
    /// <param name="expected">The map that is to come out; null for any.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <inheritdoc cref="Create(FeatureMatrix, FitContext)" path="/exception"/>
    public static CenteredFeatures? TryCreate(FeatureMatrix features, FeatureScaling? expected, FitContext context)
    {
        if (features.NumberOfRows == 0)
        {
            throw new ArgumentException("There are no rows to fit.", nameof(features));
        }

        features.RequireFinite();
        if (features.Sparse is SparseRows sparse)
        {
            CenteredFeatures centered = SparseCentering.Apply(sparse, features.Offset, context);
            return expected is null || expected.CentersAs(centered.Scaling) ? centered : null;
        }

        var scaling = MeasureScaling(features, context);
        if (expected is not null && !expected.CentersAs(scaling))
        {
            return null;
        }

        var values = new float[features.Values.Length];
        int columnCount = features.NumberOfColumns;
        RowBlocks.ForEach(features.NumberOfRows, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                scaling.MapStored(features.ShiftedRow(row), values.AsSpan(row * columnCount, columnCount));
            }
        });
        return new CenteredFeatures(values, features.NumberOfRows, scaling);
    }

    /// <summary>Copies the named rows, in the order given.</summary>
    public CenteredFeatures Gather(ReadOnlySpan<int> rows)
    {
        if (Sparse is SparseRows sparse)
        {
            return new CenteredFeatures(sparse.Gather(rows), Scaling);
        }

        var values = new float[rows.Length * NumberOfColumns];
        Gather(rows, values);
        return new CenteredFeatures(values, rows.Length, Scaling) { ColumnOfRow = ColumnsOf(rows) };
    }

    /// <summary>Copies the named rows, in the order given; sparse ones are widened.</summary>
    public void Gather(ReadOnlySpan<int> rows, Span<float> values)
    {
        float[] scratch = RowScratch();
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i], scratch).CopyTo(values[(i * NumberOfColumns)..]);
        }
    }

    private int[]? ColumnsOf(ReadOnlySpan<int> rows)
    {
        if (ColumnOfRow is null)
        {
            return null;
        }

        int[] columns = new int[rows.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = ColumnOfRow[rows[i]];
        }

        return columns;
    }

    // One thread sums a stripe of columns from the first row to the last, so no sum depends on the number of threads.
    private static FeatureScaling MeasureScaling(FeatureMatrix features, FitContext context)
    {
        int columnCount = features.NumberOfColumns;
        var mean = new double[columnCount];
        var magnitude = new double[columnCount];
        int stripeCount = (columnCount + ColumnsPerStripe - 1) / ColumnsPerStripe;
        Parallel.For(0, stripeCount, context.Parallelism, stripe =>
        {
            int first = stripe * ColumnsPerStripe;
            MeasureStripe(features, first, Math.Min(ColumnsPerStripe, columnCount - first), mean, magnitude, context);
        });
        return new FeatureScaling(features.Offset, mean, ExponentOf(magnitude.Max()));
    }

    private static void MeasureStripe(
        FeatureMatrix features, int firstColumn, int width, double[] mean, double[] magnitude, FitContext context)
    {
        Span<double> sum = stackalloc double[width];
        Span<float> low = stackalloc float[width];
        Span<float> high = stackalloc float[width];
        features.ShiftedRow(0).Slice(firstColumn, width).CopyTo(low);
        low.CopyTo(high);
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            if ((row & 0xFFFF) == 0)
            {
                context.ThrowIfCancelled();
            }

            ReadOnlySpan<float> values = features.ShiftedRow(row).Slice(firstColumn, width);
            for (int j = 0; j < values.Length; j++)
            {
                sum[j] += values[j];
                low[j] = Math.Min(low[j], values[j]);
                high[j] = Math.Max(high[j], values[j]);
            }
        }

        for (int j = 0; j < width; j++)
        {
            double m = MeanOf(sum[j], low[j], high[j], features.NumberOfRows);
            mean[firstColumn + j] = m;
            magnitude[firstColumn + j] = MagnitudeOf(m, low[j], high[j]);
        }
    }

    /// <summary>A column's mean. That of equal values must be that value: n*x/n may miss it by a rounding, and a constant column would then
    /// not be 0.</summary>
    internal static double MeanOf(double sum, float low, float high, long rowCount) => low == high ? low : sum / rowCount;

    /// <summary>How far a column's values lie from their mean.</summary>
    internal static double MagnitudeOf(double mean, float low, float high) => Math.Max(high - mean, mean - low);

    // The exponent is taken of the magnitude as it will be after rounding to 24 bits, or 1 - 2^-30 would become 1.
    internal static int ExponentOf(double magnitude)
    {
        if (magnitude == 0)
        {
            return 0;
        }

        int exponent = Math.ILogB(magnitude) + 1;
        return (float)Math.ScaleB(magnitude, -exponent) < 1f ? exponent : exponent + 1;
    }
}
