using System.Numerics;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>G = L L^T of a small dense symmetric positive definite matrix, in place, and the solution of G x = b.</summary>
/// <remarks>Golub &amp; Van Loan, Matrix Computations, algorithm 4.2.1. Cost k^3/3 to factor, 2 k^2 to
/// solve. Row-major, lower triangle.</remarks>
internal static class SmallCholesky
{
    /// <summary>Overwrites the lower triangle of G with L. False where a pivot is not positive, G then being left half done.</summary>
    public static bool TryFactor(Span<double> gram, int size)
    {
        for (int i = 0; i < size; i++)
        {
            Span<double> rowI = gram.Slice(i * size, i + 1);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> rowJ = gram.Slice(j * size, j + 1);
                rowI[j] = (rowI[j] - Dot(rowI[..j], rowJ)) / rowJ[j];
            }

            double pivot = rowI[i] - Dot(rowI[..i], rowI);
            if (!(pivot > 0))
            {
                return false;
            }

            rowI[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>Overwrites b with the solution x of L L^T x = b.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> b)
    {
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = factor.Slice(i * size, i + 1);
            double sum = b[i];
            for (int m = 0; m < i; m++)
            {
                sum -= row[m] * b[m];
            }

            b[i] = sum / row[i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = factor.Slice(i * size, i + 1);
            double x = b[i] / row[i];
            b[i] = x;
            for (int m = 0; m < i; m++)
            {
                b[m] -= row[m] * x;
            }
        }
    }

    /// <summary>The product over the length of the left side.</summary>
    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Vector<double> lanes = Vector<double>.Zero;
        int m = 0;
        for (; m <= left.Length - Vector<double>.Count; m += Vector<double>.Count)
        {
            lanes += new Vector<double>(left[m..]) * new Vector<double>(right[m..]);
        }

        double sum = Vector.Sum(lanes);
        for (; m < left.Length; m++)
        {
            sum += left[m] * right[m];
        }

        return sum;
    }
}
