using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>G = L L^T of a small dense symmetric positive definite matrix, in place, and the solution of G x = b.</summary>
/// <remarks>
/// Golub &amp; Van Loan, Matrix Computations, algorithm 4.2.1. Cost k^3/3 to factor, 2 k^2 to solve. Row-major. L^T grows row by row. The
/// entries of a row need nothing of each other, and are found side by side. Every entry sums its products in four lanes by position, so
/// that the bits do not depend on the vector width.
/// </remarks>
internal static class SmallCholesky
{
    /// <summary>Reads the upper triangle of G. Overwrites it with L^T, and the lower one with L. False where a pivot is not positive, G
    /// then being left half done.</summary>
    public static bool TryFactor(Span<double> gram, int size)
    {
        for (int j = 0; j < size; j++)
        {
            // Vectors may run over into the lower triangle of the next row, which nobody reads before it is filled.
            Span<double> row = gram[(j * size)..];
            int end = Math.Min(size + j + 1, row.Length);
            int i = j;
            for (; i < size && i <= end - Vector<double>.Count; i += Vector<double>.Count)
            {
                (new Vector<double>(row[i..]) - Products(ref MemoryMarshal.GetReference(gram), size, j, i)).CopyTo(row[i..]);
            }

            for (; i < size; i++)
            {
                row[i] -= Product(gram, size, j, i);
            }

            if (!(row[j] > 0))
            {
                return false;
            }

            row[j] = Math.Sqrt(row[j]);
            Divide(row[(j + 1)..size], row[j]);
        }

        for (int i = 1; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                gram[(i * size) + j] = gram[(j * size) + i];
            }
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

    /// <summary>Inner products of column j of L^T, above its diagonal, with as many columns from column i on as a vector holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Products(ref double gram, nint size, nint j, nint i)
    {
        ref double factor = ref Unsafe.Add(ref gram, j);
        ref double column = ref Unsafe.Add(ref gram, i);
        Vector<double> sum0 = Vector<double>.Zero;
        Vector<double> sum1 = Vector<double>.Zero;
        Vector<double> sum2 = Vector<double>.Zero;
        Vector<double> sum3 = Vector<double>.Zero;
        nint m = 0;
        for (; m <= j - 4; m += 4)
        {
            sum0 += Vector.LoadUnsafe(ref column) * factor;
            sum1 += Vector.LoadUnsafe(ref Unsafe.Add(ref column, size)) * Unsafe.Add(ref factor, size);
            sum2 += Vector.LoadUnsafe(ref Unsafe.Add(ref column, 2 * size)) * Unsafe.Add(ref factor, 2 * size);
            sum3 += Vector.LoadUnsafe(ref Unsafe.Add(ref column, 3 * size)) * Unsafe.Add(ref factor, 3 * size);
            column = ref Unsafe.Add(ref column, 4 * size);
            factor = ref Unsafe.Add(ref factor, 4 * size);
        }

        Vector<double> sum = (sum0 + sum1) + (sum2 + sum3);
        for (; m < j; m++)
        {
            sum += Vector.LoadUnsafe(ref column) * factor;
            column = ref Unsafe.Add(ref column, size);
            factor = ref Unsafe.Add(ref factor, size);
        }

        return sum;
    }

    /// <summary>The same for column i alone.</summary>
    private static double Product(ReadOnlySpan<double> gram, int size, int j, int i)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int at = 0;
        int end = j * size;
        for (; at <= end - (4 * size); at += 4 * size)
        {
            sum0 += gram[at + i] * gram[at + j];
            sum1 += gram[at + size + i] * gram[at + size + j];
            sum2 += gram[at + (2 * size) + i] * gram[at + (2 * size) + j];
            sum3 += gram[at + (3 * size) + i] * gram[at + (3 * size) + j];
        }

        double sum = (sum0 + sum1) + (sum2 + sum3);
        for (; at < end; at += size)
        {
            sum += gram[at + i] * gram[at + j];
        }

        return sum;
    }

    private static void Divide(Span<double> values, double divisor)
    {
        int i = 0;
        Vector<double> divisors = new(divisor);
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(values[i..]) / divisors).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] /= divisor;
        }
    }
}
