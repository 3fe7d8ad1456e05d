namespace LleTransforms.Features;

/// <summary>
/// Features as the engine computes with them: every value is (x - center) * 2^-scaleExponent, rounded once to single precision, so that the
/// largest magnitude lies in [0.5, 1). Centring keeps float32 products accurate; the power of two keeps squares in range.
/// </summary>
/// <remarks>Rows stand one after the other, <see cref="ColumnCount"/> values each. Immutable, safe for any number of threads.</remarks>
internal sealed class CenteredFeatures
{
    public CenteredFeatures(float[] values, int rowCount, double[] center, int scaleExponent)
    {
        Values = values;
        RowCount = rowCount;
        Center = center;
        ScaleExponent = scaleExponent;
    }

    /// <summary>RowCount x ColumnCount values, row-major.</summary>
    public float[] Values { get; }

    public int RowCount { get; }

    public int ColumnCount => Center.Length;

    /// <summary>What was subtracted from each column, in the user's units.</summary>
    public double[] Center { get; }

    /// <summary>A length of 1 here is a length of 2^ScaleExponent in the user's units.</summary>
    public int ScaleExponent { get; }

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(checked(row * ColumnCount), ColumnCount);
}
