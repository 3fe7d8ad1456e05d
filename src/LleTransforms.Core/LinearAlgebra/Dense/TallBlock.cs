using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>
/// Products of tall row-major blocks (n rows, a few dozen columns, widths that are multiples of 8): Gram matrices and small combinations.
/// Reductions run over fixed blocks of rows, added in order, so the bits do not depend on the number of threads. Cost 2 n a b flops each.
/// </summary>
internal static class TallBlock
{
    private const int RowsPerBlock = 512;

    /// <summary>Few enough that a wide block's rows stay in a core's cache while columns are paired.</summary>
    private const int RowsPerWideBlock = 64;

    /// <summary>The most groups of four rows times a b in a block. They are some tens of milliseconds' work, and a cancelled fit waits for
    /// no more.</summary>
    private const long MostProductsPerBlock = 1L << 25;
    private const int Lanes = 8;

    /// <summary>X^T Y, a x b.</summary>
    public static DenseMatrix Gram(DenseMatrix x, DenseMatrix y, RunContext context)
    {
        int n = x.NumberOfRows, a = x.NumberOfColumns, b = y.NumberOfColumns;
        int blocks = (n + RowsPerBlock - 1) / RowsPerBlock;
        double[] partial = new double[(long)blocks * a * b];
        Parallel.For(0, blocks, context.Parallelism, t =>
        {
            int from = t * RowsPerBlock, to = Math.Min(n, from + RowsPerBlock);
            Span<double> target = partial.AsSpan(t * a * b, a * b);
            for (int i = 0; i < a; i += 4)
            {
                for (int j = 0; j < b; j += Lanes)
                {
                    GramTile(x.Values, a, i, y.Values, b, j, from, to, target);
                }
            }
        });

        double[] sum = new double[a * b];
        for (int t = 0; t < blocks; t++)
        {
            TensorPrimitives.Add(sum, partial.AsSpan(t * a * b, a * b), sum);
        }

        return new DenseMatrix(a, b, sum);
    }

    /// <summary>Adds X^T Y to the sum's upper triangle. Both are a wide, for widths of hundreds and thousands, and the product is
    /// symmetric.</summary>
    public static void AddWideGram(DenseMatrix x, DenseMatrix y, DenseMatrix sum, RunContext context)
    {
        int n = x.NumberOfRows, a = x.NumberOfColumns;
        for (int start = 0; start < n; start += RowsPerWideBlock)
        {
            int from = start, to = Math.Min(n, start + RowsPerWideBlock);
            Parallel.For(0, a / Lanes, context.Parallelism, strip =>
            {
                for (int i = strip * Lanes; i < (strip + 1) * Lanes; i += 4)
                {
                    for (int j = strip * Lanes; j < a; j += Lanes)
                    {
                        GramTile(x.Values, a, i, y.Values, a, j, from, to, sum.Values);
                    }
                }
            });
        }
    }

    /// <summary>Y += X C. No sum runs over rows, so the bits do not depend on how many a thread takes at once.</summary>
    public static void AddProduct(DenseMatrix x, DenseMatrix c, DenseMatrix y, RunContext context) =>
        Multiply(x, c, y, adds: true, context);

    /// <summary>Y = X C, to the bit what is added to zeros.</summary>
    public static void Product(DenseMatrix x, DenseMatrix c, DenseMatrix y, RunContext context) =>
        Multiply(x, c, y, adds: false, context);

    private static void Multiply(DenseMatrix x, DenseMatrix c, DenseMatrix y, bool adds, RunContext context)
    {
        int n = x.NumberOfRows, a = x.NumberOfColumns, b = y.NumberOfColumns;
        int rows = (int)Math.Clamp(MostProductsPerBlock / ((long)a * b), 1, RowsPerBlock / 4) * 4;
        int blocks = (n + rows - 1) / rows;
        Parallel.For(0, blocks, context.Parallelism, t =>
        {
            int from = t * rows, to = Math.Min(n, from + rows);
            if (!adds)
            {
                y.Values.AsSpan(from * b, (to - from) * b).Clear();
            }

            for (int j = 0; j < b; j += Lanes)
            {
                int row = from;
                for (; row + 4 <= to; row += 4)
                {
                    ProductTile(x.Values, a, c.Values, y.Values, b, j, row);
                }

                for (; row < to; row++)
                {
                    ProductRow(x.Values, a, c.Values, y.Values, b, j, row);
                }
            }
        });
    }

    /// <summary>Subtracts the mean of every column.</summary>
    public static void Center(DenseMatrix x, RunContext context)
    {
        int n = x.NumberOfRows, width = x.NumberOfColumns;
        int blocks = (n + RowsPerBlock - 1) / RowsPerBlock;
        double[] partial = new double[(long)blocks * width];
        Parallel.For(0, blocks, context.Parallelism, t =>
        {
            Span<double> sums = partial.AsSpan(t * width, width);
            for (int row = t * RowsPerBlock; row < Math.Min(n, (t + 1) * RowsPerBlock); row++)
            {
                TensorPrimitives.Add(sums, x.Row(row), sums);
            }
        });

        double[] means = new double[width];
        for (int t = 0; t < blocks; t++)
        {
            TensorPrimitives.Add(means, partial.AsSpan(t * width, width), means);
        }

        TensorPrimitives.Divide(means, n, means);
        Parallel.For(0, blocks, context.Parallelism, t =>
        {
            for (int row = t * RowsPerBlock; row < Math.Min(n, (t + 1) * RowsPerBlock); row++)
            {
                TensorPrimitives.Subtract(x.Row(row), means, x.Row(row));
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(ref double data, long at) => Vector256.LoadUnsafe(ref data, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GramTile(double[] x, int a, int i, double[] y, int b, int j, int from, int to, Span<double> target)
    {
        ref double left = ref MemoryMarshal.GetArrayDataReference(x);
        ref double right = ref MemoryMarshal.GetArrayDataReference(y);
        Vector256<double> s00 = Vector256<double>.Zero, s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
        for (int row = from; row < to; row++)
        {
            ref double values = ref Unsafe.Add(ref left, ((nint)row * a) + i);
            Vector256<double> y0 = Load(ref right, ((long)row * b) + j), y1 = Load(ref right, ((long)row * b) + j + 4);
            Vector256<double> v = Vector256.Create(values);
            s00 = Simd.MultiplyAdd(v, y0, s00);
            s01 = Simd.MultiplyAdd(v, y1, s01);
            v = Vector256.Create(Unsafe.Add(ref values, 1));
            s10 = Simd.MultiplyAdd(v, y0, s10);
            s11 = Simd.MultiplyAdd(v, y1, s11);
            v = Vector256.Create(Unsafe.Add(ref values, 2));
            s20 = Simd.MultiplyAdd(v, y0, s20);
            s21 = Simd.MultiplyAdd(v, y1, s21);
            v = Vector256.Create(Unsafe.Add(ref values, 3));
            s30 = Simd.MultiplyAdd(v, y0, s30);
            s31 = Simd.MultiplyAdd(v, y1, s31);
        }

        Add(s00, s01, target[((i * b) + j)..]);
        Add(s10, s11, target[(((i + 1) * b) + j)..]);
        Add(s20, s21, target[(((i + 2) * b) + j)..]);
        Add(s30, s31, target[(((i + 3) * b) + j)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<double> left, Vector256<double> right, Span<double> target)
    {
        (Vector256.Create<double>(target) + left).CopyTo(target);
        (Vector256.Create<double>(target[4..]) + right).CopyTo(target[4..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductTile(double[] x, int a, double[] c, double[] y, int b, int j, int row)
    {
        ref double left = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), (nint)row * a);
        ref double middle = ref MemoryMarshal.GetArrayDataReference(c);
        ref double result = ref MemoryMarshal.GetArrayDataReference(y);
        long at = ((long)row * b) + j;
        Vector256<double> s00 = Load(ref result, at), s01 = Load(ref result, at + 4);
        Vector256<double> s10 = Load(ref result, at + b), s11 = Load(ref result, at + b + 4);
        Vector256<double> s20 = Load(ref result, at + (2L * b)), s21 = Load(ref result, at + (2L * b) + 4);
        Vector256<double> s30 = Load(ref result, at + (3L * b)), s31 = Load(ref result, at + (3L * b) + 4);
        for (int k = 0; k < a; k++)
        {
            Vector256<double> c0 = Load(ref middle, (k * b) + j), c1 = Load(ref middle, (k * b) + j + 4);
            Vector256<double> v = Vector256.Create(Unsafe.Add(ref left, k));
            s00 = Simd.MultiplyAdd(v, c0, s00);
            s01 = Simd.MultiplyAdd(v, c1, s01);
            v = Vector256.Create(Unsafe.Add(ref left, a + k));
            s10 = Simd.MultiplyAdd(v, c0, s10);
            s11 = Simd.MultiplyAdd(v, c1, s11);
            v = Vector256.Create(Unsafe.Add(ref left, (2 * a) + k));
            s20 = Simd.MultiplyAdd(v, c0, s20);
            s21 = Simd.MultiplyAdd(v, c1, s21);
            v = Vector256.Create(Unsafe.Add(ref left, (3 * a) + k));
            s30 = Simd.MultiplyAdd(v, c0, s30);
            s31 = Simd.MultiplyAdd(v, c1, s31);
        }

        s00.StoreUnsafe(ref result, (nuint)at);
        s01.StoreUnsafe(ref result, (nuint)(at + 4));
        s10.StoreUnsafe(ref result, (nuint)(at + b));
        s11.StoreUnsafe(ref result, (nuint)(at + b + 4));
        s20.StoreUnsafe(ref result, (nuint)(at + (2L * b)));
        s21.StoreUnsafe(ref result, (nuint)(at + (2L * b) + 4));
        s30.StoreUnsafe(ref result, (nuint)(at + (3L * b)));
        s31.StoreUnsafe(ref result, (nuint)(at + (3L * b) + 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductRow(double[] x, int a, double[] c, double[] y, int b, int j, int row)
    {
        ref double middle = ref MemoryMarshal.GetArrayDataReference(c);
        ref double result = ref MemoryMarshal.GetArrayDataReference(y);
        long at = ((long)row * b) + j;
        Vector256<double> s0 = Load(ref result, at), s1 = Load(ref result, at + 4);
        for (int k = 0; k < a; k++)
        {
            Vector256<double> v = Vector256.Create(x[((long)row * a) + k]);
            s0 = Simd.MultiplyAdd(v, Load(ref middle, (k * b) + j), s0);
            s1 = Simd.MultiplyAdd(v, Load(ref middle, (k * b) + j + 4), s1);
        }

        s0.StoreUnsafe(ref result, (nuint)at);
        s1.StoreUnsafe(ref result, (nuint)(at + 4));
    }

    /// <summary>Which columns hold nothing but zeros; the first row of others tells.</summary>
    public static bool[] EmptyColumns(DenseMatrix block)
    {
        bool[] empty = new bool[block.NumberOfColumns];
        for (int c = 0; c < empty.Length; c++)
        {
            int i = 0;
            while (i < block.NumberOfRows && block[i, c] == 0)
            {
                i++;
            }

            empty[c] = i == block.NumberOfRows;
        }

        return empty;
    }
}
