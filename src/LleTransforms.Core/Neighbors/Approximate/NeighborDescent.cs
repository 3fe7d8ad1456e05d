using System.Numerics.Tensors;
using LleTransforms.Features;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Approximate;

/// <summary>An approximate neighbour graph: a neighbour's neighbour is likely a neighbour.</summary>
/// <remarks>
/// Dong, Charikar &amp; Li (2011), "Efficient k-nearest neighbor graph construction for generic similarity measures". It is started from
/// random-projection trees, and turned round so that threads cannot matter. In each round every row reads the pools of the round before and
/// writes its own alone. Empirically it takes about O(n^1.14 k^2 D), with D the images' length where rows are wide
/// (<see cref="PrincipalImages"/>), and O(n k) memory. Distances given are exact, as is each row's order. Only membership is approximate.
/// Queries of unseen rows go to an exact search.
/// </remarks>
internal sealed class NeighborDescent : INeighborSearch
{
    private const int TreeCount = 6;
    private const int MostRounds = 8;
    private const int SparePlaces = 8;

    // Images rank less truly than rows do, so more of them are kept for the last word.
    private const int SpareImages = 14;
    private const int RowsPerStep = 256;

    // Rounds end when fewer than this share of all places changed.
    private const double EnoughChange = 0.002;

    private readonly CenteredFeatures _features;
    private readonly int _seed;
    private readonly Lazy<INeighborSearch> _exact;

    public NeighborDescent(CenteredFeatures features, int seed)
    {
        _features = features;
        _seed = seed;
        _exact = new Lazy<INeighborSearch>(() => NeighborSearches.Create(features));
    }

    public NeighborGraph FindGraph(int neighborCount, FitContext context)
    {
        int n = _features.NumberOfRows;
        NumberOfNeighborsRange.Check(neighborCount, n - 1);
        int size = neighborCount + (PrincipalImages.Pay(_features.NumberOfColumns) ? SpareImages : SparePlaces);
        if (size * 8L >= n)
        {
            return _exact.Value.FindGraph(neighborCount, context);
        }

        BlockKernel kernel = BlockKernel.Create(BlockKernel.WidestWidth);
        DenseRows rows = PrincipalImages.Of(_features, kernel, context);
        var pools = new NeighborPools(n, size);
        var forest = new RandomProjectionForest(rows, kernel, _seed, context);
        for (int tree = 0; tree < TreeCount; tree++)
        {
            forest.AddTree(tree, pools);
            context.Report(LlePhase.Neighbors, (long)n * (tree + 1) / (2 * TreeCount), n);
        }

        Descend(rows, pools, neighborCount, context);
        return Decide(pools, neighborCount, context);
    }

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances) =>
        _exact.Value.FindNearest(query, indices, squaredDistances);

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context) =>
        _exact.Value.FindNearestBatch(queries, queryCount, neighborCount, context);

    private static void Descend(DenseRows rows, NeighborPools pools, int neighborCount, FitContext context)
    {
        int n = rows.NumberOfRows;
        var before = new NeighborPools(n, pools.Size);
        for (int round = 0; round < MostRounds; round++)
        {
            pools.MoveMarksTo(before);
            ReverseNeighbors reverse = ReverseNeighbors.Of(before, neighborCount);
            long changed = 0;
            Parallel.For(0, (n + RowsPerStep - 1) / RowsPerStep, context.Parallelism, () => new Visited(n), (step, _, visited) =>
            {
                long changedHere = 0;
                int end = Math.Min(n, (step + 1) * RowsPerStep);
                for (int row = step * RowsPerStep; row < end; row++)
                {
                    changedHere += Improve(row, rows, before, reverse, pools, neighborCount, visited);
                }

                Interlocked.Add(ref changed, changedHere);
                return visited;
            }, _ => { });
            context.Report(LlePhase.Neighbors, Math.Min(n - 1L, n * (MostRounds + round + 1L) / (2 * MostRounds)), n);
            context.Say(LlePhase.Neighbors, LleSeverity.Trace, $"Neighbour descent, round {round + 1}: {changed} places changed.");
            if (changed < EnoughChange * n * neighborCount)
            {
                break;
            }
        }
    }

    // A pair met through u needs measuring only if one of its two links to u is new. An earlier round measured pairs of old links.
    private static int Improve(
        int row, DenseRows rows, NeighborPools before, ReverseNeighbors reverse, NeighborPools pools, int neighborCount, Visited visited)
    {
        visited.Begin(row);
        foreach (int known in before.Of(row))
        {
            visited.Add(known);
        }

        int changed = 0;
        ReadOnlySpan<int> near = before.Of(row);
        ReadOnlySpan<bool> nearIsNew = before.IsNew(row);
        for (int a = 0; a < Math.Min(neighborCount, near.Length); a++)
        {
            changed += Through(near[a], nearIsNew[a], row, rows, before, reverse, pools, neighborCount, visited);
        }

        ReadOnlySpan<int> pointing = reverse.Of(row);
        ReadOnlySpan<bool> pointingIsNew = reverse.IsNew(row);
        for (int a = 0; a < pointing.Length; a++)
        {
            changed += Through(pointing[a], pointingIsNew[a], row, rows, before, reverse, pools, neighborCount, visited);
        }

        return changed;
    }

    private static int Through(
        int middle,
        bool linkIsNew,
        int row,
        DenseRows rows,
        NeighborPools before,
        ReverseNeighbors reverse,
        NeighborPools pools,
        int neighborCount,
        Visited visited)
    {
        ReadOnlySpan<int> near = before.Of(middle);
        int length = Math.Min(neighborCount, near.Length);
        return Measure(near[..length], before.IsNew(middle)[..length], linkIsNew, row, rows, pools, visited) +
            Measure(reverse.Of(middle), reverse.IsNew(middle), linkIsNew, row, rows, pools, visited);
    }

    private static int Measure(
        ReadOnlySpan<int> candidates, ReadOnlySpan<bool> isNew, bool linkIsNew, int row, DenseRows rows, NeighborPools pools,
        Visited visited)
    {
        int changed = 0;
        for (int b = 0; b < candidates.Length; b++)
        {
            if ((linkIsNew || isNew[b]) && visited.Add(candidates[b]))
            {
                float distance = TensorPrimitives.Distance(rows.Row(row), rows.Row(candidates[b]));
                distance *= distance;
                if (distance <= pools.Bound(row) && pools.Offer(row, candidates[b], distance))
                {
                    changed++;
                }
            }
        }

        return changed;
    }

    private NeighborGraph Decide(NeighborPools pools, int neighborCount, FitContext context)
    {
        int n = _features.NumberOfRows;
        var indices = new int[checked(n * neighborCount)];
        var distances = new double[indices.Length];
        RowBlocks.ForEach(n, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                int at = row * neighborCount;
                var heap = new NearestHeap(indices.AsSpan(at, neighborCount), distances.AsSpan(at, neighborCount));
                foreach (int candidate in pools.Of(row))
                {
                    heap.Offer(candidate, SquaredDistance.Between(_features.Row(row), _features.Row(candidate)));
                }

                heap.Sort();
            }
        });
        context.Report(LlePhase.Neighbors, n, n);
        return new NeighborGraph(n, neighborCount, indices, distances);
    }

    // Which rows one row has met, without clearing between rows.
    private sealed class Visited(int rowCount)
    {
        private readonly int[] _stamps = new int[rowCount];
        private int _stamp;

        public void Begin(int row)
        {
            _stamp++;
            _stamps[row] = _stamp;
        }

        public bool Add(int row)
        {
            bool added = _stamps[row] != _stamp;
            _stamps[row] = _stamp;
            return added;
        }
    }
}
