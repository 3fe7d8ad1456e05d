using System.Numerics.Tensors;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The Householder reflection I - 2 w w^T of a dense square matrix (Golub and Van Loan, "Matrix
/// Computations", section 5.1). O(n^2).</summary>
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
    public static void OfRows(DenseMatrix matrix, double[] w, RunContext context)
    {
        for (int i = 0; i < matrix.NumberOfRows; i++)
        {
            context.ThrowIfCancelled();
            Span<double> row = matrix.Row(i);
            TensorPrimitives.MultiplyAdd(w, -2 * TensorPrimitives.Dot<double>(row, w), row, row);
        }
    }

    /// <summary>Each column x becomes x - 2 w (w^T x).</summary>
    public static void OfColumns(DenseMatrix matrix, double[] w, RunContext context)
    {
        double[] sums = new double[w.Length];
        for (int i = 0; i < w.Length; i++)
        {
            context.ThrowIfCancelled();
            TensorPrimitives.MultiplyAdd(matrix.Row(i), w[i], sums, sums);
        }

        for (int i = 0; i < w.Length; i++)
        {
            context.ThrowIfCancelled();
            Span<double> row = matrix.Row(i);
            TensorPrimitives.MultiplyAdd(sums, -2 * w[i], row, row);
        }
    }

    /// <summary>Moves the other columns of the rows from the first wanted one to the front of the same memory.</summary>
    public static DenseMatrix WithoutFirstColumn(DenseMatrix matrix, int firstRow)
    {
        DenseMatrix rest = new(matrix.NumberOfRows - firstRow, matrix.NumberOfColumns - 1, matrix.Values);
        for (int i = 0; i < rest.NumberOfRows; i++)
        {
            matrix.Row(firstRow + i)[1..].CopyTo(rest.Row(i));
        }

        return rest;
    }
}
