using LleTransforms.Features;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Spectral;

/// <summary>
/// The linear form of an alignment problem: the projection P (D x d) of centred features X with X^T M X P = X^T X P L for the smallest L,
/// scaled so that the columns of X P have unit norm.
/// </summary>
/// <remarks>
/// He, Cai, Yan &amp; Zhang 2005 ("Neighborhood preserving embedding", ICCV), equation 8; Zhang, Yang, Zhao &amp; Ge 2007 ("Linear local tangent
/// space alignment", Neurocomputing 70), equation 11. X is first reduced to its rank r: X = U S V^T, and U^T M U Q = U^T U Q L is solved in r
/// dimensions, P = V S^-1 Q. Directions whose variance is below 1e-12 of the first (constant columns, D &gt; n) take no part.
/// Cost n D min(n, D) + min(n, D)^3 for the reduction, n r (D + k) + n r^2 for the problem; memory r^2 and D r.
/// </remarks>
internal sealed class LinearAlignment
{
    private const double NegligibleVariance = 1e-12;
    private const int RowsInBlock = 512;

    private LinearAlignment(Matrix<double> projection, double[] mean, double[] eigenvalues)
    {
        Projection = projection;
        Mean = mean;
        Eigenvalues = eigenvalues;
    }

    /// <summary>D x d.</summary>
    public Matrix<double> Projection { get; }

    /// <summary>Ascending, d of them.</summary>
    public double[] Eigenvalues { get; }

    /// <summary>The features' column means, to be subtracted before the projection: near 0, but not exactly where equal rows count once.</summary>
    public double[] Mean { get; }

    /// <param name="features">X, n x D.</param>
    /// <param name="alignment">M, n x n.</param>
    /// <param name="count">d.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <exception cref="ArgumentOutOfRangeException">d is above the features' rank.</exception>
    public static LinearAlignment Solve(CenteredFeatures features, AlignmentMatrix alignment, int count, FitContext context)
    {
        double[] mean = ColumnMeans(features);
        Matrix<double> whitening = Whitening(features, mean, context);
        int rank = whitening.ColumnCount;
        if (count > rank)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"NumberOfComponents is {count}, but the features have rank {rank}; a linear method gives at most {rank} components.");
        }

        Matrix<double> gram = Quadratic(features, mean, whitening, null, context);
        Matrix<double> cost = Quadratic(features, mean, whitening, alignment, context);

        // U^T U is the identity but for rounding; its Cholesky factor takes that rounding out of the result.
        Matrix<double> factor = gram.Cholesky().Factor;
        Matrix<double> half = factor.Solve(cost);
        Matrix<double> reduced = factor.Solve(half.Transpose());
        reduced = (reduced + reduced.Transpose()) / 2;
        var eigen = reduced.Evd(Symmetricity.Symmetric);
        Matrix<double> vectors = factor.Transpose().Solve(eigen.EigenVectors.SubMatrix(0, rank, 0, count));
        double[] eigenvalues = [.. eigen.EigenValues.Take(count).Select(value => Math.Max(0, value.Real))];
        return new LinearAlignment(whitening * vectors, mean, eigenvalues);
    }

    private static double[] ColumnMeans(CenteredFeatures features)
    {
        double[] mean = new double[features.ColumnCount];
        for (int row = 0; row < features.RowCount; row++)
        {
            ReadOnlySpan<float> values = features.Row(row);
            for (int c = 0; c < mean.Length; c++)
            {
                mean[c] += values[c];
            }
        }

        for (int c = 0; c < mean.Length; c++)
        {
            mean[c] /= features.RowCount;
        }

        return mean;
    }

    /// <summary>V S^-1 (D x r), so that X V S^-1 = U has orthonormal columns.</summary>
    private static Matrix<double> Whitening(CenteredFeatures features, double[] mean, FitContext context)
    {
        int n = features.RowCount;
        int columnCount = features.ColumnCount;
        bool wide = columnCount > n;
        Matrix<double> product = wide ? RowGram(features, mean) : ColumnScatter(features, mean, context);
        var eigen = product.Evd(Symmetricity.Symmetric);
        context.ThrowIfCancelled();
        double largest = eigen.EigenValues[product.RowCount - 1].Real;
        var columns = new List<Vector<double>>();
        for (int i = product.RowCount - 1; i >= 0; i--)
        {
            double variance = eigen.EigenValues[i].Real;
            if (!(variance > NegligibleVariance * largest))
            {
                break;
            }

            Vector<double> vector = eigen.EigenVectors.Column(i);
            columns.Add(wide
                ? RowBlock(features, mean, 0, n).TransposeThisAndMultiply(vector) / variance
                : vector / Math.Sqrt(variance));
        }

        return Matrix<double>.Build.DenseOfColumnVectors(columns);
    }

    private static Matrix<double> RowGram(CenteredFeatures features, double[] mean)
    {
        Matrix<double> rows = RowBlock(features, mean, 0, features.RowCount);
        return rows.TransposeAndMultiply(rows);
    }

    private static Matrix<double> ColumnScatter(CenteredFeatures features, double[] mean, FitContext context)
    {
        var sum = Matrix<double>.Build.Dense(features.ColumnCount, features.ColumnCount);
        for (int start = 0; start < features.RowCount; start += RowsInBlock)
        {
            context.ThrowIfCancelled();
            Matrix<double> block = RowBlock(features, mean, start, Math.Min(features.RowCount, start + RowsInBlock));
            sum += block.TransposeThisAndMultiply(block);
        }

        return sum;
    }

    private static Matrix<double> RowBlock(CenteredFeatures features, double[] mean, int start, int end) => Matrix<double>.Build.Dense(
        end - start, features.ColumnCount, (row, column) => features.Row(start + row)[column] - mean[column]);

    /// <summary>U^T M U, or U^T U where M is null, summed over blocks of rows in their order.</summary>
    private static Matrix<double> Quadratic(
        CenteredFeatures features, double[] mean, Matrix<double> whitening, AlignmentMatrix? alignment, FitContext context)
    {
        int rank = whitening.ColumnCount;
        var sum = Matrix<double>.Build.Dense(rank, rank);
        for (int start = 0; start < features.RowCount; start += RowsInBlock)
        {
            context.ThrowIfCancelled();
            int end = Math.Min(features.RowCount, start + RowsInBlock);
            Matrix<double> left = RowBlock(features, mean, start, end) * whitening;
            switch (alignment)
            {
                case FactoredAlignment factored:
                    left = Product(factored.Residual, features, mean, start, end) * whitening;
                    sum += left.TransposeThisAndMultiply(left);
                    break;
                case AssembledAlignment assembled:
                    sum += left.TransposeThisAndMultiply(Product(assembled.Matrix, features, mean, start, end) * whitening);
                    break;
                default:
                    sum += left.TransposeThisAndMultiply(left);
                    break;
            }
        }

        return (sum + sum.Transpose()) / 2;
    }

    /// <summary>Rows [start, end) of B X.</summary>
    private static Matrix<double> Product(SparseMatrix matrix, CenteredFeatures features, double[] mean, int start, int end)
    {
        var product = new double[end - start, features.ColumnCount];
        for (int row = start; row < end; row++)
        {
            for (int at = matrix.RowStarts[row]; at < matrix.RowStarts[row + 1]; at++)
            {
                ReadOnlySpan<float> values = features.Row(matrix.Columns[at]);
                double factor = matrix.Values[at];
                for (int c = 0; c < values.Length; c++)
                {
                    product[row - start, c] += factor * (values[c] - mean[c]);
                }
            }
        }

        return Matrix<double>.Build.DenseOfArray(product);
    }
}
