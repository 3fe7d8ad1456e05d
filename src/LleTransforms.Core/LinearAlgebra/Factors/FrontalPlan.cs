using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// In which order the fronts of a factorisation are eliminated, and what is held at its peak, counted before it is done. Children are
/// visited so that least waits: Liu, "On the storage requirement in the out-of-core multifrontal method for sparse factorization", ACM TOMS
/// 12 (1986). Their updates are added in ascending order all the same, so that the order of visits changes no bit. Cost O(supernodes).
/// </summary>
/// <remarks>Immutable. Lengths are in numbers.</remarks>
internal sealed class FrontalPlan
{
    /// <summary>Bytes that a factorisation may hold at its peak for its memory to come from the shared pool: 40 MB. Larger ones are of fits
    /// that take a second or more. The first touch of fresh memory is some hundredths of that, and the pool would keep it.</summary>
    private const double LargestPooled = 40 << 20;

    /// <summary>The part of what the process may use that goes to the shared pool. The pool keeps it, and the next solver may need
    /// it.</summary>
    private const double PooledShare = 1.0 / 16;

    private readonly SupernodalStructure _structure;
    private readonly int _bytesOfNumber;
    private readonly bool[] _isTop;
    private readonly long[] _need;
    private readonly long[] _rest;
    private readonly int[][] _visits;
    private readonly long _afterSubtrees;

    private FrontalPlan(SupernodalStructure structure, SubtreeSchedule schedule, FactorKind kind, bool isPooled)
    {
        _structure = structure;
        _bytesOfNumber = kind.BytesOfNumber;
        Schedule = schedule;
        IsPooled = isPooled;
        Sizes = new FrontSizes(kind.IsSymmetric);
        Layout = isPooled
            ? new FactorLayout(structure, kind.IsSymmetric, BufferPool.LargestShared, BufferPool.LargestShared)
            : new FactorLayout(structure, kind.IsSymmetric);
        _isTop = new bool[structure.Count];
        foreach (int s in schedule.Top)
        {
            _isTop[s] = true;
        }

        _need = new long[structure.Count];
        _rest = new long[structure.Count];
        _visits = new int[structure.Count][];
        for (int s = 0; s < structure.Count; s++)
        {
            // Subtrees below the top have all been eliminated when the top begins.
            _visits[s] = Visits(structure.Children(s).Where(child => _isTop[child] == _isTop[s]));
            CountNeed(s);
        }

        Sequence = new int[structure.Count];
        _afterSubtrees = Layout.SharedLength;
        foreach ((int first, int root) in schedule.Subtrees)
        {
            Place([root], root, Sequence);
            ArenaLength = Math.Max(ArenaLength, _need[root]);
            _afterSubtrees += Held(UpdateLength(root));
            for (int s = first; s <= root; s++)
            {
                _afterSubtrees += Layout.OwnLengthOf(s);
            }
        }

        TopSequence = new int[schedule.Top.Count];
        int[] roots = Visits(schedule.Top.Where(s => structure.Parents[s] < 0));
        Place(roots, TopSequence.Length - 1, TopSequence);
        TopPeak = PeakOf(roots, out _);
        StoredLength = Layout.Lengths.Select((length, i) => Layout.IsShared[i] ? BufferPool.LengthOf(length) : length).Sum();
    }

    /// <summary>A plan of a factorisation.</summary>
    /// <param name="structure">The supernodes.</param>
    /// <param name="schedule">Which of them may be worked on at once.</param>
    /// <param name="kind">What is stored.</param>
    /// <param name="limit">Bytes that the process may use.</param>
    public static FrontalPlan Of(SupernodalStructure structure, SubtreeSchedule schedule, FactorKind kind, double limit)
    {
        FrontalPlan pooled = new(structure, schedule, kind, isPooled: true);
        return pooled.PeakBytes(1) <= Math.Min(LargestPooled, PooledShare * limit)
            ? pooled
            : new FrontalPlan(structure, schedule, kind, isPooled: false);
    }

    public SubtreeSchedule Schedule { get; }

    /// <summary>Whether its memory comes from the shared pool, whose lengths are powers of two.</summary>
    public bool IsPooled { get; }

    public FrontSizes Sizes { get; }

    public FactorLayout Layout { get; }

    /// <summary>The supernodes of a subtree stand at its own range, in the order of their elimination.</summary>
    public int[] Sequence { get; }

    /// <summary>Those above the subtrees, in the order of their elimination.</summary>
    public int[] TopSequence { get; }

    /// <summary>Room in which any subtree is eliminated: its fronts, and the updates that wait within it.</summary>
    public long ArenaLength { get; }

    /// <summary>Numbers of the stored factors.</summary>
    public long StoredLength { get; }

    /// <summary>Bytes of the stored factors.</summary>
    public double StoredBytes => (double)_bytesOfNumber * StoredLength;

    private long TopPeak { get; }

    /// <summary>Bytes that are held at once, at most, where so many subtrees are eliminated at once.</summary>
    public double PeakBytes(int workers)
    {
        if (!Layout.Fits)
        {
            return double.PositiveInfinity;
        }

        long arenas = Held(ArenaLength) * Math.Min(workers, Schedule.Subtrees.Count);
        return (double)_bytesOfNumber * Math.Max(_afterSubtrees + arenas, _afterSubtrees + TopPeak);
    }

    public long FrontLength(int s) => Sizes.Front(_structure.PivotCount(s), _structure.BorderCount(s));

    public long UpdateLength(int s) => Sizes.Update(_structure.BorderCount(s));

    /// <summary>What the elimination of a supernode and all below it needs beside what was there before, and what it leaves.</summary>
    private void CountNeed(int s)
    {
        _need[s] = PeakOf(_visits[s], out long level);
        if (!_isTop[s])
        {
            _need[s] = Math.Max(_need[s], level + FrontLength(s));
            _rest[s] = UpdateLength(s);
            return;
        }

        // The children's updates are freed, those of subtrees too, before the panels are stored beside the front.
        long front = Held(FrontLength(s));
        _need[s] = Math.Max(_need[s], level + front);
        level -= _structure.Children(s).Sum(HeldUpdate);
        _need[s] = Math.Max(_need[s], level + front + Layout.OwnLengthOf(s));
        _rest[s] = level + Layout.OwnLengthOf(s) + HeldUpdate(s);
    }

    /// <summary>Numbers of the block in which an update waits for a parent above the subtrees.</summary>
    private long HeldUpdate(int s) => UpdateLength(s) == 0 ? 0
        : IsPooled && _isTop[s] ? Held(FrontLength(s))
        : Held(UpdateLength(s));

    private long Held(long length) => IsPooled && length > 0 ? BufferPool.LengthOf(length) : length;

    private long PeakOf(int[] visits, out long level)
    {
        long peak = 0;
        level = 0;
        foreach (int child in visits)
        {
            peak = Math.Max(peak, level + _need[child]);
            level += _rest[child];
        }

        return peak;
    }

    /// <summary>Children that leave less than they found come first, the others by what they give back.</summary>
    private int[] Visits(IEnumerable<int> children)
    {
        int[] visits = [.. children];
        if (visits.Length > 1)
        {
            Array.Sort(visits, (a, b) =>
            {
                bool aFrees = _rest[a] <= 0, bFrees = _rest[b] <= 0;
                int order = aFrees != bFrees ? bFrees.CompareTo(aFrees)
                    : aFrees ? _need[a].CompareTo(_need[b])
                    : (_need[b] - _rest[b]).CompareTo(_need[a] - _rest[a]);
                return order != 0 ? order : a.CompareTo(b);
            });
        }

        return visits;
    }

    /// <summary>Writes the trees of some roots, children before parents, so that the last stands at the given place.</summary>
    private void Place(int[] roots, int last, int[] sequence)
    {
        Stack<int> waiting = new(roots);
        while (waiting.TryPop(out int s))
        {
            sequence[last--] = s;
            foreach (int child in _visits[s])
            {
                waiting.Push(child);
            }
        }
    }
}
