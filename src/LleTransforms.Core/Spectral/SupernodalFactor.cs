using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.Spectral;

/// <summary>
/// The stored factors of a matrix of symmetric structure and the triangular solves with them, for blocks of four right-hand sides at a time.
/// Each supernode of p pivots and b border rows keeps three row-major panels: the p x p pivot block (unit lower and upper triangle together),
/// the b x p part of L below it, and the b x p transpose of the part of U to its right. Cost of a solve: 8 flops a stored number.
/// </summary>
/// <remarks>Solves are safe for one caller at a time. Four columns stand interleaved in a row, one vector register each row.</remarks>
internal sealed class SupernodalFactor
{
    /// <summary>Right-hand sides solved together.</summary>
    public const int Width = 4;

    private const int ChunkLength = 1 << 24;

    private readonly double[][] _chunks;
    private readonly int[] _chunkOf;
    private readonly int[] _offsets;
    private readonly SubtreeSchedule _schedule;
    private double[] _work = [];

    public SupernodalFactor(SupernodalStructure structure, SubtreeSchedule schedule)
    {
        Structure = structure;
        _schedule = schedule;
        Interchanges = new int[structure.FirstPivots[structure.Count]];
        _chunkOf = new int[structure.Count];
        _offsets = new int[structure.Count];
        List<int> lengths = [];
        long used = long.MaxValue / 2;
        for (int s = 0; s < structure.Count; s++)
        {
            long length = PanelLength(structure, s);
            if (used + length > ChunkLength)
            {
                lengths.Add(0);
                used = 0;
            }

            _chunkOf[s] = lengths.Count - 1;
            _offsets[s] = (int)used;
            used += length;
            lengths[^1] = checked((int)used);
        }

        _chunks = lengths.ConvertAll(l => GC.AllocateUninitializedArray<double>(l)).ToArray();
    }

    public SupernodalStructure Structure { get; }

    /// <summary>Pivot row k of its supernode was swapped with row Interchanges[first + k] of the same supernode, in order.</summary>
    public int[] Interchanges { get; }

    /// <summary>Numbers stored for supernode s.</summary>
    public static long PanelLength(SupernodalStructure structure, int supernode)
    {
        long pivots = structure.PivotCount(supernode);
        return pivots * (pivots + (2L * structure.BorderCount(supernode)));
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

    /// <summary>Solves A X = B (or A^T X = B) in place; rows of the block in the matrix's own order, four columns interleaved.</summary>
    public void Solve(double[] block, bool transposed, FitContext context)
    {
        int n = Interchanges.Length;
        int[] order = Structure.Tree.Order;
        if (_work.Length < n * (long)Width)
        {
            _work = new double[(long)n * Width];
        }

        double[] work = _work;
        Permute(block, work, order, gather: true, context);
        Forward(work, transposed, context);
        Backward(work, transposed, context);
        Permute(work, block, order, gather: false, context);
    }

    private static void Permute(double[] source, double[] target, int[] order, bool gather, FitContext context)
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

    private void Forward(double[] x, bool transposed, FitContext context)
    {
        double[][] external = new double[_schedule.Subtrees.Count][];
        Parallel.For(0, external.Length, context.Parallelism, t =>
        {
            context.ThrowIfCancelled();
            (int first, int root) = _schedule.Subtrees[t];
            int end = Structure.FirstPivots[root + 1];
            ReadOnlySpan<int> outside = Structure.Border(root);
            double[] sums = new double[outside.Length * Width];
            for (int s = first; s <= root; s++)
            {
                SolvePivotsForward(s, x, transposed);
                SubtractBorder(s, x, transposed, end, outside, sums);
            }

            external[t] = sums;
        });

        for (int t = 0; t < external.Length; t++)
        {
            ReadOnlySpan<int> outside = Structure.Border(_schedule.Subtrees[t].Root);
            for (int i = 0; i < outside.Length; i++)
            {
                AddRow(x, outside[i], external[t], i);
            }
        }

        foreach (int s in _schedule.Top)
        {
            context.ThrowIfCancelled();
            SolvePivotsForward(s, x, transposed);
            SubtractBorder(s, x, transposed, int.MaxValue, default, []);
        }
    }

    private void Backward(double[] x, bool transposed, FitContext context)
    {
        for (int k = _schedule.Top.Count - 1; k >= 0; k--)
        {
            context.ThrowIfCancelled();
            SolvePivotsBackward(_schedule.Top[k], x, transposed);
        }

        Parallel.For(0, _schedule.Subtrees.Count, context.Parallelism, t =>
        {
            context.ThrowIfCancelled();
            (int first, int root) = _schedule.Subtrees[t];
            for (int s = root; s >= first; s--)
            {
                SolvePivotsBackward(s, x, transposed);
            }
        });
    }

    private static void AddRow(double[] x, int row, double[] sums, int i)
    {
        ref double target = ref MemoryMarshal.GetArrayDataReference(x);
        ref double source = ref MemoryMarshal.GetArrayDataReference(sums);
        nuint at = (nuint)row * Width;
        (Vector256.LoadUnsafe(ref target, at) + Vector256.LoadUnsafe(ref source, (nuint)i * Width)).StoreUnsafe(ref target, at);
    }

    /// <summary>The pivots' own triangle of the first factor: P^T L (plain) or U^T (transposed).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolvePivotsForward(int s, double[] x, bool transposed)
    {
        int first = Structure.FirstPivots[s], pivots = Structure.PivotCount(s);
        ref double block = ref MemoryMarshal.GetReference(PivotBlock(s));
        ref double rows = ref x[(long)first * Width];
        if (!transposed)
        {
            for (int k = 0; k < pivots; k++)
            {
                int other = Interchanges[first + k];
                if (other != k)
                {
                    Vector256<double> a = Vector256.LoadUnsafe(ref rows, (nuint)k * Width);
                    Vector256.LoadUnsafe(ref rows, (nuint)other * Width).StoreUnsafe(ref rows, (nuint)k * Width);
                    a.StoreUnsafe(ref rows, (nuint)other * Width);
                }
            }
        }

        for (int i = 0; i < pivots; i++)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref rows, (nuint)i * Width);
            nuint at = transposed ? (nuint)i : (nuint)i * (nuint)pivots;
            nuint step = transposed ? (nuint)pivots : 1;
            for (int j = 0; j < i; j++, at += step)
            {
                sum = Simd.MultiplySubtract(
                    Vector256.Create(Unsafe.Add(ref block, at)),
                    Vector256.LoadUnsafe(ref rows, (nuint)j * Width), sum);
            }

            if (transposed)
            {
                sum /= Vector256.Create(Unsafe.Add(ref block, at));
            }

            sum.StoreUnsafe(ref rows, (nuint)i * Width);
        }
    }

    /// <summary>Carries the solved pivots into the rows below: within the subtree into x, above its end into the subtree's own sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SubtractBorder(int s, double[] x, bool transposed, int end, ReadOnlySpan<int> outside, double[] sums)
    {
        int pivots = Structure.PivotCount(s);
        ReadOnlySpan<int> border = Structure.Border(s);
        ref double panel = ref MemoryMarshal.GetReference(transposed ? UpperPanel(s) : LowerPanel(s));
        ref double source = ref x[(long)Structure.FirstPivots[s] * Width];
        ref double inside = ref MemoryMarshal.GetArrayDataReference(x);
        ref double above = ref MemoryMarshal.GetArrayDataReference(sums);
        int match = 0;
        for (int i = 0; i < border.Length; i++)
        {
            Vector256<double> even = Vector256<double>.Zero, odd = Vector256<double>.Zero;
            nuint at = (nuint)i * (nuint)pivots;
            int j = 0;
            for (; j + 1 < pivots; j += 2)
            {
                even = Simd.MultiplySubtract(
                    Vector256.Create(Unsafe.Add(ref panel, at + (nuint)j)),
                    Vector256.LoadUnsafe(ref source, (nuint)j * Width), even);
                odd = Simd.MultiplySubtract(
                    Vector256.Create(Unsafe.Add(ref panel, at + (nuint)j + 1)),
                    Vector256.LoadUnsafe(ref source, (nuint)(j + 1) * Width), odd);
            }

            if (j < pivots)
            {
                even = Simd.MultiplySubtract(
                    Vector256.Create(Unsafe.Add(ref panel, at + (nuint)j)),
                    Vector256.LoadUnsafe(ref source, (nuint)j * Width), even);
            }

            int row = border[i];
            ref double target = ref inside;
            nuint to = (nuint)row * Width;
            if (row >= end)
            {
                // Both lists ascend, so one pass over the subtree root's border finds every row.
                while (outside[match] != row)
                {
                    match++;
                }

                target = ref above;
                to = (nuint)match * Width;
            }

            (Vector256.LoadUnsafe(ref target, to) + (even + odd)).StoreUnsafe(ref target, to);
        }
    }

    /// <summary>Subtracts what the rows below contribute, then solves the second factor's triangle: U (plain) or L^T P (transposed).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolvePivotsBackward(int s, double[] x, bool transposed)
    {
        int first = Structure.FirstPivots[s], pivots = Structure.PivotCount(s);
        ref double rows = ref x[(long)first * Width];
        GatherBorder(s, x, transposed);
        ref double block = ref MemoryMarshal.GetReference(PivotBlock(s));
        for (int i = pivots - 1; i >= 0; i--)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref rows, (nuint)i * Width);
            for (int j = i + 1; j < pivots; j++)
            {
                nuint at = transposed ? ((nuint)j * (nuint)pivots) + (nuint)i : ((nuint)i * (nuint)pivots) + (nuint)j;
                sum = Simd.MultiplySubtract(
                    Vector256.Create(Unsafe.Add(ref block, at)),
                    Vector256.LoadUnsafe(ref rows, (nuint)j * Width), sum);
            }

            if (!transposed)
            {
                sum /= Vector256.Create(Unsafe.Add(ref block, ((nuint)i * (nuint)pivots) + (nuint)i));
            }

            sum.StoreUnsafe(ref rows, (nuint)i * Width);
        }

        if (transposed)
        {
            for (int k = pivots - 1; k >= 0; k--)
            {
                int other = Interchanges[first + k];
                if (other != k)
                {
                    Vector256<double> a = Vector256.LoadUnsafe(ref rows, (nuint)k * Width);
                    Vector256.LoadUnsafe(ref rows, (nuint)other * Width).StoreUnsafe(ref rows, (nuint)k * Width);
                    a.StoreUnsafe(ref rows, (nuint)other * Width);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherBorder(int s, double[] x, bool transposed)
    {
        int pivots = Structure.PivotCount(s);
        ReadOnlySpan<int> border = Structure.Border(s);
        ref double panel = ref MemoryMarshal.GetReference(transposed ? LowerPanel(s) : UpperPanel(s));
        ref double rows = ref x[(long)Structure.FirstPivots[s] * Width];
        ref double all = ref MemoryMarshal.GetArrayDataReference(x);
        for (int j = 0; j < pivots; j += Width)
        {
            int count = Math.Min(Width, pivots - j);
            Vector256<double> s0 = Vector256<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
            for (int i = 0; i < border.Length; i++)
            {
                Vector256<double> value = Vector256.LoadUnsafe(ref all, (nuint)border[i] * Width);
                ref double entry = ref Unsafe.Add(ref panel, ((nuint)i * (nuint)pivots) + (nuint)j);
                s0 = Simd.MultiplyAdd(Vector256.Create(entry), value, s0);
                if (count > 1)
                {
                    s1 = Simd.MultiplyAdd(Vector256.Create(Unsafe.Add(ref entry, 1)), value, s1);
                }

                if (count > 2)
                {
                    s2 = Simd.MultiplyAdd(Vector256.Create(Unsafe.Add(ref entry, 2)), value, s2);
                }

                if (count > 3)
                {
                    s3 = Simd.MultiplyAdd(Vector256.Create(Unsafe.Add(ref entry, 3)), value, s3);
                }
            }

            for (int c = 0; c < count; c++)
            {
                Vector256<double> sum = c switch { 0 => s0, 1 => s1, 2 => s2, _ => s3 };
                nuint at = (nuint)(j + c) * Width;
                (Vector256.LoadUnsafe(ref rows, at) - sum).StoreUnsafe(ref rows, at);
            }
        }
    }
}
