using LleTransforms.Neighbors.Dense;

namespace LleTransforms.Neighbors.Approximate;

/// <summary>Measures all pairs of rows that meet in one row's pool, or list it, and offers them to each other's pools.</summary>
/// <remarks>
/// The local join of Dong, Charikar &amp; Li (2011), section 2.3, with the blocked product: m rows are read once for m^2 / 2 pairs. Pairs
/// of which neither has joined since the last round met before. A pair's distance has the same bits wherever it meets, so that a pool
/// holds the same rows in whatever order they are offered. Cost O(m^2 D).
/// </remarks>
internal sealed unsafe class LocalJoin : IDisposable
{
    private readonly DenseRows _rows;
    private readonly BlockKernel _kernel;
    private readonly BlockScratch _block;
    private readonly float[] _gathered;
    private readonly int[] _members;
    private readonly float[] _bounds;
    private int _count;

    /// <param name="rows">What is compared.</param>
    /// <param name="kernel">The product.</param>
    /// <param name="mostMembers">Rows that may meet in one row.</param>
    public LocalJoin(DenseRows rows, BlockKernel kernel, int mostMembers)
    {
        _rows = rows;
        _kernel = kernel;
        _members = new int[mostMembers];
        _bounds = new float[mostMembers];
        _gathered = new float[mostMembers * rows.NumberOfColumns];
        _block = new BlockScratch(
            kernel.PackedLength(mostMembers, rows.NumberOfColumns), kernel.ProductLength(mostMembers, mostMembers));
    }

    public void Dispose() => _block.Dispose();

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
        Multiply(newCount);
        int width = _kernel.SliverWidth, tileRows = BlockKernel.PaddedRows(newCount);
        for (int i = 0; i < newCount; i++)
        {
            int row = _members[i];
            double norm = _rows.SquaredNorm(row);
            for (int j = i + 1; j < _count; j++)
            {
                int other = _members[j];
                float product = _block.Products[(((j / width * tileRows) + i) * width) + (j % width)];
                float distance = (float)(norm + _rows.SquaredNorm(other)) - (2 * product);
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

    private void Multiply(int newCount)
    {
        int depth = _rows.NumberOfColumns;
        for (int i = 0; i < _count; i++)
        {
            _rows.Row(_members[i]).CopyTo(_gathered.AsSpan(i * depth));
        }

        fixed (float* rows = _gathered)
        {
            _kernel.Pack(rows, _count, depth, _block.Packed);
            _kernel.Multiply(rows, newCount, depth, _block.Packed, _count, _block.Products);
        }
    }
}
