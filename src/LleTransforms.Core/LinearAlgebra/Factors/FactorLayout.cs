using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Where the panels of each supernode are stored. Small supernodes share arrays that are there from the start. A large one has an array of
/// its own, made when its panels are known. Until then that memory is left to fronts.
/// </summary>
/// <remarks>Immutable. Cost O(supernodes).</remarks>
internal sealed class FactorLayout
{
    /// <summary>Numbers that supernodes may share an array up to.</summary>
    public const int ChunkLength = 1 << 24;

    /// <summary>Numbers of a supernode from which it has an array of its own.</summary>
    public const int OwnLength = 1 << 17;

    private readonly bool _isSymmetric;
    private readonly SupernodalStructure _structure;

    /// <param name="structure">The supernodes.</param>
    /// <param name="isSymmetric">Whether the factors are L D L^T.</param>
    /// <param name="chunkLength">Supernodes share arrays of at most so many numbers.</param>
    /// <param name="ownLength">A supernode of more numbers has an array of its own.</param>
    public FactorLayout(
        SupernodalStructure structure, bool isSymmetric, int chunkLength = ChunkLength, int ownLength = OwnLength)
    {
        _structure = structure;
        _isSymmetric = isSymmetric;
        ArrayOf = new int[structure.Count];
        Offsets = new int[structure.Count];
        List<long> lengths = [];
        List<bool> isShared = [];
        int shared = -1;
        for (int s = 0; s < structure.Count; s++)
        {
            long length = PanelLength(s);
            bool isOwn = length > Math.Min(ownLength, chunkLength);
            if (isOwn || shared < 0 || lengths[shared] + length > chunkLength)
            {
                lengths.Add(0);
                isShared.Add(!isOwn);
                shared = isOwn ? shared : lengths.Count - 1;
            }

            ArrayOf[s] = isOwn ? lengths.Count - 1 : shared;
            Offsets[s] = (int)lengths[ArrayOf[s]];
            lengths[ArrayOf[s]] += length;
        }

        Lengths = [.. lengths];
        IsShared = [.. isShared];
    }

    /// <summary>Which array holds each supernode.</summary>
    public int[] ArrayOf { get; }

    /// <summary>Where each supernode begins in its array.</summary>
    public int[] Offsets { get; }

    /// <summary>Numbers of each array.</summary>
    public long[] Lengths { get; }

    /// <summary>Whether an array is there from the start.</summary>
    public bool[] IsShared { get; }

    /// <summary>Whether every array can be made.</summary>
    public bool Fits => Lengths.All(length => length <= Array.MaxLength);

    /// <summary>Numbers of the arrays that are there from the start, as they are handed out.</summary>
    public long SharedLength => Enumerable.Range(0, Lengths.Length).Where(i => IsShared[i]).Sum(i => BufferPool.LengthOf(Lengths[i]));

    /// <summary>Numbers of the array that is made for a supernode, 0 where it shares one.</summary>
    public long OwnLengthOf(int supernode) => IsShared[ArrayOf[supernode]] ? 0 : Lengths[ArrayOf[supernode]];

    private long PanelLength(int supernode)
    {
        long pivots = _structure.PivotCount(supernode);
        return pivots * (pivots + ((_isSymmetric ? 1L : 2L) * _structure.BorderCount(supernode)));
    }
}
