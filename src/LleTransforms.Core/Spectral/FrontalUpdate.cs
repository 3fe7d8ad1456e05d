using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.Spectral;

/// <summary>
/// The inner kernel of the frontal factorisations: C -= A B on row-major blocks of one dense front.
/// Register blocking as Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008), without packing: fronts
/// are padded so that every column range starts and ends on a multiple of 8 doubles. Cost 2 rows columns depth flops.
/// </summary>
internal static unsafe class FrontalUpdate
{
    /// <summary>Columns of one register tile; the alignment that fronts keep.</summary>
    public const int Tile = 8;

    private const int RowsPerTask = 64;
    private const double ParallelThreshold = 4e6;

    /// <summary>C[rows, columns] -= A[rows, depth] B[depth, columns]; all three with the same row stride.</summary>
    public static void Subtract(double* a, double* b, double* c, int rows, int columns, int depth, int stride, ParallelOptions? parallelism)
    {
        if (parallelism is null || (double)rows * columns * depth < ParallelThreshold)
        {
            SubtractRows(a, b, c, rows, columns, depth, stride);
            return;
        }

        nint pa = (nint)a, pb = (nint)b, pc = (nint)c;
        int tasks = (rows + RowsPerTask - 1) / RowsPerTask;
        Parallel.For(0, tasks, parallelism, t =>
        {
            long from = (long)t * RowsPerTask;
            int count = (int)Math.Min(RowsPerTask, rows - from);
            SubtractRows((double*)pa + (from * stride), (double*)pb, (double*)pc + (from * stride), count, columns, depth, stride);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractRows(double* a, double* b, double* c, int rows, int columns, int depth, int stride)
    {
        int column = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; column + (2 * Tile) <= columns; column += 2 * Tile)
            {
                int row = 0;
                for (; row + 6 <= rows; row += 6)
                {
                    SixByTwo512(a + ((long)row * stride), b + column, c + ((long)row * stride) + column, depth, stride);
                }

                for (; row < rows; row++)
                {
                    OneByOne(a + ((long)row * stride), b + column, c + ((long)row * stride) + column, depth, stride);
                    OneByOne(a + ((long)row * stride), b + column + Tile, c + ((long)row * stride) + column + Tile, depth, stride);
                }
            }
        }

        for (; column < columns; column += Tile)
        {
            int row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                FourByTwo256(a + ((long)row * stride), b + column, c + ((long)row * stride) + column, depth, stride);
            }

            for (; row < rows; row++)
            {
                OneByOne(a + ((long)row * stride), b + column, c + ((long)row * stride) + column, depth, stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixByTwo512(double* a, double* b, double* c, int depth, long stride)
    {
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
            b += stride;
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
    private static void FourByTwo256(double* a, double* b, double* c, int depth, long stride)
    {
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
            b += stride;
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
    private static void OneByOne(double* a, double* b, double* c, int depth, long stride)
    {
        Vector256<double> c0 = Vector256.Load(c), c1 = Vector256.Load(c + 4);
        for (int k = 0; k < depth; k++)
        {
            Vector256<double> x = Vector256.Create(a[k]);
            c0 = Simd.MultiplySubtract(x, Vector256.Load(b), c0);
            c1 = Simd.MultiplySubtract(x, Vector256.Load(b + 4), c1);
            b += stride;
        }

        c0.Store(c);
        c1.Store(c + 4);
    }
}
