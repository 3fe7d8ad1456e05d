using System.Numerics.Tensors;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Approximate;

/// <summary>First guesses for neighbour pools: all pairs within the leaves of a few random-projection trees.</summary>
/// <remarks>
/// Dasgupta &amp; Freund (2008), "Random projection trees and low dimensional manifolds". Each node halves its rows at the median of their
/// projection on the difference of two random rows of the node. Pairs within a leaf are measured by the blocked product. A tree costs O(n D
/// log(n / leaf) + n leaf D). Its leaves share no row, so they are handled in any order with the same outcome.
/// </remarks>
internal sealed class RandomProjectionForest
{
    private const int MostLeafRows = 192;

    private readonly DenseRows _rows;
    private readonly BlockKernel _kernel;
    private readonly int _seed;
    private readonly FitContext _context;

    public RandomProjectionForest(DenseRows rows, BlockKernel kernel, int seed, FitContext context)
    {
        _rows = rows;
        _kernel = kernel;
        _seed = seed;
        _context = context;
    }

    private int Depth
    {
        get
        {
            int depth = 0;
            while (((_rows.NumberOfRows - 1) >> depth) >= MostLeafRows)
            {
                depth++;
            }

            return depth;
        }
    }

    /// <summary>The rows as a tree has them, leaf after leaf.</summary>
    public int[] OrderOf(int tree)
    {
        int[] order = [.. Enumerable.Range(0, _rows.NumberOfRows)];
        var projections = new float[order.Length];
        int depth = Depth;
        for (int level = 0; level < depth; level++)
        {
            SplitLevel(tree, level, order, projections);
        }

        return order;
    }

    /// <summary>Grows one tree and offers every pair of each leaf to both rows' pools.</summary>
    public void AddTree(int tree, NeighborPools pools)
    {
        int[] order = OrderOf(tree);
        int depth = Depth;
        Parallel.For(0, 1 << depth, _context.Parallelism, () => new MemberDistances(_rows, _kernel, MostLeafRows), (leaf, _, distances) =>
        {
            (int start, int end) = Range(leaf, depth, order.Length);
            MatchLeaf(order.AsSpan(start, end - start), pools, distances);
            return distances;
        }, distances => distances.Dispose());
    }

    // Halving level by level is the same as by recursion, and every node of a level can be split at once.
    private static (int Start, int End) Range(int node, int level, int length) =>
        ((int)((long)node * length >> level), (int)((node + 1L) * length >> level));

    private void SplitLevel(int tree, int level, int[] order, float[] projections) =>
        Parallel.For(0, 1 << level, _context.Parallelism, node =>
        {
            (int start, int end) = Range(node, level, order.Length);
            var random = new Random(HashCode(_seed, tree, (1 << level) + node));
            int first = order[start + random.Next(end - start)];
            int second = order[start + random.Next(end - start)];
            var normal = new float[_rows.NumberOfColumns];
            TensorPrimitives.Subtract(_rows.Row(first), _rows.Row(second), normal);
            for (int i = start; i < end; i++)
            {
                projections[i] = TensorPrimitives.Dot<float>(_rows.Row(order[i]), normal);
            }

            Array.Sort(projections, order, start, end - start);
        });

    private static void MatchLeaf(ReadOnlySpan<int> members, NeighborPools pools, MemberDistances distances)
    {
        distances.Measure(members, members.Length);
        for (int i = 0; i < members.Length; i++)
        {
            int row = members[i];
            for (int j = 0; j < members.Length; j++)
            {
                float distance = distances.Between(i, j);
                if (j != i && distance <= pools.Bound(row))
                {
                    pools.Offer(row, members[j], distance);
                }
            }
        }
    }

    // A fixed mixer: System.HashCode is seeded anew in each process.
    private static int HashCode(int seed, int tree, int node)
    {
        ulong h = ((ulong)(uint)seed << 32) ^ ((ulong)(uint)tree * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)node * 0xC2B2AE3D27D4EB4F);
        h = (h ^ (h >> 31)) * 0xBF58476D1CE4E5B9;
        return (int)((h ^ (h >> 29)) & int.MaxValue);
    }
}
