using System.Numerics.Tensors;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// Turns a basis of the bottom subspace into eigenpairs. For M = A^T A it takes the singular values of A V (Golub and Van Loan, "Matrix
/// Computations", section 8.6). They keep eigenvalues of 1e-14 accurate where V^T M V would drown them. For an assembled M it takes V^T M
/// V. Cost O(nonzeros d + n d^2).
/// </summary>
internal static class RayleighRitz
{
    /// <param name="blocks">Basis vectors, of which only the first <paramref name="count"/> are used.</param>
    /// <param name="alignment">The matrix M.</param>
    /// <param name="count">d.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <returns>Eigenvalues ascending, and their unit vectors, one a row, orthogonal to each other and to the constant.</returns>
    public static (double[] Values, DenseMatrix Vectors) Solve(
        ColumnBlocks blocks, AlignmentMatrix alignment, int count, FitContext context)
    {
        DenseMatrix basis = blocks.ToRows(count);
        OrthonormalizeCentered(basis, context);
        DenseMatrix images = Multiply(alignment.Stored, basis, context);
        (double[] values, DenseMatrix rotation) = alignment.ProjectedPairs(basis, images, context);
        DenseMatrix vectors = new(count, alignment.Size);
        for (int c = 0; c < count; c++)
        {
            context.ThrowIfCancelled();
            Span<double> vector = vectors.Row(c);
            for (int j = 0; j < count; j++)
            {
                TensorPrimitives.MultiplyAdd(basis.Row(j), rotation[j, c], vector, vector);
            }

            TensorPrimitives.Multiply(vector, 1 / TensorPrimitives.Norm<double>(vector), vector);
        }

        return (values, vectors);
    }

    /// <summary>The products of a matrix with all vectors, four at a time.</summary>
    private static DenseMatrix Multiply(SparseMatrix matrix, DenseMatrix basis, FitContext context)
    {
        ColumnBlocks images = ColumnBlocks.FromRows(basis).Convert(block =>
        {
            ColumnBlock image = new(matrix.NumberOfRows);
            matrix.Multiply(block, image, context);
            return image;
        });
        return images.ToRows(basis.NumberOfRows);
    }

    private static void OrthonormalizeCentered(DenseMatrix basis, FitContext context)
    {
        for (int c = 0; c < basis.NumberOfRows; c++)
        {
            context.ThrowIfCancelled();
            Span<double> vector = basis.Row(c);
            for (int pass = 0; pass < 2; pass++)
            {
                TensorPrimitives.Subtract(vector, TensorPrimitives.Sum<double>(vector) / vector.Length, vector);
                for (int j = 0; j < c; j++)
                {
                    TensorPrimitives.MultiplyAdd(basis.Row(j), -TensorPrimitives.Dot<double>(basis.Row(j), vector), vector, vector);
                }

                TensorPrimitives.Multiply(vector, 1 / TensorPrimitives.Norm<double>(vector), vector);
            }
        }
    }
}
