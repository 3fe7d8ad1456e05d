using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Approximate;

/// <summary>An approximate neighbour graph: a neighbour's neighbour is likely a neighbour.</summary>
/// <remarks>
/// Dong, Charikar &amp; Li (2011), "Efficient k-nearest neighbor graph construction for generic similarity measures". It is started from
/// random-projection trees. Threads cannot matter. Each round reads the pools of the round before, and a pool keeps the nearest of all that
/// it is offered, in whatever order. Empirically it takes about O(n^1.14 k^2 D), with D the images' length where rows are wide
/// (<see cref="PrincipalImages"/>), and the memory of <see cref="BytesOfRow"/>. Distances given are exact, as is each row's order. Only
/// membership is approximate. Where less than 95 % of a sample's true neighbours are found, an exact search makes the graph. Queries of
/// unseen rows go to an exact search.
/// </remarks>
internal sealed class NeighborDescent : INeighborSearch
{
    private const int TreeCount = 5;
    private const int MostRounds = 8;
    private const int SparePlaces = 8;

    // Images rank less truly than rows do, so more of them are kept for the last word.
    private const int SpareImages = 14;
    private const int RowsPerStep = 256;

    // Squared norms twice, two orders and a projection.
    private const int OrderBytes = 28;

    // A row that many list meets so many times k of them: what else they share, they learn of by others.
    private const int ReverseShare = 3;

    // Rounds end when fewer than this share of all places changed.
    private const double EnoughChange = 0.002;

    /// <summary>The part of true neighbours that a graph has to hold.</summary>
    private const double LeastRecall = 0.95;

    private readonly CenteredFeatures _features;
    private readonly int _seed;
    private readonly Lazy<INeighborSearch> _exact;

    public NeighborDescent(CenteredFeatures features, int seed)
    {
        _features = features;
        _seed = seed;
        _exact = new Lazy<INeighborSearch>(() => NeighborSearches.Create(features));
    }

    /// <summary>Bytes of a row in a search: its pools, who lists it, and itself or its image in the order of a tree.</summary>
    public static double BytesOfRow(double neighborCount, int columnCount)
    {
        bool pay = PrincipalImages.Pay(columnCount);
        double size = neighborCount + (pay ? SpareImages : SparePlaces);
        double compared = pay ? 2 * (PrincipalImages.AxisCount + 1) : columnCount;
        return (2 * NeighborPools.BytesOfRow(size)) + ReverseNeighbors.BytesOfRow(ReverseShare * neighborCount) + (4 * compared) +
            OrderBytes;
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
        int[] order = OrderByTree(kernel, context, out DenseRows rows);
        var sample = new RecallSample(_features, order, _exact.Value, neighborCount, context);
        var pools = new NeighborPools(n, size);
        var forest = new RandomProjectionForest(rows, kernel, _seed, context);
        for (int tree = 0; tree < TreeCount; tree++)
        {
            forest.AddTree(tree, pools);
            context.Report(LlePhase.Neighbors, (long)n * (tree + 1) / (2 * TreeCount), n);
        }

        double recall = Descend(rows, kernel, pools, neighborCount, sample, context);
        if (recall < LeastRecall)
        {
            context.Say(
                LlePhase.Neighbors, LleSeverity.Info,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Neighbour descent would find {100 * recall:0} % of the neighbours of these rows, where {100 * LeastRecall:0} % are " +
                    $"wanted: the search is exact."));
            return _exact.Value.FindGraph(neighborCount, context);
        }

        return Decide(pools, order, neighborCount, context);
    }

    // Rows that lie near each other stand near each other, since most of the time goes into waiting for rows to come from memory.
    private int[] OrderByTree(BlockKernel kernel, FitContext context, out DenseRows rows)
    {
        DenseRows given = PrincipalImages.Of(_features, kernel, context);
        int width = given.NumberOfColumns;
        int[] order = new RandomProjectionForest(given, kernel, _seed, context).OrderOf(TreeCount);
        var values = new float[checked(order.Length * width)];
        RowBlocks.ForEach(order.Length, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                given.Row(order[row]).CopyTo(values.AsSpan(row * width));
            }
        });
        rows = new DenseRows(values, order.Length, width, context);
        return order;
    }

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances) =>
        _exact.Value.FindNearest(query, indices, squaredDistances);

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context) =>
        _exact.Value.FindNearestBatch(queries, queryCount, neighborCount, context);

    /// <summary>Makes pools better round by round. Returns the recall that they reach, or would reach where that is too low to go
    /// on.</summary>
    private static double Descend(
        DenseRows rows, BlockKernel kernel, NeighborPools pools, int neighborCount, RecallSample sample, FitContext context)
    {
        int n = rows.NumberOfRows;
        var recall = new RecallForecast(sample.Recall(pools));
        var before = new NeighborPools(n, pools.Size);
        var reverse = new ReverseNeighbors(n, ReverseShare * neighborCount);
        for (int round = 0; round < MostRounds; round++)
        {
            pools.MoveMarksTo(before);
            reverse.Read(before);
            Parallel.For(
                0, (n + RowsPerStep - 1) / RowsPerStep, context.Parallelism,
                () => new LocalJoin(rows, kernel, (1 + ReverseShare) * neighborCount),
                (step, _, join) =>
                {
                    int end = Math.Min(n, (step + 1) * RowsPerStep);
                    for (int row = step * RowsPerStep; row < end; row++)
                    {
                        join.Join(row, before, neighborCount, reverse, pools);
                    }

                    return join;
                },
                join => join.Dispose());
            long changed = pools.CountNew();
            context.Report(LlePhase.Neighbors, Math.Min(n - 1L, n * (MostRounds + round + 1L) / (2 * MostRounds)), n);
            recall = recall.Next(sample.Recall(pools));
            context.Say(
                LlePhase.Neighbors, LleSeverity.Trace,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Neighbour descent, round {round + 1}: {changed} places changed, {100 * recall.Reached:0.0} % of a sample's " +
                    $"neighbours are found."));
            if (changed < EnoughChange * n * neighborCount)
            {
                break;
            }

            if (recall.Limit < LeastRecall)
            {
                return recall.Limit;
            }
        }

        return recall.Reached;
    }

    private NeighborGraph Decide(NeighborPools pools, int[] order, int neighborCount, FitContext context)
    {
        int n = _features.NumberOfRows;
        var indices = new int[checked(n * neighborCount)];
        var distances = new double[indices.Length];
        RowBlocks.ForEach(n, context, (first, end) =>
        {
            for (int place = first; place < end; place++)
            {
                int row = order[place];
                int at = row * neighborCount;
                var heap = new NearestHeap(indices.AsSpan(at, neighborCount), distances.AsSpan(at, neighborCount));
                foreach (int candidate in pools.Of(place))
                {
                    heap.Offer(order[candidate], SquaredDistance.Between(_features.Row(row), _features.Row(order[candidate])));
                }

                heap.Sort();
            }
        });
        context.Report(LlePhase.Neighbors, n, n);
        return new NeighborGraph(n, neighborCount, indices, distances);
    }
}
