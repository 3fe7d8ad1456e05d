using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <content>The triangular solves: subtrees side by side, then the supernodes above them, and back.</content>
internal sealed unsafe partial class SupernodalFactor<T>
{
    private const int Width = ColumnBlock.Width;

    /// <summary>Solves A X = B (or A^T X = B) in place; rows of the block in the matrix's own order.</summary>
    public void Solve(ColumnBlock block, bool transposed, RunContext context)
    {
        int n = Interchanges.Length;
        int[] order = Structure.Tree.Order;
        if (_work.Length < n * (long)Width)
        {
            _work = new T[(long)n * Width];
        }

        T[] work = _work;
        Gather(block.Values, work, order, context);
        Forward(work, transposed, context);
        Backward(work, transposed || _isSymmetric, context);
        Scatter(work, block.Values, order, context);
    }

    /// <summary>The rows of a block in the order of the elimination.</summary>
    private static void Gather(double[] block, T[] work, int[] order, RunContext context) =>
        ForRows(order.Length, context, (from, end) =>
        {
            fixed (double* source = block)
            fixed (T* target = work)
            {
                for (int k = from; k < end; k++)
                {
                    FourLanes.From<T>(Vector256.Load(source + ((long)order[k] * Width))).StoreFour(target + ((long)k * Width));
                }
            }
        });

    /// <summary>The rows of a block where they were.</summary>
    private static void Scatter(T[] work, double[] block, int[] order, RunContext context) =>
        ForRows(order.Length, context, (from, end) =>
        {
            fixed (T* source = work)
            fixed (double* target = block)
            {
                for (int k = from; k < end; k++)
                {
                    FourLanes.ToDouble(FourLanes.Load(source + ((long)k * Width))).Store(target + ((long)order[k] * Width));
                }
            }
        });

    private static void ForRows(int count, RunContext context, Action<int, int> work)
    {
        const int RowsPerBlock = 16384;
        Parallel.For(0, (count + RowsPerBlock - 1) / RowsPerBlock, context.Parallelism, t =>
            work(t * RowsPerBlock, Math.Min(count, (t + 1) * RowsPerBlock)));
    }

    private void Forward(T[] x, bool transposed, RunContext context)
    {
        Parallel.ForEach(RunContext.OneByOne(_sumsOutside.Length), context.Parallelism, _products.Rent, (t, _, products) =>
        {
            context.ThrowIfCancelled();
            (int first, int root) = _schedule.Subtrees[t];
            ReadOnlySpan<int> outside = Structure.Border(root);
            T[] sums = _sumsOutside[t] ??= new T[outside.Length * Width];
            Array.Clear(sums);
            fixed (T* all = x, own = sums, scratch = products)
            {
                for (int s = first; s <= root; s++)
                {
                    SolveForward(s, all, transposed, Structure.FirstPivots[root + 1], outside, own, scratch, null);
                }
            }

            return products;
        }, _products.Return);

        T[] topProducts = _products.Rent();
        fixed (T* all = x, scratch = topProducts)
        {
            for (int t = 0; t < _sumsOutside.Length; t++)
            {
                ReadOnlySpan<int> outside = Structure.Border(_schedule.Subtrees[t].Root);
                fixed (T* sums = _sumsOutside[t])
                {
                    for (int i = 0; i < outside.Length; i++)
                    {
                        AddRow(all, outside[i], sums, i);
                    }
                }
            }

            foreach (int s in _schedule.Top)
            {
                context.ThrowIfCancelled();
                SolveForward(s, all, transposed, int.MaxValue, default, null, scratch, SharedBy(s, context));
            }
        }

        _products.Return(topProducts);
    }

    private void Backward(T[] x, bool transposed, RunContext context)
    {
        fixed (T* all = x)
        {
            for (int k = _schedule.Top.Count - 1; k >= 0; k--)
            {
                context.ThrowIfCancelled();
                SolveBackward(_schedule.Top[k], all, transposed, SharedBy(_schedule.Top[k], context));
            }
        }

        Parallel.ForEach(RunContext.OneByOne(_schedule.Subtrees.Count), context.Parallelism, t =>
        {
            context.ThrowIfCancelled();
            (int first, int root) = _schedule.Subtrees[t];
            fixed (T* all = x)
            {
                for (int s = root; s >= first; s--)
                {
                    SolveBackward(s, all, transposed, null);
                }
            }
        });
    }

    /// <summary>How the work of a supernode above the subtrees is shared, null where one thread does it sooner.</summary>
    private ParallelOptions? SharedBy(int s, RunContext context) =>
        context.NumberOfThreads > 1 && (long)Structure.PivotCount(s) * (Structure.PivotCount(s) + Structure.BorderCount(s))
            >= SharedPanelSolve<T>.LeastLength
            ? context.Parallelism
            : null;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(T* x, int row, T* sums, int i)
    {
        T* target = x + ((long)row * Width);
        (FourLanes.Load(target) + FourLanes.Load(sums + ((long)i * Width))).StoreFour(target);
    }

    /// <summary>The first factor's triangle, P^T L (plain) or U^T (transposed), then what solved pivots take from the rows below.</summary>
    /// <param name="s">The supernode.</param>
    /// <param name="x">All rows.</param>
    /// <param name="transposed">Whether A^T is solved.</param>
    /// <param name="end">Rows from here on lie outside the subtree, where other threads work: it keeps sums of its own for them.</param>
    /// <param name="outside">The rows outside that the subtree reaches.</param>
    /// <param name="sums">One row for each of them.</param>
    /// <param name="products">Scratch for the border.</param>
    /// <param name="shared">How its loops run on several threads; null means on this one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveForward(
        int s, T* x, bool transposed, int end, ReadOnlySpan<int> outside, T* sums, T* products, ParallelOptions? shared)
    {
        int pivots = Structure.PivotCount(s);
        T* rows = x + ((long)Structure.FirstPivots[s] * Width);
        fixed (T* chunk = _arrays[_layout.ArrayOf[s]])
        {
            T* block = chunk + _layout.Offsets[s];
            ReadOnlySpan<int> border = Structure.Border(s);
            T* panel = block + ((long)pivots * (pivots + (transposed && !_isSymmetric ? border.Length : 0)));
            if (transposed && !_isSymmetric)
            {
                SharedPanelSolve<T>.UpperTransposed(block, pivots, rows, shared);
            }
            else
            {
                Interchange(s, rows, forward: true);
                SharedPanelSolve<T>.Lower(block, pivots, rows, shared);
            }

            SharedPanelSolve<T>.NegatedProduct(panel, border.Length, pivots, rows, products, shared);
            int match = 0;
            for (int i = 0; i < border.Length; i++)
            {
                int row = border[i];
                if (row < end)
                {
                    AddRow(x, row, products, i);
                    continue;
                }

                // Both lists ascend, so one pass over the subtree root's border finds every row.
                while (outside[match] != row)
                {
                    match++;
                }

                AddRow(sums, match, products, i);
            }
        }
    }

    /// <summary>Subtracts what rows below contribute, then solves the second factor's triangle: U (plain) or L^T P (transposed).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveBackward(int s, T* x, bool transposed, ParallelOptions? shared)
    {
        int pivots = Structure.PivotCount(s);
        T* rows = x + ((long)Structure.FirstPivots[s] * Width);
        fixed (T* chunk = _arrays[_layout.ArrayOf[s]])
        {
            T* block = chunk + _layout.Offsets[s];
            ReadOnlySpan<int> border = Structure.Border(s);
            if (_isSymmetric)
            {
                DivideByPivots(block, pivots, rows);
            }

            T* panel = block + ((long)pivots * (pivots + (transposed ? 0 : border.Length)));
            SharedPanelSolve<T>.SubtractTransposedProduct(panel, border, pivots, x, rows, shared);
            if (transposed)
            {
                SharedPanelSolve<T>.LowerTransposed(block, pivots, rows, shared);
                Interchange(s, rows, forward: false);
            }
            else
            {
                PanelSolve<T>.Upper(block, pivots, rows);
            }
        }
    }

    private static void DivideByPivots(T* block, int pivots, T* rows)
    {
        for (int i = 0; i < pivots; i++)
        {
            T* row = rows + ((long)i * Width);
            (FourLanes.Load(row) / Vector256.Create(block[((long)i * pivots) + i])).StoreFour(row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interchange(int s, T* rows, bool forward)
    {
        if (_isSymmetric)
        {
            return;
        }

        ReadOnlySpan<int> interchanges = Interchanges.AsSpan(Structure.FirstPivots[s], Structure.PivotCount(s));
        for (int step = 0; step < interchanges.Length; step++)
        {
            int k = forward ? step : interchanges.Length - 1 - step;
            int other = interchanges[k];
            if (other != k)
            {
                T* a = rows + ((long)k * Width);
                T* b = rows + ((long)other * Width);
                Vector256<T> held = FourLanes.Load(a);
                FourLanes.Load(b).StoreFour(a);
                held.StoreFour(b);
            }
        }
    }
}
