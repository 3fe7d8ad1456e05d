using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Fitting;

/// <summary>Turns eigenvectors into coordinates: unit variance per column, each column's largest entry positive.</summary>
/// <remarks>
/// Roweis &amp; Saul 2000 fix (1/n) Y^T Y = I; unit-norm columns would be of size 1/sqrt(n) and starve a trainer. The sign, which
/// the eigenproblem leaves open, is set so that the entry of largest magnitude (the first of equals) is positive.
/// </remarks>
internal static class Normalization
{
    /// <summary>Scales unit-norm columns of n by sqrt(n), fixes their signs, and lays them out row after row.</summary>
    /// <param name="vectors">d x n, a vector a row.</param>
    /// <returns>Row-major, n rows of d.</returns>
    public static double[] FromUnitVectors(DenseMatrix vectors)
    {
        int componentCount = vectors.NumberOfRows;
        int rowCount = vectors.NumberOfColumns;
        double[] embedding = new double[(long)componentCount * rowCount];
        for (int c = 0; c < componentCount; c++)
        {
            ReadOnlySpan<double> column = vectors.Row(c);
            double scale = Math.Sqrt(rowCount) * SignOfLargest(column);
            for (int row = 0; row < rowCount; row++)
            {
                embedding[(row * componentCount) + c] = scale * column[row];
            }
        }

        return embedding;
    }

    /// <summary>Scales unit-norm columns of n by sqrt(n) and lays them out row after row, in single precision.</summary>
    /// <param name="vectors">g x n, a vector a row.</param>
    /// <returns>Row-major, n rows of g.</returns>
    public static float[] FromFurther(DenseMatrix vectors)
    {
        (int count, int rowCount) = (vectors.NumberOfRows, vectors.NumberOfColumns);
        float[] result = new float[(long)count * rowCount];
        for (int c = 0; c < count; c++)
        {
            ReadOnlySpan<double> column = vectors.Row(c);
            double scale = Math.Sqrt(rowCount) / TensorPrimitives.Norm(column);
            for (int row = 0; row < rowCount && double.IsFinite(scale); row++)
            {
                result[(row * count) + c] = (float)(scale * column[row]);
            }
        }

        return result;
    }

    /// <summary>Centres each column and scales it to unit variance; a column without variance stays 0.</summary>
    public static void ScaleToUnitVariance(FittedEmbedding embedding)
    {
        (double[] mean, double[] scale) = Moments(embedding);
        for (int i = 0; i < embedding.Coordinates.Length; i++)
        {
            int c = i % embedding.NumberOfComponents;
            embedding.Coordinates[i] = (embedding.Coordinates[i] - mean[c]) * scale[c];
        }
    }

    /// <summary>Each column's mean, and the factor that gives it unit variance: 0 for a column without variance.</summary>
    public static (double[] Mean, double[] Scale) Moments(FittedEmbedding embedding)
    {
        int d = embedding.NumberOfComponents;
        int n = embedding.Coordinates.Length / d;
        double[] means = new double[d];
        double[] scales = new double[d];
        for (int c = 0; c < d; c++)
        {
            double mean = 0;
            for (int row = 0; row < n; row++)
            {
                mean += embedding.Row(row)[c];
            }

            mean /= n;
            double variance = 0;
            for (int row = 0; row < n; row++)
            {
                double deviation = embedding.Row(row)[c] - mean;
                variance += deviation * deviation;
            }

            means[c] = mean;
            scales[c] = ScaleOf(variance, n);
        }

        return (means, scales);
    }

    /// <summary>The factor that gives a column unit variance: 0 for one without variance.</summary>
    /// <param name="squares">The sum of its squared deviations.</param>
    /// <param name="rowCount">n.</param>
    public static double ScaleOf(double squares, int rowCount) => squares > 0 ? 1 / Math.Sqrt(squares / rowCount) : 0;

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
