using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <content>The triangular solves: subtrees side by side, then the supernodes above them, and back.</content>
internal sealed unsafe partial class SupernodalFactor
{
    private const int Width = ColumnBlock.Width;

    /// <summary>Solves A X = B (or A^T X = B) in place; rows of the block in the matrix's own order.</summary>
    public void Solve(ColumnBlock block, bool transposed, RunContext context)
    {
        int n = Interchanges.Length;
        int[] order = Structure.Tree.Order;
        if (_work.Length < n * (long)Width)
        {
            _work = new double[(long)n * Width];
        }

        double[] work = _work;
        Permute(block.Values, work, order, gather: true, context);
        Forward(work, transposed, context);
        Backward(work, transposed || _isSymmetric, context);
        Permute(work, block.Values, order, gather: false, context);
    }

    private static void Permute(double[] source, double[] target, int[] order, bool gather, RunContext context)
    {
        const int RowsPerBlock = 16384;
        int n = order.Length;
        Parallel.For(0, (n + RowsPerBlock - 1) / RowsPerBlock, context.Parallelism, t =>
        {
            ref double from = ref MemoryMarshal.GetArrayDataReference(source);
            ref double to = ref MemoryMarshal.GetArrayDataReference(target);
            int end = Math.Min(n, (t + 1) * RowsPerBlock);
            for (int k = t * RowsPerBlock; k < end; k++)
            {
                nuint here = (nuint)k * Width, there = (nuint)order[k] * Width;
                Vector256.LoadUnsafe(ref from, gather ? there : here).StoreUnsafe(ref to, gather ? here : there);
            }
        });
    }

    private void Forward(double[] x, bool transposed, RunContext context)
    {
        double[][] external = new double[_schedule.Subtrees.Count][];
        Parallel.For(0, external.Length, context.Parallelism, () => new double[_largestBorder * Width], (t, _, products) =>
        {
            context.ThrowIfCancelled();
            (int first, int root) = _schedule.Subtrees[t];
            ReadOnlySpan<int> outside = Structure.Border(root);
            double[] sums = new double[outside.Length * Width];
            fixed (double* all = x, own = sums, scratch = products)
            {
                for (int s = first; s <= root; s++)
                {
                    SolveForward(s, all, transposed, Structure.FirstPivots[root + 1], outside, own, scratch, null);
                }
            }

            external[t] = sums;
            return products;
        }, static _ => { });

        double[] topProducts = new double[_largestBorder * Width];
        fixed (double* all = x, scratch = topProducts)
        {
            for (int t = 0; t < external.Length; t++)
            {
                ReadOnlySpan<int> outside = Structure.Border(_schedule.Subtrees[t].Root);
                fixed (double* sums = external[t])
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
    }

    private void Backward(double[] x, bool transposed, RunContext context)
    {
        fixed (double* all = x)
        {
            for (int k = _schedule.Top.Count - 1; k >= 0; k--)
            {
                context.ThrowIfCancelled();
                SolveBackward(_schedule.Top[k], all, transposed, SharedBy(_schedule.Top[k], context));
            }
        }

        Parallel.For(0, _schedule.Subtrees.Count, context.Parallelism, t =>
        {
            context.ThrowIfCancelled();
            (int first, int root) = _schedule.Subtrees[t];
            fixed (double* all = x)
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
            >= SharedPanelSolve.LeastLength
            ? context.Parallelism
            : null;

    private static void AddRow(double* x, int row, double* sums, int i)
    {
        double* target = x + ((long)row * Width);
        (Vector256.Load(target) + Vector256.Load(sums + ((long)i * Width))).Store(target);
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
    private void SolveForward(
        int s, double* x, bool transposed, int end, ReadOnlySpan<int> outside, double* sums, double* products, ParallelOptions? shared)
    {
        int pivots = Structure.PivotCount(s);
        double* rows = x + ((long)Structure.FirstPivots[s] * Width);
        fixed (double* chunk = _arrays[_layout.ArrayOf[s]])
        {
            double* block = chunk + _layout.Offsets[s];
            ReadOnlySpan<int> border = Structure.Border(s);
            double* panel = block + ((long)pivots * (pivots + (transposed && !_isSymmetric ? border.Length : 0)));
            if (transposed && !_isSymmetric)
            {
                SharedPanelSolve.UpperTransposed(block, pivots, rows, shared);
            }
            else
            {
                Interchange(s, rows, forward: true);
                SharedPanelSolve.Lower(block, pivots, rows, shared);
            }

            SharedPanelSolve.NegatedProduct(panel, border.Length, pivots, rows, products, shared);
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
    private void SolveBackward(int s, double* x, bool transposed, ParallelOptions? shared)
    {
        int pivots = Structure.PivotCount(s);
        double* rows = x + ((long)Structure.FirstPivots[s] * Width);
        fixed (double* chunk = _arrays[_layout.ArrayOf[s]])
        {
            double* block = chunk + _layout.Offsets[s];
            ReadOnlySpan<int> border = Structure.Border(s);
            if (_isSymmetric)
            {
                DivideByPivots(block, pivots, rows);
            }

            double* panel = block + ((long)pivots * (pivots + (transposed ? 0 : border.Length)));
            SharedPanelSolve.SubtractTransposedProduct(panel, border, pivots, x, rows, shared);
            if (transposed)
            {
                SharedPanelSolve.LowerTransposed(block, pivots, rows, shared);
                Interchange(s, rows, forward: false);
            }
            else
            {
                PanelSolve.Upper(block, pivots, rows);
            }
        }
    }

    private static void DivideByPivots(double* block, int pivots, double* rows)
    {
        for (int i = 0; i < pivots; i++)
        {
            double* row = rows + ((long)i * Width);
            (Vector256.Load(row) / Vector256.Create(block[((long)i * pivots) + i])).Store(row);
        }
    }

    private void Interchange(int s, double* rows, bool forward)
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
                double* a = rows + ((long)k * Width);
                double* b = rows + ((long)other * Width);
                Vector256<double> held = Vector256.Load(a);
                Vector256.Load(b).Store(a);
                held.Store(b);
            }
        }
    }
}
