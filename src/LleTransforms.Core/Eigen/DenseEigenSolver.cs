using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// Small problems: a dense singular value decomposition of A, or of M, whose singular vectors are its eigenvectors, on the orthogonal complement of the
/// constant vector, reached by one Householder reflection that maps the constant onto the first axis. Golub and Van Loan, "Matrix Computations",
/// sections 5.1 and 8.6. Cost O(n^3), memory n^2 for the matrix and twice that for its rotations. Runs on the caller's thread alone.
/// </summary>
internal static class DenseEigenSolver
{
    /// <summary>The bottom basis in blocks of four columns, smallest eigenvalue first.</summary>
    public static List<double[]> Run(AlignmentMatrix alignment, int count, FitContext context)
    {
        int n = alignment.Size;
        double[] reflector = Reflection.OfConstant(n);
        (double[] dense, int rowCount) = alignment.OnComplement(reflector, context);
        double[][] bottom = DenseSingularVectors.Smallest(dense, rowCount, n - 1, count, context);
        return Lift(bottom, reflector, n, count);
    }

    private static List<double[]> Lift(double[][] bottom, double[] w, int n, int count)
    {
        List<double[]> blocks = [];
        for (int c = 0; c < count; c++)
        {
            if (c % ColumnBlock.Width == 0)
            {
                blocks.Add(new double[n * ColumnBlock.Width]);
            }

            double dot = 0;
            for (int i = 1; i < n; i++)
            {
                dot += bottom[c][i - 1] * w[i];
            }

            for (int i = 0; i < n; i++)
            {
                blocks[^1][(i * ColumnBlock.Width) + (c % ColumnBlock.Width)] = (i == 0 ? 0 : bottom[c][i - 1]) - (2 * dot * w[i]);
            }
        }

        return blocks;
    }
}
