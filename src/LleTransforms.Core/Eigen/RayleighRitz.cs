using System.Numerics.Tensors;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Eigen;

/// <summary>
/// Turns a basis of the bottom subspace into eigenpairs: for M = A^T A by the singular values of A V (Golub and Van Loan, "Matrix Computations",
/// section 8.6), which keeps eigenvalues of 1e-14 accurate where V^T M V would drown them; for an assembled M by V^T M V.
/// Cost O(nonzeros d + n d^2).
/// </summary>
internal static class RayleighRitz
{
    /// <param name="blocks">Basis vectors in blocks of four; only the first <paramref name="count"/> are used.</param>
    /// <param name="alignment">The matrix M.</param>
    /// <param name="count">d.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <returns>Eigenvalues ascending, and their unit vectors, orthogonal to each other and to the constant.</returns>
    public static (double[] Values, double[] Vectors) Solve(List<double[]> blocks, AlignmentMatrix alignment, int count, FitContext context)
    {
        int n = alignment.Size;
        double[][] basis = Separate(blocks, n, count);
        OrthonormalizeCentered(basis, context);
        double[][] images = Multiply(alignment.Stored, basis, context);
        (double[] values, Matrix<double> rotation) = alignment.ProjectedPairs(basis, images, context);
        double[] vectors = new double[(long)n * count];
        for (int c = 0; c < count; c++)
        {
            context.ThrowIfCancelled();
            Span<double> column = vectors.AsSpan(checked(c * n), n);
            for (int j = 0; j < count; j++)
            {
                TensorPrimitives.MultiplyAdd(basis[j], rotation[j, c], column, column);
            }

            TensorPrimitives.Multiply(column, 1 / TensorPrimitives.Norm<double>(column), column);
        }

        return (values, vectors);
    }

    /// <summary>The products of a matrix with all columns.</summary>
    private static double[][] Multiply(SparseMatrix matrix, double[][] basis, FitContext context)
    {
        List<double[]> images = [];
        foreach (double[] block in Interleave(basis, matrix.RowCount))
        {
            double[] image = new double[block.LongLength];
            matrix.Multiply(block, image, ColumnBlock.Width, context);
            images.Add(image);
        }

        return Separate(images, matrix.RowCount, basis.Length);
    }

    private static double[][] Separate(List<double[]> blocks, int n, int count)
    {
        double[][] columns = new double[count][];
        for (int c = 0; c < count; c++)
        {
            double[] block = blocks[c / ColumnBlock.Width];
            double[] column = new double[n];
            for (int i = 0; i < n; i++)
            {
                column[i] = block[((long)i * ColumnBlock.Width) + (c % ColumnBlock.Width)];
            }

            columns[c] = column;
        }

        return columns;
    }

    private static List<double[]> Interleave(double[][] columns, int n)
    {
        List<double[]> blocks = [];
        for (int c = 0; c < columns.Length; c++)
        {
            if (c % ColumnBlock.Width == 0)
            {
                blocks.Add(new double[(long)n * ColumnBlock.Width]);
            }

            for (int i = 0; i < n; i++)
            {
                blocks[^1][((long)i * ColumnBlock.Width) + (c % ColumnBlock.Width)] = columns[c][i];
            }
        }

        return blocks;
    }

    private static void OrthonormalizeCentered(double[][] columns, FitContext context)
    {
        for (int c = 0; c < columns.Length; c++)
        {
            context.ThrowIfCancelled();
            Span<double> column = columns[c];
            for (int pass = 0; pass < 2; pass++)
            {
                TensorPrimitives.Subtract(column, TensorPrimitives.Sum<double>(column) / column.Length, column);
                for (int j = 0; j < c; j++)
                {
                    TensorPrimitives.MultiplyAdd(columns[j], -TensorPrimitives.Dot<double>(columns[j], column), column, column);
                }

                TensorPrimitives.Multiply(column, 1 / TensorPrimitives.Norm<double>(column), column);
            }
        }
    }
}
