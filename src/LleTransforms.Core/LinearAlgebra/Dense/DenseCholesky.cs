using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The Cholesky factor F of a dense symmetric positive definite matrix of some thousands of rows, S = F F^T, and solves with
/// it.</summary>
/// <remarks>
/// Golub and Van Loan, "Matrix Computations", section 4.2, by block columns. Each block is updated by all columns before it, four rows by
/// two at a time in registers, then factored. Cost L^3 / 3 multiplications and additions, and 4 L^2 for a solve with four right sides.
/// Memory 8 L^2 bytes. The order of every sum is fixed: the bits do not depend on the number of threads.
/// </remarks>
internal sealed class DenseCholesky
{
    private const int Tile = 64;
    private const int ChunkLength = 256;
    private const int Width = ColumnBlock.Width;

    private readonly double[] _factor;

    private DenseCholesky(double[] factor, int size)
    {
        _factor = factor;
        Size = size;
    }

    public int Size { get; }

    /// <summary>Factors in place.</summary>
    /// <param name="matrix">L x L, of which the lower triangle is read and overwritten.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <returns>The factor; null where the matrix is not positive definite to working precision.</returns>
    public static DenseCholesky? TryFactor(DenseMatrix matrix, RunContext context)
    {
        double[] lower = matrix.Values;
        int size = matrix.NumberOfRows;
        int tileCount = (size + Tile - 1) / Tile;
        for (int column = 0; column < tileCount; column++)
        {
            int first = column * Tile;
            int end = Math.Min(size, first + Tile);
            Parallel.For(column, tileCount, context.Parallelism, tile =>
                Update(lower, size, tile * Tile, Math.Min(size, (tile + 1) * Tile), first, end));
            if (!TryFactorDiagonal(lower, size, first, end))
            {
                return null;
            }

            Parallel.For(column + 1, tileCount, context.Parallelism, tile =>
                SolveRows(lower, size, tile * Tile, Math.Min(size, (tile + 1) * Tile), first, end));
        }

        return new DenseCholesky(lower, size);
    }

    /// <summary>F^-1 X in place, for four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SolveLower(ColumnBlock block)
    {
        ref double x = ref MemoryMarshal.GetArrayDataReference(block.Values);
        ref double f = ref MemoryMarshal.GetArrayDataReference(_factor);
        for (int i = 0; i < Size; i++)
        {
            nuint row = (nuint)i * (nuint)Size;
            Vector256<double> even = Vector256.LoadUnsafe(ref x, (nuint)i * Width);
            Vector256<double> odd = Vector256<double>.Zero;
            nuint j = 0;
            for (; j + 2 <= (nuint)i; j += 2)
            {
                even = Simd.MultiplySubtract(Vector256.Create(Unsafe.Add(ref f, row + j)), Vector256.LoadUnsafe(ref x, j * Width), even);
                odd = Simd.MultiplySubtract(
                    Vector256.Create(Unsafe.Add(ref f, row + j + 1)), Vector256.LoadUnsafe(ref x, (j + 1) * Width), odd);
            }

            if (j < (nuint)i)
            {
                even = Simd.MultiplySubtract(Vector256.Create(Unsafe.Add(ref f, row + j)), Vector256.LoadUnsafe(ref x, j * Width), even);
            }

            ((even + odd) / Vector256.Create(Unsafe.Add(ref f, row + (nuint)i))).StoreUnsafe(ref x, (nuint)i * Width);
        }
    }

    /// <summary>F^-T X in place, for four columns; the factor is still read row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SolveUpper(ColumnBlock block)
    {
        ref double x = ref MemoryMarshal.GetArrayDataReference(block.Values);
        ref double f = ref MemoryMarshal.GetArrayDataReference(_factor);
        for (int i = Size - 1; i >= 0; i--)
        {
            nuint row = (nuint)i * (nuint)Size;
            Vector256<double> solved = Vector256.LoadUnsafe(ref x, (nuint)i * Width) / Vector256.Create(Unsafe.Add(ref f, row + (nuint)i));
            solved.StoreUnsafe(ref x, (nuint)i * Width);
            for (nuint j = 0; j < (nuint)i; j++)
            {
                Simd.MultiplySubtract(Vector256.Create(Unsafe.Add(ref f, row + j)), solved, Vector256.LoadUnsafe(ref x, j * Width))
                    .StoreUnsafe(ref x, j * Width);
            }
        }
    }

    /// <summary>F^T x.</summary>
    public double[] MultiplyUpper(ReadOnlySpan<double> x)
    {
        double[] product = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            Span<double> head = product.AsSpan(0, i + 1);
            TensorPrimitives.MultiplyAdd(_factor.AsSpan(i * Size, i + 1), x[i], head, head);
        }

        return product;
    }

    /// <summary>Subtracts from the entries of some rows and columns the products of the columns before
    /// them, in chunks that stay in the cache.</summary>
    private static void Update(double[] a, int size, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        for (int chunk = 0; chunk < firstColumn; chunk += ChunkLength)
        {
            int length = Math.Min(ChunkLength, firstColumn - chunk);
            for (int column = firstColumn; column < endColumn; column += 2)
            {
                int row = firstRow;
                if (column + 2 <= endColumn)
                {
                    for (; row + 4 <= endRow; row += 4)
                    {
                        UpdateFourByTwo(a, size, row, column, chunk, length);
                    }
                }

                for (; row < endRow; row++)
                {
                    for (int c = column; c < Math.Min(column + 2, endColumn); c++)
                    {
                        a[(row * size) + c] -= TensorPrimitives.Dot<double>(
                            a.AsSpan((row * size) + chunk, length), a.AsSpan((c * size) + chunk, length));
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateFourByTwo(double[] a, int size, int row, int column, int chunk, int length)
    {
        ref double data = ref MemoryMarshal.GetArrayDataReference(a);
        ref double r0 = ref Unsafe.Add(ref data, (nuint)((row * size) + chunk));
        ref double r1 = ref Unsafe.Add(ref r0, size);
        ref double r2 = ref Unsafe.Add(ref r1, size);
        ref double r3 = ref Unsafe.Add(ref r2, size);
        ref double c0 = ref Unsafe.Add(ref data, (nuint)((column * size) + chunk));
        ref double c1 = ref Unsafe.Add(ref c0, size);
        Vector256<double> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default,
            s31 = default;
        for (nuint k = 0; k < (nuint)length; k += 4)
        {
            Vector256<double> left = Vector256.LoadUnsafe(ref c0, k), right = Vector256.LoadUnsafe(ref c1, k);
            Vector256<double> v = Vector256.LoadUnsafe(ref r0, k);
            s00 = Simd.MultiplyAdd(v, left, s00);
            s01 = Simd.MultiplyAdd(v, right, s01);
            v = Vector256.LoadUnsafe(ref r1, k);
            s10 = Simd.MultiplyAdd(v, left, s10);
            s11 = Simd.MultiplyAdd(v, right, s11);
            v = Vector256.LoadUnsafe(ref r2, k);
            s20 = Simd.MultiplyAdd(v, left, s20);
            s21 = Simd.MultiplyAdd(v, right, s21);
            v = Vector256.LoadUnsafe(ref r3, k);
            s30 = Simd.MultiplyAdd(v, left, s30);
            s31 = Simd.MultiplyAdd(v, right, s31);
        }

        int at = (row * size) + column;
        a[at] -= Vector256.Sum(s00);
        a[at + 1] -= Vector256.Sum(s01);
        a[at + size] -= Vector256.Sum(s10);
        a[at + size + 1] -= Vector256.Sum(s11);
        a[at + (2 * size)] -= Vector256.Sum(s20);
        a[at + (2 * size) + 1] -= Vector256.Sum(s21);
        a[at + (3 * size)] -= Vector256.Sum(s30);
        a[at + (3 * size) + 1] -= Vector256.Sum(s31);
    }

    private static bool TryFactorDiagonal(double[] a, int size, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            SolveRow(a, size, i, first, i);
            ReadOnlySpan<double> row = a.AsSpan((i * size) + first, i - first);
            double pivot = a[(i * size) + i] - TensorPrimitives.Dot(row, row);
            if (!(pivot > 0))
            {
                return false;
            }

            a[(i * size) + i] = Math.Sqrt(pivot);
        }

        return true;
    }

    private static void SolveRows(double[] a, int size, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        for (int row = firstRow; row < endRow; row++)
        {
            SolveRow(a, size, row, firstColumn, endColumn);
        }
    }

    private static void SolveRow(double[] a, int size, int row, int firstColumn, int endColumn)
    {
        for (int column = firstColumn; column < endColumn; column++)
        {
            int length = column - firstColumn;
            double dot = TensorPrimitives.Dot<double>(
                a.AsSpan((row * size) + firstColumn, length), a.AsSpan((column * size) + firstColumn, length));
            a[(row * size) + column] = (a[(row * size) + column] - dot) / a[(column * size) + column];
        }
    }
}
