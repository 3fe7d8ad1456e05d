namespace LleTransforms.Features;

/// <summary>What centring and scaling need to know of rows that come in pieces: each column's sum, smallest and largest value.</summary>
/// <remarks>
/// Rows are added in their order, one after the other, so that pieces of any size give the bits of <see cref="CenteredFeatures"/>. An
/// instance is one caller's. Cost O(D) a row.
/// </remarks>
internal sealed class ColumnSums
{
    private readonly double[] _sum;
    private readonly float[] _low;
    private readonly float[] _high;

    public ColumnSums(int columnCount)
        : this(0, new double[columnCount], new float[columnCount], new float[columnCount])
    {
        Array.Fill(_low, float.PositiveInfinity);
        Array.Fill(_high, float.NegativeInfinity);
    }

    /// <summary>Goes on with what another caller has summed; the arrays are taken over.</summary>
    public ColumnSums(long rowCount, double[] sum, float[] low, float[] high) =>
        (NumberOfRows, _sum, _low, _high) = (rowCount, sum, low, high);

    public long NumberOfRows { get; private set; }

    public double[] Sum => _sum;

    public float[] Low => _low;

    public float[] High => _high;

    /// <param name="stored">A finite row as <see cref="FeatureMatrix"/> stores it.</param>
    public void Add(ReadOnlySpan<float> stored)
    {
        for (int j = 0; j < _sum.Length; j++)
        {
            _sum[j] += stored[j];
            _low[j] = Math.Min(_low[j], stored[j]);
            _high[j] = Math.Max(_high[j], stored[j]);
        }

        NumberOfRows++;
    }

    /// <summary>The map that brings the rows to the engine.</summary>
    /// <param name="offset">What was taken off before they were stored; null for single precision.</param>
    public FeatureScaling ToScaling(double[]? offset)
    {
        double[] mean = new double[_sum.Length];
        double largest = 0;
        for (int j = 0; j < mean.Length; j++)
        {
            mean[j] = CenteredFeatures.MeanOf(_sum[j], _low[j], _high[j], NumberOfRows);
            largest = Math.Max(largest, CenteredFeatures.MagnitudeOf(mean[j], _low[j], _high[j]));
        }

        return new FeatureScaling(offset, mean, CenteredFeatures.ExponentOf(largest));
    }
}
