using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Partial LU of one dense front. Its first p rows and columns are eliminated, and the rest becomes the Schur complement that goes to the
/// parent. Right-looking, blocked twice (8 columns in registers, 128 in cache). Rows are interchanged among the p pivot rows only. A pivot
/// that is still tiny is replaced (static pivoting: Li and Demmel, "SuperLU_DIST", ACM TOMS 29 (2003)). Refinement repairs what that costs.
/// Cost 2 p m^2 - 2 p^2 m + 2 p^3 / 3 flops for a front of m rows.
/// </summary>
internal static unsafe class FrontalLu<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Narrow = FrontalUpdate.Tile;
    private const int Wide = 128;

    /// <summary>Columns of one task right of the pivots.</summary>
    private const int ColumnsPerTask = 256;

    /// <summary>Eliminates the pivots; those below <paramref name="tiny"/> are replaced by it.</summary>
    /// <remarks>
    /// The front has (pivots + border) rows of <paramref name="stride"/> numbers. Row k is swapped with row interchanges[k], in order.
    /// Parallelism is for fronts worth sharing between cores, null keeps to this thread; the result does not depend on it.
    /// </remarks>
    public static void Factor(
        T* front, int pivots, int border, int stride, Span<int> interchanges, T tiny, ParallelOptions? parallelism,
        CancellationToken cancellationToken)
    {
        int rows = pivots + border;
        for (int outer = 0; outer < pivots; outer += Wide)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int outerEnd = Math.Min(outer + Wide, pivots);
            int outerColumns = outerEnd == pivots ? FrontSizes.BorderColumn(pivots) : outerEnd;
            for (int k = outer; k < outerEnd; k += Narrow)
            {
                int width = Math.Min(Narrow, outerEnd - k);
                FactorPanel(front, k, width, pivots, stride, interchanges, tiny);
                SolveStrip(front, k, width, pivots, rows, stride);
                int next = k + Narrow;
                if (next < outerColumns)
                {
                    SolveRows(front, k, width, next, outerColumns, stride);
                    FrontalUpdate.Subtract(
                        At(front, next, k, stride), At(front, k, next, stride), At(front, next, next, stride),
                        rows - next, outerColumns - next, width, new FrontStrides(stride, stride), parallelism);
                }
            }

            EliminateRight(front, outer, outerEnd, outerColumns, stride, parallelism);
            if (outerColumns < stride && rows > outerEnd)
            {
                FrontalUpdate.Subtract(
                    At(front, outerEnd, outer, stride), At(front, outer, outerColumns, stride), At(front, outerEnd, outerColumns, stride),
                    rows - outerEnd, stride - outerColumns, outerEnd - outer, new FrontStrides(stride, stride), parallelism);
            }
        }
    }

    private static T* At(T* front, int row, int column, int stride) => front + ((long)row * stride) + column;

    /// <summary>Eliminates columns [k, k+width) among the pivot rows [k, pivots), choosing the largest pivot of each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FactorPanel(T* front, int k, int width, int pivots, int stride, Span<int> interchanges, T tiny)
    {
        for (int j = k; j < k + width; j++)
        {
            int best = j;
            T largest = T.Abs(*At(front, j, j, stride));
            for (int i = j + 1; i < pivots; i++)
            {
                T candidate = T.Abs(*At(front, i, j, stride));
                if (candidate > largest)
                {
                    (best, largest) = (i, candidate);
                }
            }

            interchanges[j] = best;
            if (best != j)
            {
                Span<T> upper = new(At(front, j, 0, stride), stride), lower = new(At(front, best, 0, stride), stride);
                for (int c = 0; c < stride; c++)
                {
                    (upper[c], lower[c]) = (lower[c], upper[c]);
                }
            }

            T* row = At(front, j, 0, stride);
            if (!(largest >= tiny))
            {
                row[j] = row[j] < T.Zero ? -tiny : tiny;
            }

            T reciprocal = T.One / row[j];
            for (int i = j + 1; i < pivots; i++)
            {
                T* other = At(front, i, 0, stride);
                T factor = other[j] * reciprocal;
                other[j] = factor;
                for (int c = j + 1; c < k + width; c++)
                {
                    other[c] -= factor * row[c];
                }
            }
        }
    }

    /// <summary>L's strip below the pivot rows: F U^-1 with the 8 x 8 inverse of U formed once, so that
    /// each row is one short product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveStrip(T* front, int k, int width, int pivots, int rows, int stride)
    {
        if (rows == pivots)
        {
            return;
        }

        T* inverse = stackalloc T[Narrow * Narrow];
        InvertUpper(At(front, k, k, stride), width, stride, inverse);
        Vector256<T> zero = Vector256<T>.Zero;
        for (int i = pivots; i < rows; i++)
        {
            T* strip = At(front, i, k, stride);
            Vector256<T> low = zero, high = zero;
            for (int j = 0; j < width; j++)
            {
                Vector256<T> x = Vector256.Create(strip[j]);
                low = Simd.MultiplyAdd(x, Vector256.Load(inverse + (j * Narrow)), low);
                if (Vector256<T>.Count < Narrow)
                {
                    high = Simd.MultiplyAdd(x, Vector256.Load(inverse + (j * Narrow) + Vector256<T>.Count), high);
                }
            }

            low.Store(strip);
            if (Vector256<T>.Count < Narrow)
            {
                high.Store(strip + Vector256<T>.Count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InvertUpper(T* upper, int width, int stride, T* inverse)
    {
        new Span<T>(inverse, Narrow * Narrow).Clear();
        for (int column = 0; column < width; column++)
        {
            inverse[(column * Narrow) + column] = T.One / upper[((long)column * stride) + column];
            for (int row = column - 1; row >= 0; row--)
            {
                T sum = T.Zero;
                for (int t = row + 1; t <= column; t++)
                {
                    sum += upper[((long)row * stride) + t] * inverse[(t * Narrow) + column];
                }

                inverse[(row * Narrow) + column] = -sum / upper[((long)row * stride) + row];
            }
        }
    }

    /// <summary>U's rows [k, k+width) right of the panel: the unit lower triangle solved in place, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveRows(T* front, int k, int width, int from, int to, int stride)
    {
        for (int i = k + 1; i < k + width; i++)
        {
            T* target = At(front, i, 0, stride);
            for (int j = k; j < i; j++)
            {
                T* source = At(front, j, 0, stride);
                Vector256<T> factor = Vector256.Create(target[j]);
                for (int c = from; c < to; c += Vector256<T>.Count)
                {
                    Simd.MultiplySubtract(factor, Vector256.Load(source + c), Vector256.Load(target + c)).Store(target + c);
                }
            }
        }
    }

    /// <summary>Finishes U's rows [from, to) right of the wide panel.</summary>
    private static void EliminateRight(T* front, int from, int to, int column, int stride, ParallelOptions? parallelism)
    {
        if (parallelism is null || stride - column <= ColumnsPerTask)
        {
            EliminateColumns(front, from, to, column, stride, stride);
            return;
        }

        ShareRight(front, from, to, column, stride, parallelism);
    }

    /// <summary>Apart from the plain way, for which a closure would be made for nothing.</summary>
    private static void ShareRight(T* front, int from, int to, int column, int stride, ParallelOptions parallelism) =>
        Parallel.For(0, (stride - column + ColumnsPerTask - 1) / ColumnsPerTask, parallelism, t =>
        {
            int first = column + (t * ColumnsPerTask);
            EliminateColumns(front, from, to, first, Math.Min(stride, first + ColumnsPerTask), stride);
        });

    private static void EliminateColumns(T* front, int from, int to, int column, int end, int stride)
    {
        if (column >= end)
        {
            return;
        }

        for (int k = from; k < to; k += Narrow)
        {
            int width = Math.Min(Narrow, to - k);
            SolveRows(front, k, width, column, end, stride);
            int next = k + width;
            if (next < to)
            {
                FrontalUpdate.Subtract(
                    At(front, next, k, stride), At(front, k, column, stride), At(front, next, column, stride),
                    to - next, end - column, width, new FrontStrides(stride, stride), null);
            }
        }
    }
}
