using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>
/// Applies M^+ to approximate eigenvectors, where M = A^T A: M^+ x / theta = x + M^+ (x - theta M x) / theta. What is left to solve for is
/// as small as the vectors are good. Its solves may leave what they would leave for the vectors.
/// </summary>
/// <param name="matrix">A.</param>
/// <param name="transpose">A^T.</param>
internal sealed class EigenvectorRefinement(SparseMatrix matrix, SparseMatrix transpose)
{
    /// <summary>With a larger part left to solve for, nothing is won.</summary>
    private const double LargestDefect = 0.1;

    /// <param name="vectors">Approximate eigenvectors first, then columns that nobody needs.</param>
    /// <param name="eigenvalues">Theirs of M^+, up to four.</param>
    /// <param name="apply">Applies M^+ to a block. Its solves leave residuals by the scales they are given, if any.</param>
    /// <param name="context">Threads and cancellation.</param>
    public void Run(
        ColumnBlock vectors, ReadOnlySpan<double> eigenvalues, Action<ColumnBlock, ResidualScales?> apply, RunContext context)
    {
        Span<double> ones = stackalloc double[ColumnBlock.Width], negatives = stackalloc double[ColumnBlock.Width];
        Span<double> reciprocals = stackalloc double[ColumnBlock.Width];
        for (int c = 0; c < eigenvalues.Length; c++)
        {
            (ones[c], negatives[c], reciprocals[c]) = (1, -eigenvalues[c], 1 / eigenvalues[c]);
        }

        ColumnBlock half = new(vectors.NumberOfRows), image = new(vectors.NumberOfRows);
        matrix.Multiply(vectors, half, context);
        transpose.Multiply(half, image, context);
        ResidualScales scales = new(vectors.Norms(context), half.Norms(context));
        for (int c = 0; c < eigenvalues.Length; c++)
        {
            scales.OfSecond[c] *= eigenvalues[c];
        }

        ColumnBlock defect = half;
        Array.Clear(defect.Values);
        defect.AddScaled(Vector256.Create<double>(ones), vectors, context);
        defect.AddScaled(Vector256.Create<double>(negatives), image, context);
        double size = defect.LargestNorm(scales.OfFirst, context);

        // The negation takes NaN for large, as where an eigenvalue is 0 or the rounding of one.
        if (!(size <= LargestDefect))
        {
            apply(vectors, null);
        }
        else if (size > 0)
        {
            apply(defect, scales);
            vectors.AddScaled(Vector256.Create<double>(reciprocals), defect, context);
        }
    }
}

/// <summary>What the residuals of both solves of M^+ are measured by, for each column, where vectors x are solved for in
/// part.</summary>
/// <param name="OfFirst">Norms of x.</param>
/// <param name="OfSecond">Norms of A^+T x.</param>
internal sealed record ResidualScales(double[] OfFirst, double[] OfSecond);
