using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The inner kernel of the frontal factorisations: C -= A B on row-major blocks of one dense front.
/// Register blocking as Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008), without packing: fronts
/// are padded so that every column range starts and ends on a multiple of 8 doubles. Cost 2 rows columns depth flops.
/// </summary>
internal static unsafe class FrontalUpdate
{
    /// <summary>Columns of one register tile; the alignment that fronts keep.</summary>
    public const int Tile = 8;

    /// <summary>A multiple of the rows of either register tile.</summary>
    private const int RowsPerTask = 48;
    private const double ParallelThreshold = 1e6;

    /// <summary>C[rows, columns] -= A[rows, depth] B[depth, columns].</summary>
    public static void Subtract(double* a, double* b, double* c, int rows, int columns, int depth, FrontStrides strides, ParallelOptions? parallelism) =>
        Subtract(a, b, c, rows, columns, depth, strides, isLower: false, parallelism);

    /// <summary>C -= A B, of which only the lower triangle of the square C is wanted; up to 15 entries right of the diagonal are changed too.</summary>
    public static void SubtractLower(double* a, double* b, double* c, int rows, int depth, FrontStrides strides, ParallelOptions? parallelism) =>
        Subtract(a, b, c, rows, rows, depth, strides, isLower: true, parallelism);

    private static void Subtract(
        double* a, double* b, double* c, int rows, int columns, int depth, FrontStrides strides, bool isLower, ParallelOptions? parallelism)
    {
        if (parallelism is null || (double)rows * columns * depth < ParallelThreshold)
        {
            SubtractRows(a, b, c, 0, rows, columns, depth, strides, isLower, Vector512.IsHardwareAccelerated);
            return;
        }

        nint pa = (nint)a, pb = (nint)b, pc = (nint)c;
        int tasks = (rows + RowsPerTask - 1) / RowsPerTask;
        Parallel.For(0, tasks, parallelism, t =>
        {
            // The last rows of a triangle are the longest: they go first.
            int from = (isLower ? tasks - 1 - t : t) * RowsPerTask;
            SubtractRows(
                (double*)pa, (double*)pb, (double*)pc, from, Math.Min(rows, from + RowsPerTask), columns, depth, strides, isLower, Vector512.IsHardwareAccelerated);
        });
    }

    /// <summary>The rows [from, to) of an update, with tiles of 6 x 16 where registers of 512 bits are wide enough, else of 4 x 8.</summary>
    public static void SubtractRows(
        double* a, double* b, double* c, int from, int to, int columns, int depth, FrontStrides strides, bool isLower, bool isWide)
    {
        int end = isLower ? Math.Min(columns, to) : columns;
        int column = 0;
        if (isWide)
        {
            // A triangle's rows are padded, so that its last tile may be a whole one.
            for (; column + (2 * Tile) <= end || (isLower && column < end); column += 2 * Tile)
            {
                SubtractWideColumn(a, b + column, c + column, isLower ? FirstRow(from, column) : from, to, depth, strides);
            }
        }

        for (; column < end; column += Tile)
        {
            SubtractColumn(a, b + column, c + column, isLower ? FirstRow(from, column) : from, to, depth, strides);
        }
    }

    private static int FirstRow(int from, int column) => Math.Max(from, column);

    /// <summary>The 16 columns at b and c, for the rows [from, to).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractWideColumn(double* a, double* b, double* c, int from, int to, int depth, FrontStrides strides)
    {
        int row = from;
        for (; row + 6 <= to; row += 6)
        {
            SixByTwo512(a + ((long)row * strides.Front), b, c + ((long)row * strides.Front), depth, strides);
        }

        for (; row < to; row++)
        {
            OneByTwo(a + ((long)row * strides.Front), b, c + ((long)row * strides.Front), depth, strides.Right);
        }
    }

    /// <summary>The 8 columns at b and c, for the rows [from, to).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractColumn(double* a, double* b, double* c, int from, int to, int depth, FrontStrides strides)
    {
        int row = from;
        for (; row + 4 <= to; row += 4)
        {
            FourByTwo256(a + ((long)row * strides.Front), b, c + ((long)row * strides.Front), depth, strides);
        }

        for (; row < to; row++)
        {
            OneByOne(a + ((long)row * strides.Front), b, c + ((long)row * strides.Front), depth, strides.Right);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixByTwo512(double* a, double* b, double* c, int depth, FrontStrides strides)
    {
        long stride = strides.Front, step = strides.Right;
        Vector512<double> c00 = Vector512.Load(c), c01 = Vector512.Load(c + 8);
        Vector512<double> c10 = Vector512.Load(c + stride), c11 = Vector512.Load(c + stride + 8);
        Vector512<double> c20 = Vector512.Load(c + (2 * stride)), c21 = Vector512.Load(c + (2 * stride) + 8);
        Vector512<double> c30 = Vector512.Load(c + (3 * stride)), c31 = Vector512.Load(c + (3 * stride) + 8);
        Vector512<double> c40 = Vector512.Load(c + (4 * stride)), c41 = Vector512.Load(c + (4 * stride) + 8);
        Vector512<double> c50 = Vector512.Load(c + (5 * stride)), c51 = Vector512.Load(c + (5 * stride) + 8);
        double* a3 = a + (3 * stride);
        for (int k = 0; k < depth; k++)
        {
            Vector512<double> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 8);
            Vector512<double> x = Vector512.Create(a[k]);
            c00 = Simd.MultiplySubtract(x, b0, c00);
            c01 = Simd.MultiplySubtract(x, b1, c01);
            x = Vector512.Create(a[k + stride]);
            c10 = Simd.MultiplySubtract(x, b0, c10);
            c11 = Simd.MultiplySubtract(x, b1, c11);
            x = Vector512.Create(a[k + (2 * stride)]);
            c20 = Simd.MultiplySubtract(x, b0, c20);
            c21 = Simd.MultiplySubtract(x, b1, c21);
            x = Vector512.Create(a3[k]);
            c30 = Simd.MultiplySubtract(x, b0, c30);
            c31 = Simd.MultiplySubtract(x, b1, c31);
            x = Vector512.Create(a3[k + stride]);
            c40 = Simd.MultiplySubtract(x, b0, c40);
            c41 = Simd.MultiplySubtract(x, b1, c41);
            x = Vector512.Create(a3[k + (2 * stride)]);
            c50 = Simd.MultiplySubtract(x, b0, c50);
            c51 = Simd.MultiplySubtract(x, b1, c51);
            b += step;
        }

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + stride);
        c11.Store(c + stride + 8);
        c20.Store(c + (2 * stride));
        c21.Store(c + (2 * stride) + 8);
        c30.Store(c + (3 * stride));
        c31.Store(c + (3 * stride) + 8);
        c40.Store(c + (4 * stride));
        c41.Store(c + (4 * stride) + 8);
        c50.Store(c + (5 * stride));
        c51.Store(c + (5 * stride) + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByTwo256(double* a, double* b, double* c, int depth, FrontStrides strides)
    {
        long stride = strides.Front, step = strides.Right;
        Vector256<double> c00 = Vector256.Load(c), c01 = Vector256.Load(c + 4);
        Vector256<double> c10 = Vector256.Load(c + stride), c11 = Vector256.Load(c + stride + 4);
        Vector256<double> c20 = Vector256.Load(c + (2 * stride)), c21 = Vector256.Load(c + (2 * stride) + 4);
        Vector256<double> c30 = Vector256.Load(c + (3 * stride)), c31 = Vector256.Load(c + (3 * stride) + 4);
        for (int k = 0; k < depth; k++)
        {
            Vector256<double> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 4);
            Vector256<double> x = Vector256.Create(a[k]);
            c00 = Simd.MultiplySubtract(x, b0, c00);
            c01 = Simd.MultiplySubtract(x, b1, c01);
            x = Vector256.Create(a[k + stride]);
            c10 = Simd.MultiplySubtract(x, b0, c10);
            c11 = Simd.MultiplySubtract(x, b1, c11);
            x = Vector256.Create(a[k + (2 * stride)]);
            c20 = Simd.MultiplySubtract(x, b0, c20);
            c21 = Simd.MultiplySubtract(x, b1, c21);
            x = Vector256.Create(a[k + (3 * stride)]);
            c30 = Simd.MultiplySubtract(x, b0, c30);
            c31 = Simd.MultiplySubtract(x, b1, c31);
            b += step;
        }

        c00.Store(c);
        c01.Store(c + 4);
        c10.Store(c + stride);
        c11.Store(c + stride + 4);
        c20.Store(c + (2 * stride));
        c21.Store(c + (2 * stride) + 4);
        c30.Store(c + (3 * stride));
        c31.Store(c + (3 * stride) + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByOne(double* a, double* b, double* c, int depth, long step)
    {
        Vector256<double> c0 = Vector256.Load(c), c1 = Vector256.Load(c + 4);
        for (int k = 0; k < depth; k++)
        {
            Vector256<double> x = Vector256.Create(a[k]);
            c0 = Simd.MultiplySubtract(x, Vector256.Load(b), c0);
            c1 = Simd.MultiplySubtract(x, Vector256.Load(b + 4), c1);
            b += step;
        }

        c0.Store(c);
        c1.Store(c + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneByTwo(double* a, double* b, double* c, int depth, long step)
    {
        Vector512<double> c0 = Vector512.Load(c), c1 = Vector512.Load(c + 8);
        for (int k = 0; k < depth; k++)
        {
            Vector512<double> x = Vector512.Create(a[k]);
            c0 = Simd.MultiplySubtract(x, Vector512.Load(b), c0);
            c1 = Simd.MultiplySubtract(x, Vector512.Load(b + 8), c1);
            b += step;
        }

        c0.Store(c);
        c1.Store(c + 8);
    }
}

/// <summary>Doubles from one row to the next: of the front, where A and C of an update lie, and of B.</summary>
internal readonly record struct FrontStrides(int Front, int Right);
