using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Eigen;

/// <summary>
/// The linear form of an alignment problem: the projection P (D x d) of centred features X with X^T M X P = X^T X P L for the smallest L,
/// scaled so that the columns of X P have unit norm.
/// </summary>
/// <remarks>
/// He, Cai, Yan &amp; Zhang 2005 ("Neighborhood preserving embedding", ICCV), equation 8; Zhang, Yang, Zhao &amp; Ge 2007 ("Linear local tangent
/// space alignment", Neurocomputing 70), equation 11. X is first reduced to its rank r (<see cref="Whitening"/>): X = U S V^T, and
/// U^T M U Q = U^T U Q L is solved in r dimensions, P = V S^-1 Q. Cost n D min(n, D) + min(n, D)^3 for the reduction, n r (D + k) + n r^2 for the
/// problem; memory 80 r^2 and 8 D r bytes. The bits do not depend on the number of threads.
/// </remarks>
internal sealed class LinearAlignment
{
    private const int Width = ColumnBlock.Width;

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
        var whitening = Whitening.Compute(new DeviationRows(features), context);
        int rank = whitening.Rank;
        if (count > rank)
        {
            const LleOptionName Option = LleOptionName.NumberOfComponents;
            throw new LleMessage(
                $"{Option} is {count}, but the features have rank {rank}; a linear method gives at most {rank} components.")
                .In(text => new ArgumentOutOfRangeException(Option.ToString(), count, text));
        }

        double[] gram = whitening.SquareOf(null, context);
        double[] reduced = alignment.Quadratic(whitening, context);

        // U^T U is the identity but for rounding; its Cholesky factor takes that rounding out of the result.
        DenseCholesky factor = DenseCholesky.TryFactor(gram, rank, context)
            ?? throw new ArithmeticException(
                $"The features' {rank} directions are not independent to working precision; fewer components do not help.");
        SolveRows(factor, reduced, rank, context);
        Transpose(reduced, rank);
        SolveRows(factor, reduced, rank, context);

        // The smallest eigenvalues are the largest of the negative matrix.
        for (int i = 0; i < rank; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                reduced[(i * rank) + j] = reduced[(j * rank) + i] = -(reduced[(i * rank) + j] + reduced[(j * rank) + i]) / 2;
            }
        }

        var eigen = new SmallSymmetricEigen(rank, context);
        eigen.Decompose(reduced, rank);
        eigen.FindLargestVectors(count);
        double[] eigenvalues = [.. Enumerable.Range(0, count).Select(i => Math.Max(0, -eigen.Values[rank - 1 - i]))];
        return new LinearAlignment(whitening.Apply(Vectors(eigen, factor, count)), whitening.Rows.Mean, eigenvalues);
    }

    /// <summary>Each row x becomes F^-1 x.</summary>
    private static void SolveRows(DenseCholesky factor, double[] rows, int size, FitContext context) =>
        Parallel.For(0, (size + Width - 1) / Width, context.Parallelism, group =>
        {
            int first = group * Width;
            int count = Math.Min(Width, size - first);
            double[] block = new double[size * Width];
            for (int c = 0; c < count; c++)
            {
                for (int i = 0; i < size; i++)
                {
                    block[(i * Width) + c] = rows[((first + c) * size) + i];
                }
            }

            factor.SolveLower(block);
            for (int c = 0; c < count; c++)
            {
                for (int i = 0; i < size; i++)
                {
                    rows[((first + c) * size) + i] = block[(i * Width) + c];
                }
            }
        });

    private static void Transpose(double[] matrix, int size)
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (matrix[(i * size) + j], matrix[(j * size) + i]) = (matrix[(j * size) + i], matrix[(i * size) + j]);
            }
        }
    }

    /// <summary>Q = F^-T times the eigenvectors of the smallest eigenvalues.</summary>
    private static double[][] Vectors(SmallSymmetricEigen eigen, DenseCholesky factor, int count)
    {
        double[][] vectors = new double[count][];
        for (int c = 0; c < count; c++)
        {
            ReadOnlySpan<double> vector = eigen.LargestVector(c);
            double[] block = new double[vector.Length * Width];
            for (int i = 0; i < vector.Length; i++)
            {
                block[i * Width] = vector[i];
            }

            factor.SolveUpper(block);
            vectors[c] = [.. Enumerable.Range(0, vector.Length).Select(i => block[i * Width])];
        }

        return vectors;
    }
}
