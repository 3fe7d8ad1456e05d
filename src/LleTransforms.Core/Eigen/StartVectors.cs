using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Eigen;

/// <summary>The vectors from which an iteration begins: known ones as far as there are, and random ones.</summary>
internal static class StartVectors
{
    /// <param name="rowCount">n.</param>
    /// <param name="count">How many there are to be.</param>
    /// <param name="request">Has the seed, and vectors that are known; more of them than asked are left out.</param>
    /// <returns>n x count.</returns>
    public static DenseMatrix Create(int rowCount, int count, EigenRequest request)
    {
        DenseMatrix vectors = new(rowCount, count);
        Random random = new(request.Seed);
        foreach (ref double value in vectors.Values.AsSpan())
        {
            value = (2 * random.NextDouble()) - 1;
        }

        for (int c = 0; request.Start is { } known && c < Math.Min(known.NumberOfColumns, count); c++)
        {
            Replace(vectors, known, c);
        }

        return vectors;
    }

    /// <summary>Puts a known vector in the place of a random one. It is centred; one without length tells nothing.</summary>
    private static void Replace(DenseMatrix vectors, DenseMatrix known, int column)
    {
        int n = vectors.NumberOfRows;
        double mean = 0, largest = 0;
        for (int row = 0; row < n; row++)
        {
            mean += known[row, column] / n;
            largest = Math.Max(largest, Math.Abs(known[row, column]));
        }

        for (int row = 0; row < n && largest > 0; row++)
        {
            vectors[row, column] = known[row, column] - mean;
        }
    }
}
