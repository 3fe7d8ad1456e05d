using System.Numerics.Tensors;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The Householder reflection I - 2 w w^T of a dense square matrix (Golub and Van Loan, "Matrix Computations", section 5.1). O(n^2).</summary>
internal static class Reflection
{
    /// <summary>The unit vector w whose reflection takes the constant to the first axis.</summary>
    public static double[] OfConstant(int size)
    {
        double[] w = new double[size];
        double entry = 1 / Math.Sqrt(size);
        Array.Fill(w, entry);
        w[0] += 1;
        double norm = Math.Sqrt(2 + (2 * entry));
        return Array.ConvertAll(w, x => x / norm);
    }

    /// <summary>Each row x becomes x - 2 (x w) w^T.</summary>
    public static void OfRows(double[] matrix, double[] w, RunContext context)
    {
        for (int start = 0; start < matrix.Length; start += w.Length)
        {
            context.ThrowIfCancelled();
            Span<double> row = matrix.AsSpan(start, w.Length);
            TensorPrimitives.MultiplyAdd(w, -2 * TensorPrimitives.Dot<double>(row, w), row, row);
        }
    }

    /// <summary>Each column x becomes x - 2 w (w^T x).</summary>
    public static void OfColumns(double[] matrix, double[] w, RunContext context)
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
    public static double[] WithoutFirstColumn(double[] matrix, int size, int firstRow)
    {
        for (int i = firstRow; i < size; i++)
        {
            matrix.AsSpan((i * size) + 1, size - 1).CopyTo(matrix.AsSpan((i - firstRow) * (size - 1)));
        }

        return matrix;
    }
}
