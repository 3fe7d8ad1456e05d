using LleTransforms.Neighbors.Dense;

namespace LleTransforms.Neighbors.Approximate;

/// <summary>Measures all pairs of rows that meet in one row's pool, or list it, and offers them to each other's pools.</summary>
/// <remarks>
/// The local join of Dong, Charikar &amp; Li (2011), section 2.3, with the blocked product: m rows are read once for m^2 / 2 pairs. Pairs
/// of which neither has joined since the last round met before. A pair's distance has the same bits wherever it meets, so that a pool
/// holds the same rows in whatever order they are offered. Cost O(m^2 D).
/// </remarks>
internal sealed class LocalJoin : IDisposable
{
    private readonly MemberDistances _distances;
    private readonly int[] _members;
    private readonly float[] _bounds;
    private int _count;

    /// <param name="rows">What is compared.</param>
    /// <param name="kernel">The product.</param>
    /// <param name="mostMembers">Rows that may meet in one row.</param>
    public LocalJoin(DenseRows rows, BlockKernel kernel, int mostMembers)
    {
        _distances = new MemberDistances(rows, kernel, mostMembers);
        _members = new int[mostMembers];
        _bounds = new float[mostMembers];
    }

    public void Dispose() => _distances.Dispose();

    /// <summary>Joins the rows that meet in one.</summary>
    /// <param name="middle">The row in which they meet.</param>
    /// <param name="before">The pools of the round before.</param>
    /// <param name="joined">How many of the nearest of a pool take part.</param>
    /// <param name="reverse">Who lists whom, in the round before.</param>
    /// <param name="pools">Where pairs are offered. Other threads may offer to them too.</param>
    public void Join(int middle, NeighborPools before, int joined, ReverseNeighbors reverse, NeighborPools pools)
    {
        ReadOnlySpan<int> near = before.Of(middle), pointing = reverse.Of(middle);
        ReadOnlySpan<bool> nearIsNew = before.IsNew(middle), pointingIsNew = reverse.IsNew(middle);
        near = near[..Math.Min(joined, near.Length)];
        _count = 0;
        Add(near, nearIsNew, isNew: true);
        Add(pointing, pointingIsNew, isNew: true);
        int newCount = _count;
        if (newCount == 0)
        {
            return;
        }

        Add(near, nearIsNew, isNew: false);
        Add(pointing, pointingIsNew, isNew: false);
        _distances.Measure(_members.AsSpan(0, _count), newCount);
        for (int i = 0; i < newCount; i++)
        {
            int row = _members[i];
            for (int j = i + 1; j < _count; j++)
            {
                int other = _members[j];
                float distance = _distances.Between(i, j);
                if (distance <= _bounds[i])
                {
                    pools.OfferAtOnce(row, other, distance);
                }

                if (distance <= _bounds[j])
                {
                    pools.OfferAtOnce(other, row, distance);
                }
            }
        }

        void Add(ReadOnlySpan<int> candidates, ReadOnlySpan<bool> marks, bool isNew)
        {
            for (int c = 0; c < candidates.Length; c++)
            {
                if (marks[c] == isNew && !_members.AsSpan(0, _count).Contains(candidates[c]))
                {
                    _bounds[_count] = pools.Bound(candidates[c]);
                    _members[_count++] = candidates[c];
                }
            }
        }
    }
}
