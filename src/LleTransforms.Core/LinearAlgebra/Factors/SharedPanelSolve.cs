using System.Numerics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The steps of <see cref="PanelSolve{T}"/> for a supernode of many pivots, shared by threads. No cache holds its factors, and several
/// threads ask memory for more at once. Triangles go block by block, and what lies beyond a block's own rows is shared. Each number is
/// summed in the order of one thread, so that no bit depends on how many there are. The plain upper triangle alone is left to one thread,
/// since its sums begin with the rows that are solved last.
/// </summary>
/// <remarks>Without parallelism all is left to one thread, and nothing is allocated. A small supernode's solve takes microseconds.
/// </remarks>
internal static unsafe class SharedPanelSolve<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers of a panel from which sharing pays.</summary>
    public const int LeastLength = FactorLayout.OwnLength;

    /// <summary>Rows of a triangle's block.</summary>
    private const int RowsPerBlock = 128;

    /// <summary>Rows of a block that one task sums: a multiple of four.</summary>
    private const int RowsPerTask = 16;

    /// <summary>Rows that one task subtracts a block's or a border's part from: a multiple of four.</summary>
    private const int TargetsPerTask = 256;

    /// <summary>Columns of a border's panel that one task sums: whole cache lines.</summary>
    private const int ColumnsPerTask = 64;
    private const int Width = ColumnBlock.Width;

    /// <inheritdoc cref="PanelSolve{T}.Lower(T*, int, T*)"/>
    public static void Lower(T* block, int p, T* x, ParallelOptions? parallelism)
    {
        if (parallelism is null)
        {
            PanelSolve<T>.Lower(block, p, x);
        }
        else
        {
            ShareLower(block, p, x, parallelism);
        }
    }

    private static void ShareLower(T* block, int p, T* x, ParallelOptions parallelism)
    {
        // Rows that fill no group of four have sums of their own kind, over all rows before them.
        int groups = p & -4;
        for (int from = 0; from < groups; from += RowsPerBlock)
        {
            int before = from, to = Math.Min(groups, from + RowsPerBlock);
            Share(from == 0 ? to : from, to, RowsPerTask, parallelism, (start, end) =>
                PanelSolve<T>.SubtractBefore(block, p, x, start, end, before));
            PanelSolve<T>.Lower(block, p, x, from, to);
        }

        PanelSolve<T>.Lower(block, p, x, groups, p);
    }

    /// <inheritdoc cref="PanelSolve{T}.UpperTransposed(T*, int, T*)"/>
    public static void UpperTransposed(T* block, int p, T* x, ParallelOptions? parallelism)
    {
        if (parallelism is null)
        {
            PanelSolve<T>.UpperTransposed(block, p, x);
        }
        else
        {
            ShareUpperTransposed(block, p, x, parallelism);
        }
    }

    private static void ShareUpperTransposed(T* block, int p, T* x, ParallelOptions parallelism)
    {
        for (int from = 0; from < p; from += RowsPerBlock)
        {
            int first = from, to = Math.Min(p, from + RowsPerBlock);
            PanelSolve<T>.UpperTransposed(block, p, x, from, to);
            Share(to, p, TargetsPerTask, parallelism, (start, end) => PanelSolve<T>.Spread(block, p, x, first, to, start, end));
        }
    }

    /// <inheritdoc cref="PanelSolve{T}.LowerTransposed(T*, int, T*)"/>
    public static void LowerTransposed(T* block, int p, T* x, ParallelOptions? parallelism)
    {
        if (parallelism is null)
        {
            PanelSolve<T>.LowerTransposed(block, p, x);
        }
        else
        {
            ShareLowerTransposed(block, p, x, parallelism);
        }
    }

    private static void ShareLowerTransposed(T* block, int p, T* x, ParallelOptions parallelism)
    {
        int single = p % 4;
        for (int to = p; to > single; to -= RowsPerBlock)
        {
            int last = to, from = Math.Max(single, to - RowsPerBlock);
            PanelSolve<T>.LowerTransposed(block, p, x, from, to);
            Share(0, from, TargetsPerTask, parallelism, (start, end) => PanelSolve<T>.SpreadBack(block, p, x, from, last, start, end));
        }

        PanelSolve<T>.LowerTransposed(block, p, x, 0, single);
    }

    /// <inheritdoc cref="PanelSolve{T}.NegatedProduct"/>
    public static void NegatedProduct(T* panel, int b, int p, T* x, T* result, ParallelOptions? parallelism)
    {
        if (parallelism is null)
        {
            PanelSolve<T>.NegatedProduct(panel, b, p, x, result);
        }
        else
        {
            ShareNegatedProduct(panel, b, p, x, result, parallelism);
        }
    }

    private static void ShareNegatedProduct(T* panel, int b, int p, T* x, T* result, ParallelOptions parallelism)
    {
        Share(0, b, TargetsPerTask, parallelism, (start, end) =>
            PanelSolve<T>.NegatedProduct(panel + ((long)start * p), end - start, p, x, result + ((long)start * Width)));
    }

    /// <inheritdoc cref="PanelSolve{T}.SubtractTransposedProduct(T*, ReadOnlySpan{int}, int, T*, T*)"/>
    public static void SubtractTransposedProduct(
        T* panel, ReadOnlySpan<int> rows, int p, T* all, T* x, ParallelOptions? parallelism)
    {
        if (parallelism is null)
        {
            PanelSolve<T>.SubtractTransposedProduct(panel, rows, p, all, x);
        }
        else
        {
            ShareSubtractTransposedProduct(panel, rows, p, all, x, parallelism);
        }
    }

    private static void ShareSubtractTransposedProduct(
        T* panel, ReadOnlySpan<int> rows, int p, T* all, T* x, ParallelOptions parallelism)
    {
        int count = rows.Length;
        fixed (int* border = rows)
        {
            nint numbers = (nint)border;
            Share(0, p, ColumnsPerTask, parallelism, (start, end) => PanelSolve<T>.SubtractTransposedProduct(
                panel, new ReadOnlySpan<int>((void*)numbers, count), p, all, x, start, end));
        }
    }

    private static void Share(int from, int to, int size, ParallelOptions parallelism, Action<int, int> work)
    {
        if (from < to)
        {
            Parallel.For(0, (to - from + size - 1) / size, parallelism, t =>
            {
                int start = from + (t * size);
                work(start, Math.Min(to, start + size));
            });
        }
    }
}
