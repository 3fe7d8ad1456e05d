using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The stored factors of a matrix of symmetric structure and the triangular solves with them, for blocks of four right-hand sides at a time.
/// Each supernode of p pivots and b border rows keeps three row-major panels: the p x p pivot block (unit lower and upper triangle together),
/// the b x p part of L below it, and the b x p transpose of the part of U to its right. A symmetric matrix, factored as L D L^T, has no third panel,
/// and D on the diagonal of the pivot block. Cost of a solve: 8 flops a number of L and U.
/// </summary>
/// <remarks>Solves are safe for one caller at a time. Four columns stand interleaved in a row, one vector register each row.</remarks>
internal sealed unsafe class SupernodalFactor : IDisposable
{
    private const int Width = ColumnBlock.Width;
    private const int ChunkLength = 1 << 24;

    private readonly double[][] _chunks;
    private readonly int[] _chunkOf;
    private readonly int[] _offsets;
    private readonly SubtreeSchedule _schedule;
    private double[] _work = [];

    private readonly bool _isSymmetric;
    private readonly int _largestBorder;

    /// <param name="structure">The supernodes.</param>
    /// <param name="schedule">Which of them may be worked on at once.</param>
    /// <param name="isSymmetric">Whether the factors are L D L^T.</param>
    /// <param name="chunkLength">Supernodes share arrays of at most so many numbers; a larger one has its own.</param>
    public SupernodalFactor(SupernodalStructure structure, SubtreeSchedule schedule, bool isSymmetric, int chunkLength = ChunkLength)
    {
        Structure = structure;
        _isSymmetric = isSymmetric;
        _schedule = schedule;
        Interchanges = new int[structure.FirstPivots[structure.Count]];
        _chunkOf = new int[structure.Count];
        _offsets = new int[structure.Count];
        List<int> lengths = [];
        long used = long.MaxValue / 2;
        for (int s = 0; s < structure.Count; s++)
        {
            long length = PanelLength(s);
            _largestBorder = Math.Max(_largestBorder, structure.BorderCount(s));
            if (used + length > chunkLength)
            {
                lengths.Add(0);
                used = 0;
            }

            _chunkOf[s] = lengths.Count - 1;
            _offsets[s] = (int)used;
            used += length;
            lengths[^1] = checked((int)used);
        }

        _chunks = lengths.ConvertAll(BufferPool.RentOrAllocate).ToArray();
    }

    public SupernodalStructure Structure { get; }

    /// <summary>Pivot row k of its supernode was swapped with row Interchanges[first + k] of the same supernode, in order.</summary>
    public int[] Interchanges { get; }

    /// <summary>Gives small factors' memory back to the process; no solve may follow.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _chunks.Length; i++)
        {
            BufferPool.ReturnShared(_chunks[i]);
            _chunks[i] = [];
        }
    }

    public Span<double> PivotBlock(int s)
    {
        int p = Structure.PivotCount(s);
        return _chunks[_chunkOf[s]].AsSpan(_offsets[s], p * p);
    }

    public Span<double> LowerPanel(int s)
    {
        int p = Structure.PivotCount(s), b = Structure.BorderCount(s);
        return _chunks[_chunkOf[s]].AsSpan(_offsets[s] + (p * p), b * p);
    }

    public Span<double> UpperPanel(int s)
    {
        int p = Structure.PivotCount(s), b = Structure.BorderCount(s);
        return _chunks[_chunkOf[s]].AsSpan(_offsets[s] + (p * p) + (b * p), b * p);
    }

    private long PanelLength(int supernode)
    {
        long pivots = Structure.PivotCount(supernode);
        return pivots * (pivots + ((_isSymmetric ? 1L : 2L) * Structure.BorderCount(supernode)));
    }

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
                    SolveForward(s, all, transposed, Structure.FirstPivots[root + 1], outside, own, scratch);
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
                SolveForward(s, all, transposed, int.MaxValue, default, null, scratch);
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
                SolveBackward(_schedule.Top[k], all, transposed);
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
                    SolveBackward(s, all, transposed);
                }
            }
        });
    }

    private static void AddRow(double* x, int row, double* sums, int i)
    {
        double* target = x + ((long)row * Width);
        (Vector256.Load(target) + Vector256.Load(sums + ((long)i * Width))).Store(target);
    }

    /// <summary>The first factor's triangle, P^T L (plain) or U^T (transposed), then what the solved pivots take from the rows below.</summary>
    /// <param name="s">The supernode.</param>
    /// <param name="x">All rows.</param>
    /// <param name="transposed">Whether A^T is solved.</param>
    /// <param name="end">Rows from here on lie outside the subtree: they belong to several threads, so the subtree keeps sums of its own for them.</param>
    /// <param name="outside">The rows outside that the subtree reaches.</param>
    /// <param name="sums">One row for each of them.</param>
    /// <param name="products">Scratch for the border.</param>
    private void SolveForward(int s, double* x, bool transposed, int end, ReadOnlySpan<int> outside, double* sums, double* products)
    {
        int pivots = Structure.PivotCount(s);
        double* rows = x + ((long)Structure.FirstPivots[s] * Width);
        fixed (double* chunk = _chunks[_chunkOf[s]])
        {
            double* block = chunk + _offsets[s];
            ReadOnlySpan<int> border = Structure.Border(s);
            double* panel = block + ((long)pivots * (pivots + (transposed && !_isSymmetric ? border.Length : 0)));
            if (transposed && !_isSymmetric)
            {
                PanelSolve.UpperTransposed(block, pivots, rows);
            }
            else
            {
                Interchange(s, rows, forward: true);
                PanelSolve.Lower(block, pivots, rows);
            }

            PanelSolve.NegatedProduct(panel, border.Length, pivots, rows, products);
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

    /// <summary>Subtracts what the rows below contribute, then solves the second factor's triangle: U (plain) or L^T P (transposed).</summary>
    private void SolveBackward(int s, double* x, bool transposed)
    {
        int pivots = Structure.PivotCount(s);
        double* rows = x + ((long)Structure.FirstPivots[s] * Width);
        fixed (double* chunk = _chunks[_chunkOf[s]])
        {
            double* block = chunk + _offsets[s];
            ReadOnlySpan<int> border = Structure.Border(s);
            if (_isSymmetric)
            {
                DivideByPivots(block, pivots, rows);
            }

            PanelSolve.SubtractTransposedProduct(block + ((long)pivots * (pivots + (transposed ? 0 : border.Length))), border, pivots, x, rows);
            if (transposed)
            {
                PanelSolve.LowerTransposed(block, pivots, rows);
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
