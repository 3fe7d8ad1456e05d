using System.Numerics.Tensors;

namespace LleTransforms.Spectral;

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
        double[] reflector = ConstantReflector(n);
        bool isFactored = alignment is FactoredAlignment;
        double[] dense = ToDense(isFactored ? ((FactoredAlignment)alignment).Residual : ((AssembledAlignment)alignment).Matrix);
        ReflectRows(dense, reflector, context);
        int firstRow = 0;
        if (!isFactored)
        {
            ReflectColumns(dense, reflector, context);
            firstRow = 1;
        }

        double[][] bottom = DenseSingularVectors.Smallest(WithoutFirstColumn(dense, n, firstRow), n - firstRow, n - 1, count, context);
        return Lift(bottom, reflector, n, count);
    }

    private static double[] ConstantReflector(int n)
    {
        double[] w = new double[n];
        double entry = 1 / Math.Sqrt(n);
        Array.Fill(w, entry);
        w[0] += 1;
        double norm = Math.Sqrt(2 + (2 * entry));
        return Array.ConvertAll(w, x => x / norm);
    }

    private static double[] ToDense(SparseMatrix matrix)
    {
        int n = matrix.ColumnCount;
        double[] dense = new double[checked(matrix.RowCount * n)];
        for (int i = 0; i < matrix.RowCount; i++)
        {
            for (int p = matrix.RowStarts[i]; p < matrix.RowStarts[i + 1]; p++)
            {
                dense[(i * n) + matrix.Columns[p]] = matrix.Values[p];
            }
        }

        return dense;
    }

    /// <summary>Each row x becomes x - 2 (x w) w^T.</summary>
    private static void ReflectRows(double[] matrix, double[] w, FitContext context)
    {
        for (int start = 0; start < matrix.Length; start += w.Length)
        {
            context.ThrowIfCancelled();
            Span<double> row = matrix.AsSpan(start, w.Length);
            TensorPrimitives.MultiplyAdd(w, -2 * TensorPrimitives.Dot<double>(row, w), row, row);
        }
    }

    /// <summary>Each column x becomes x - 2 w (w^T x).</summary>
    private static void ReflectColumns(double[] matrix, double[] w, FitContext context)
    {
        double[] sums = new double[w.Length];
        for (int i = 0; i < w.Length; i++)
        {
            context.ThrowIfCancelled();
            TensorPrimitives.MultiplyAdd(matrix.AsSpan(i * w.Length, w.Length), w[i], sums, sums);
        }

        for (int i = 0; i < w.Length; i++)
        {
            context.ThrowIfCancelled();
            Span<double> row = matrix.AsSpan(i * w.Length, w.Length);
            TensorPrimitives.MultiplyAdd(sums, -2 * w[i], row, row);
        }
    }

    /// <summary>Moves the other columns of the rows from the first wanted one to the front of the same array.</summary>
    private static double[] WithoutFirstColumn(double[] matrix, int n, int firstRow)
    {
        for (int i = firstRow; i < n; i++)
        {
            matrix.AsSpan((i * n) + 1, n - 1).CopyTo(matrix.AsSpan((i - firstRow) * (n - 1)));
        }

        return matrix;
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
