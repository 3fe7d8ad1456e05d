using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The inner kernel of the frontal factorisations: C -= A B on row-major blocks of one dense front. Registers are blocked as in Goto and
/// van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008). Packing is left out, since fronts are padded so
/// that every column range starts and ends on a multiple of 8 numbers. Rows are taken in blocks whose part of A stays in the second cache.
/// The next tile of C is on its way while one is worked on. Cost 2 rows columns depth flops.
/// </summary>
internal static unsafe class FrontalUpdate
{
    /// <summary>Columns of one register tile; the alignment that fronts keep.</summary>
    public const int Tile = 8;

    /// <summary>Rows of one block, and of one task: a multiple of the rows of either register tile.</summary>
    private const int RowsPerBlock = 96;
    private const int LineBytes = 64;
    private const double ParallelThreshold = 1e6;

    /// <summary>C[rows, columns] -= A[rows, depth] B[depth, columns].</summary>
    public static void Subtract<T>(
        T* a, T* b, T* c, int rows, int columns, int depth, FrontStrides strides, ParallelOptions? parallelism)
        where T : unmanaged =>
        Subtract(a, b, c, rows, columns, depth, strides, isLower: false, parallelism);

    /// <summary>Subtracts A B from the square C, of which only the lower triangle is wanted. Up to two register tiles right of the diagonal
    /// are changed too.</summary>
    public static void SubtractLower<T>(
        T* a, T* b, T* c, int rows, int depth, FrontStrides strides, ParallelOptions? parallelism)
        where T : unmanaged =>
        Subtract(a, b, c, rows, rows, depth, strides, isLower: true, parallelism);

    private static void Subtract<T>(
        T* a, T* b, T* c, int rows, int columns, int depth, FrontStrides strides, bool isLower, ParallelOptions? parallelism)
        where T : unmanaged
    {
        if (parallelism is null || (double)rows * columns * depth < ParallelThreshold)
        {
            for (int from = 0; from < rows; from += RowsPerBlock)
            {
                SubtractRows(
                    a, b, c, from, Math.Min(rows, from + RowsPerBlock), columns, depth, strides, isLower,
                    Vector512.IsHardwareAccelerated);
            }

            return;
        }

        Share(a, b, c, rows, columns, depth, strides, isLower, parallelism);
    }

    /// <summary>Apart from the plain way, for which a closure would be made for nothing.</summary>
    private static void Share<T>(
        T* a, T* b, T* c, int rows, int columns, int depth, FrontStrides strides, bool isLower, ParallelOptions parallelism)
        where T : unmanaged
    {
        int tasks = (rows + RowsPerBlock - 1) / RowsPerBlock;
        Parallel.For(0, tasks, parallelism, t =>
        {
            // The last rows of a triangle are the longest: they go first.
            int from = (isLower ? tasks - 1 - t : t) * RowsPerBlock;
            SubtractRows(
                a, b, c, from, Math.Min(rows, from + RowsPerBlock), columns, depth, strides, isLower, Vector512.IsHardwareAccelerated);
        });
    }

    /// <summary>Updates the rows [from, to): bands of columns as wide as the widest registers take, then what is left by narrower ones.
    /// </summary>
    public static void SubtractRows<T>(
        T* a, T* b, T* c, int from, int to, int columns, int depth, FrontStrides strides, bool isLower, bool isWide)
        where T : unmanaged
    {
        Band band = new(from, to, isLower ? Math.Min(columns, to) : columns, depth, isLower);
        int column = 0;
        if (typeof(T) == typeof(double))
        {
            double* left = (double*)a, right = (double*)b, target = (double*)c;
            column = isWide ? SubtractBands<Doubles512, double, Vector512<double>>(left, right, target, column, band, strides) : 0;
            SubtractBands<Doubles256, double, Vector256<double>>(left, right, target, column, band with { IsLast = true }, strides);
        }
        else
        {
            float* left = (float*)a, right = (float*)b, target = (float*)c;
            column = isWide ? SubtractBands<Floats512, float, Vector512<float>>(left, right, target, column, band, strides) : 0;
            column = SubtractBands<Floats256, float, Vector256<float>>(left, right, target, column, band, strides);
            SubtractBands<Floats128, float, Vector128<float>>(left, right, target, column, band with { IsLast = true }, strides);
        }
    }

    /// <summary>The whole bands from a column on. The last kind of band, and that of a triangle, may reach beyond the end, where rows are
    /// padded. Returns the first column that is left.</summary>
    private static int SubtractBands<TLanes, TNumber, TVector>(
        TNumber* a, TNumber* b, TNumber* c, int column, Band band, FrontStrides strides)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : unmanaged
        where TVector : struct
    {
        int width = 2 * TLanes.Count;
        for (; column + width <= band.End || ((band.IsLower || band.IsLast) && column < band.End); column += width)
        {
            int first = band.IsLower ? FirstRow(band.From, column) : band.From;
            SubtractColumns<TLanes, TNumber, TVector>(a, b + column, c + column, first, band.To, band.Depth, strides);
        }

        return column;
    }

    private static int FirstRow(int from, int column) => Math.Max(from, column);

    /// <summary>The columns of two vectors at b and c, for the rows [from, to): as many at a time as the registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractColumns<TLanes, TNumber, TVector>(
        TNumber* a, TNumber* b, TNumber* c, int from, int to, int depth, FrontStrides strides)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : unmanaged
        where TVector : struct
    {
        int row = from;
        for (; TLanes.IsWide && row + 6 <= to; row += 6)
        {
            Prefetch(c, row + 6, Math.Min(row + 12, to), strides.Front, 2 * TLanes.Count);
            SubtractSix<TLanes, TNumber, TVector>(a + ((long)row * strides.Front), b, c + ((long)row * strides.Front), depth, strides);
        }

        for (; !TLanes.IsWide && row + 4 <= to; row += 4)
        {
            Prefetch(c, row + 4, Math.Min(row + 8, to), strides.Front, 2 * TLanes.Count);
            SubtractFour<TLanes, TNumber, TVector>(a + ((long)row * strides.Front), b, c + ((long)row * strides.Front), depth, strides);
        }

        for (; row < to; row++)
        {
            SubtractOne<TLanes, TNumber, TVector>(
                a + ((long)row * strides.Front), b, c + ((long)row * strides.Front), depth, strides.Right);
        }
    }

    /// <summary>Rows of a large front lie pages apart, so that no processor sees on its own which come next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TNumber>(TNumber* c, int from, int to, long stride, int columns)
        where TNumber : unmanaged
    {
        for (int row = from; row < to; row++)
        {
            for (int column = 0; column < columns; column += LineBytes / sizeof(TNumber))
            {
                Simd.Prefetch(c + (row * stride) + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractSix<TLanes, TNumber, TVector>(TNumber* a, TNumber* b, TNumber* c, int depth, FrontStrides strides)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : unmanaged
        where TVector : struct
    {
        long stride = strides.Front;
        TNumber* a3 = a + (3 * stride), c3 = c + (3 * stride);
        TileRow<TLanes, TNumber, TVector> row0 = new(c), row1 = new(c + stride), row2 = new(c + (2 * stride));
        TileRow<TLanes, TNumber, TVector> row3 = new(c3), row4 = new(c3 + stride), row5 = new(c3 + (2 * stride));
        for (int k = 0; k < depth; k++, b += strides.Right)
        {
            TVector left = TLanes.Load(b), right = TLanes.Load(b + TLanes.Count);
            row0.Subtract(a[k], left, right);
            row1.Subtract(a[k + stride], left, right);
            row2.Subtract(a[k + (2 * stride)], left, right);
            row3.Subtract(a3[k], left, right);
            row4.Subtract(a3[k + stride], left, right);
            row5.Subtract(a3[k + (2 * stride)], left, right);
        }

        row0.Store(c);
        row1.Store(c + stride);
        row2.Store(c + (2 * stride));
        row3.Store(c3);
        row4.Store(c3 + stride);
        row5.Store(c3 + (2 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractFour<TLanes, TNumber, TVector>(TNumber* a, TNumber* b, TNumber* c, int depth, FrontStrides strides)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : unmanaged
        where TVector : struct
    {
        long stride = strides.Front;
        TileRow<TLanes, TNumber, TVector> row0 = new(c), row1 = new(c + stride), row2 = new(c + (2 * stride)), row3 = new(c + (3 * stride));
        for (int k = 0; k < depth; k++, b += strides.Right)
        {
            TVector left = TLanes.Load(b), right = TLanes.Load(b + TLanes.Count);
            row0.Subtract(a[k], left, right);
            row1.Subtract(a[k + stride], left, right);
            row2.Subtract(a[k + (2 * stride)], left, right);
            row3.Subtract(a[k + (3 * stride)], left, right);
        }

        row0.Store(c);
        row1.Store(c + stride);
        row2.Store(c + (2 * stride));
        row3.Store(c + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractOne<TLanes, TNumber, TVector>(TNumber* a, TNumber* b, TNumber* c, int depth, long step)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : unmanaged
        where TVector : struct
    {
        TileRow<TLanes, TNumber, TVector> row = new(c);
        for (int k = 0; k < depth; k++, b += step)
        {
            row.Subtract(a[k], TLanes.Load(b), TLanes.Load(b + TLanes.Count));
        }

        row.Store(c);
    }

    /// <summary>What bands of columns have in common.</summary>
    /// <param name="From">The first row.</param>
    /// <param name="To">The row after the last.</param>
    /// <param name="End">The column after the last.</param>
    /// <param name="Depth">Columns of A.</param>
    /// <param name="IsLower">Whether only the lower triangle is wanted.</param>
    private readonly record struct Band(int From, int To, int End, int Depth, bool IsLower)
    {
        /// <summary>Whether no narrower bands follow.</summary>
        public bool IsLast { get; init; }
    }

    /// <summary>One row of a register tile: two vectors, which the compiler keeps in registers.</summary>
    private struct TileRow<TLanes, TNumber, TVector>
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : unmanaged
        where TVector : struct
    {
        private TVector _left;
        private TVector _right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TileRow(TNumber* source)
        {
            _left = TLanes.Load(source);
            _right = TLanes.Load(source + TLanes.Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Subtract(TNumber factor, TVector left, TVector right)
        {
            TVector broadcast = TLanes.Broadcast(factor);
            _left = TLanes.MultiplySubtract(broadcast, left, _left);
            _right = TLanes.MultiplySubtract(broadcast, right, _right);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(TNumber* target)
        {
            TLanes.Store(_left, target);
            TLanes.Store(_right, target + TLanes.Count);
        }
    }
}

/// <summary>Numbers from one row to the next: of the front, where A and C of an update lie, and of B.</summary>
internal readonly record struct FrontStrides(int Front, int Right);
