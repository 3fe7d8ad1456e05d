namespace LleTransforms;

/// <summary>Turns eigenvectors into coordinates: unit variance per column, each column's largest entry positive.</summary>
/// <remarks>
/// Roweis &amp; Saul 2000 fix (1/n) Y^T Y = I; unit-norm columns would be of size 1/sqrt(n) and starve a trainer. The sign, which
/// the eigenproblem leaves open, is set so that the entry of largest magnitude (the first of equals) is positive.
/// </remarks>
internal static class Embedding
{
    /// <summary>Scales unit-norm columns of n by sqrt(n), fixes their signs, and lays them out row after row.</summary>
    /// <param name="vectors">Column-major, d columns of n.</param>
    /// <param name="rowCount">n.</param>
    /// <returns>Row-major, n rows of d.</returns>
    public static double[] FromUnitVectors(ReadOnlySpan<double> vectors, int rowCount)
    {
        int componentCount = vectors.Length / rowCount;
        double[] embedding = new double[vectors.Length];
        for (int c = 0; c < componentCount; c++)
        {
            ReadOnlySpan<double> column = vectors.Slice(c * rowCount, rowCount);
            double scale = Math.Sqrt(rowCount) * SignOfLargest(column);
            for (int row = 0; row < rowCount; row++)
            {
                embedding[(row * componentCount) + c] = scale * column[row];
            }
        }

        return embedding;
    }

    private static int SignOfLargest(ReadOnlySpan<double> column)
    {
        double largest = 0;
        foreach (double value in column)
        {
            if (Math.Abs(value) > Math.Abs(largest))
            {
                largest = value;
            }
        }

        return largest < 0 ? -1 : 1;
    }
}
