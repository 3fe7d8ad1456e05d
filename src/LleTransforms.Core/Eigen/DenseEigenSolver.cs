using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// Solves small problems by a dense singular value decomposition of A, or of M, whose singular vectors are its eigenvectors. It works on
/// the orthogonal complement of the constant vector. One Householder reflection, which maps the constant onto the first axis, leads there.
/// Golub and Van Loan, "Matrix Computations", sections 5.1 and 8.6. Cost O(n^3), memory n^2 for the matrix and twice that for its
/// rotations. It runs on the caller's thread alone.
/// </summary>
internal static class DenseEigenSolver
{
    /// <summary>The bottom basis, smallest eigenvalue first.</summary>
    public static ColumnBlocks Run(AlignmentMatrix alignment, int count, FitContext context)
    {
        double[] reflector = Reflection.OfConstant(alignment.Size);
        DenseMatrix complement = alignment.OnComplement(reflector, context);
        return ColumnBlocks.FromRows(Lift(DenseSingularVectors.Smallest(complement, count, context), reflector));
    }

    /// <summary>Turns vectors on the complement of the first axis, one a row, into vectors on that of the constant.</summary>
    private static DenseMatrix Lift(DenseMatrix bottom, double[] w)
    {
        DenseMatrix lifted = new(bottom.NumberOfRows, w.Length);
        for (int c = 0; c < lifted.NumberOfRows; c++)
        {
            double dot = 0;
            for (int i = 1; i < w.Length; i++)
            {
                dot += bottom[c, i - 1] * w[i];
            }

            for (int i = 0; i < w.Length; i++)
            {
                lifted[c, i] = (i == 0 ? 0 : bottom[c, i - 1]) - (2 * dot * w[i]);
            }
        }

        return lifted;
    }
}
