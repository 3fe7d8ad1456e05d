namespace LleTransforms.LocalGeometry;

/// <summary>
/// For each row the ratio of its neighbourhood's variance beyond d directions to that within them. The median over all rows is eta of
/// modified LLE.
/// </summary>
/// <remarks>Zhang &amp; Wang 2006 ("MLLE: modified locally linear embedding using multiple weights",
/// NIPS 19), section 4. Rows may be set by any threads.</remarks>
internal sealed class VarianceShares(int rowCount, int componentCount)
{
    private readonly double[] _shares = new double[rowCount];

    /// <summary>d.</summary>
    public int NumberOfComponents { get; } = componentCount;

    /// <summary>Valid once settled, or set.</summary>
    public double Median { get; set; }

    /// <summary>The variance beyond the first <paramref name="count"/> of a descending list, relative to theirs.</summary>
    public static double ShareBeyond(ReadOnlySpan<double> variances, int count)
    {
        double within = Sum(variances[..Math.Min(count, variances.Length)]);
        return count < variances.Length ? Sum(variances[count..]) / within : 0;
    }

    public void Set(int row, ReadOnlySpan<double> variances) => _shares[row] = ShareBeyond(variances, NumberOfComponents);

    /// <summary>Takes the median of all rows.</summary>
    public void Settle()
    {
        double[] sorted = [.. _shares];
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        Median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
