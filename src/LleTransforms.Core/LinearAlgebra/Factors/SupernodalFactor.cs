namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The stored factors of a matrix of symmetric structure and the triangular solves with them, for blocks of four right-hand sides at a
/// time. Each supernode of p pivots and b border rows keeps three row-major panels. The first is the p x p pivot block, unit lower and
/// upper triangle together. The second is the b x p part of L below it. The third is the transpose, b x p, of the part of U to its right. A
/// symmetric matrix, factored as L D L^T, has no third panel, and D on the diagonal of the pivot block. Cost of a solve: 8 flops a number
/// of L and U.
/// </summary>
/// <remarks>Solves are safe for one caller at a time. Four columns stand interleaved in a row, one vector register each row.</remarks>
internal sealed partial class SupernodalFactor : IDisposable
{
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
}
