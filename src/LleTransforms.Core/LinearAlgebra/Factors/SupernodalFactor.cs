using System.Numerics;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The stored factors of a matrix of symmetric structure and the triangular solves with them, for blocks of four right-hand sides at a
/// time. Each supernode of p pivots and b border rows keeps three row-major panels. The first is the p x p pivot block, unit lower and
/// upper triangle together. The second is the b x p part of L below it. The third is the transpose, b x p, of the part of U to its right. A
/// symmetric matrix, factored as L D L^T, has no third panel, and D on the diagonal of the pivot block. Cost of a solve: 8 flops a number
/// of L and U.
/// </summary>
/// <remarks>Solves are safe for one caller at a time. Four columns stand interleaved in a row, one vector register each row.</remarks>
internal sealed partial class SupernodalFactor<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[]?[] _arrays;
    private readonly FactorLayout _layout;
    private readonly SubtreeSchedule _schedule;
    private readonly ScratchPool<T[]> _products;

    /// <summary>What each subtree's pivots take from rows outside it. Kept from one solve to the next, as scratch is.</summary>
    private readonly T[]?[] _sumsOutside;
    private T[] _work = [];

    private readonly bool _isSymmetric;
    private readonly int _largestBorder;

    /// <param name="structure">The supernodes.</param>
    /// <param name="schedule">Which of them may be worked on at once.</param>
    /// <param name="isSymmetric">Whether the factors are L D L^T.</param>
    /// <param name="layout">Where each supernode is stored.</param>
    public SupernodalFactor(SupernodalStructure structure, SubtreeSchedule schedule, bool isSymmetric, FactorLayout layout)
    {
        Structure = structure;
        _isSymmetric = isSymmetric;
        _schedule = schedule;
        _layout = layout;
        Interchanges = new int[structure.FirstPivots[structure.Count]];
        _arrays = new T[layout.Lengths.Length][];
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i] = layout.IsShared[i] ? BufferPool.Rent<T>((int)layout.Lengths[i]) : null;
        }

        for (int s = 0; s < structure.Count; s++)
        {
            _largestBorder = Math.Max(_largestBorder, structure.BorderCount(s));
        }

        _products = new ScratchPool<T[]>(() => new T[_largestBorder * Width]);
        _sumsOutside = new T[schedule.Subtrees.Count][];
    }

    public SupernodalStructure Structure { get; }

    /// <summary>Pivot row k of its supernode was swapped with row Interchanges[first + k] of the same supernode, in order.</summary>
    public int[] Interchanges { get; }

    /// <summary>Bytes that were held at once, at most, while these factors were made: they, fronts and updates that waited.</summary>
    public long PeakBytes { get; set; }

    /// <summary>Makes the array of a supernode that has one of its own, and says how many numbers that took.</summary>
    public long Reserve(int supernode)
    {
        ref T[]? array = ref _arrays[_layout.ArrayOf[supernode]];
        if (array is not null)
        {
            return 0;
        }

        array = GC.AllocateUninitializedArray<T>((int)_layout.OwnLengthOf(supernode));
        return array.LongLength;
    }

    /// <summary>Gives small factors' memory back to the process; no solve may follow.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _arrays.Length; i++)
        {
            if (_layout.IsShared[i])
            {
                BufferPool.Return(_arrays[i]!);
            }

            _arrays[i] = [];
        }
    }

    public Span<T> PivotBlock(int s)
    {
        int p = Structure.PivotCount(s);
        return Panel(s, 0, p * p);
    }

    public Span<T> LowerPanel(int s)
    {
        int p = Structure.PivotCount(s), b = Structure.BorderCount(s);
        return Panel(s, p * p, b * p);
    }

    public Span<T> UpperPanel(int s)
    {
        int p = Structure.PivotCount(s), b = Structure.BorderCount(s);
        return Panel(s, (p * p) + (b * p), b * p);
    }

    private Span<T> Panel(int s, int start, int length) =>
        _arrays[_layout.ArrayOf[s]].AsSpan(_layout.Offsets[s] + start, length);
}
