using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// The linear form of an alignment problem. It finds the projection P (D x d) of centred features X. P solves X^T M X P = X^T X P L for the
/// smallest L, scaled so that the columns of X P have unit norm.
/// </summary>
/// <remarks>
/// He, Cai, Yan &amp; Zhang 2005 ("Neighborhood preserving embedding", ICCV), equation 8; Zhang, Yang, Zhao &amp; Ge 2007 ("Linear local
/// tangent space alignment", Neurocomputing 70), equation 11. First X is reduced to its rank r (<see cref="Whitening"/>), X = U S V^T. Then
/// U^T M U Q = U^T U Q L is solved in r dimensions, and P = V S^-1 Q. Cost n D min(n, D) + min(n, D)^3 for the reduction, and n r (D + k) +
/// n r^2 for the problem. Memory 80 r^2 + 8 D r bytes. The bits do not depend on the number of threads.
/// </remarks>
internal sealed class LinearAlignment
{
    private LinearAlignment(DenseMatrix axes, double[] mean, double[] eigenvalues)
    {
        Axes = axes;
        Mean = mean;
        Eigenvalues = eigenvalues;
    }

    /// <summary>P^T, d x D: what each component is projected on is a row.</summary>
    public DenseMatrix Axes { get; }

    /// <summary>Ascending, d of them.</summary>
    public double[] Eigenvalues { get; }

    /// <summary>The features' column means, to be subtracted before the projection: near 0, but not
    /// exactly where equal rows count once.</summary>
    public double[] Mean { get; }

    /// <summary>Bytes of a solve.</summary>
    public static double Bytes(double rowCount, int columnCount)
    {
        double size = Math.Min(columnCount, rowCount);
        return size * ((80 * size) + (8.0 * columnCount));
    }

    /// <param name="features">X, n x D.</param>
    /// <param name="alignment">M, n x n.</param>
    /// <param name="count">d.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <param name="orFewer">Whether the rank may give fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException">d is above the features' rank.</exception>
    public static LinearAlignment Solve(
        CenteredFeatures features, AlignmentMatrix alignment, int count, FitContext context, bool orFewer = false)
    {
        var whitening = Whitening.Compute(new DeviationRows(features), context);
        int rank = whitening.Rank;
        count = orFewer ? Math.Min(count, rank) : count;
        if (count > rank)
        {
            const LleOptionName Option = LleOptionName.NumberOfComponents;
            throw new LleMessage(
                $"{Option} is {count}, but the features have rank {rank}; a linear method gives at most {rank} components.")
                .In(text => new ArgumentOutOfRangeException(Option.ToString(), count, text));
        }

        DenseMatrix gram = whitening.SquareOf(null, context);
        DenseMatrix reduced = alignment.Quadratic(whitening, context);

        // U^T U is the identity except for rounding. Its Cholesky factor takes that rounding out of the result.
        DenseCholesky factor = DenseCholesky.TryFactor(gram, context)
            ?? throw new ArithmeticException(
                $"The features' {rank} directions are not independent to working precision; fewer components do not help.");
        ForRows(reduced, factor.SolveLower, context);
        Transpose(reduced);
        ForRows(reduced, factor.SolveLower, context);

        // The smallest eigenvalues are the largest of the negative matrix.
        for (int i = 0; i < rank; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                reduced[i, j] = reduced[j, i] = -(reduced[i, j] + reduced[j, i]) / 2;
            }
        }

        var eigen = new SmallSymmetricEigen(rank, context);
        eigen.Decompose(reduced.Values, rank);
        eigen.FindLargestVectors(count);
        double[] eigenvalues = [.. Enumerable.Range(0, count).Select(i => Math.Max(0, -eigen.Values[rank - 1 - i]))];

        // Q is F^-T times the eigenvectors of the smallest eigenvalues.
        DenseMatrix vectors = eigen.LargestVectors(count);
        ForRows(vectors, factor.SolveUpper, context);
        return new LinearAlignment(whitening.Apply(vectors), whitening.Rows.Mean, eigenvalues);
    }

    /// <summary>Each row of a matrix becomes what a solve makes of it, four rows at a time.</summary>
    private static void ForRows(DenseMatrix rows, Action<ColumnBlock> solve, FitContext context) =>
        Parallel.For(0, (rows.NumberOfRows + ColumnBlock.Width - 1) / ColumnBlock.Width, context.Parallelism, group =>
        {
            ColumnBlock block = ColumnBlock.FromRows(rows, group * ColumnBlock.Width);
            solve(block);
            block.CopyToRows(rows, group * ColumnBlock.Width);
        });

    private static void Transpose(DenseMatrix square)
    {
        for (int i = 0; i < square.NumberOfRows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (square[i, j], square[j, i]) = (square[j, i], square[i, j]);
            }
        }
    }
}
