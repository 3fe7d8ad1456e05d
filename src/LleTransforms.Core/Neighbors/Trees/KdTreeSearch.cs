using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Trees;

/// <summary>Exact neighbours in low dimensions by a <see cref="KdTree"/>.</summary>
/// <remarks>
/// The search goes depth first, the nearer child first. A node is skipped only if its box is certainly farther than the k-th row so far. So
/// rows tied with that are still met, and the smaller index wins. A query takes about O(k log n) for D up to some ten, growing towards O(n)
/// with D. Memory: O(n D).
/// </remarks>
internal sealed class KdTreeSearch : INeighborSearch
{
    private const int LeavesPerTask = 64;
    private const int QueriesPerTask = 256;
    private const int ProbeCount = 64;

    // A box's distance and a row's are each rounded at most D + 3 times. For any D that a tree is used with, that is far less than this.
    private const double Certainty = 1 - 1e-12;

    private readonly KdTree _tree;

    public KdTreeSearch(CenteredFeatures features, FitContext context) => _tree = KdTree.Build(features, context);

    public NeighborGraph FindGraph(int neighborCount, FitContext context)
    {
        int rowCount = _tree.Indices.Length;
        NumberOfNeighborsRange.Check(neighborCount, rowCount - 1);
        var indices = new int[checked(rowCount * neighborCount)];
        var distances = new double[indices.Length];
        long done = 0;
        Parallel.For(0, (_tree.LeafCount + LeavesPerTask - 1) / LeavesPerTask, context.Parallelism, task =>
        {
            int first = _tree.LeafStarts[task * LeavesPerTask];
            int end = _tree.LeafStarts[Math.Min((task + 1) * LeavesPerTask, _tree.LeafCount)];
            for (int position = first; position < end; position++)
            {
                int at = _tree.Indices[position] * neighborCount;
                Find(_tree.Row(position), position, indices.AsSpan(at, neighborCount), distances.AsSpan(at, neighborCount));
            }

            context.Report(LlePhase.Neighbors, Interlocked.Add(ref done, end - first), rowCount);
        });
        return new NeighborGraph(rowCount, neighborCount, indices, distances);
    }

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context)
    {
        NumberOfNeighborsRange.Check(neighborCount, _tree.Indices.Length);
        int columnCount = _tree.NumberOfColumns;
        var indices = new int[checked(queryCount * neighborCount)];
        var distances = new double[indices.Length];
        long done = 0;
        Parallel.For(0, (queryCount + QueriesPerTask - 1) / QueriesPerTask, context.Parallelism, task =>
        {
            int first = task * QueriesPerTask;
            int end = Math.Min(first + QueriesPerTask, queryCount);
            for (int query = first; query < end; query++)
            {
                FindNearest(
                    queries.Span.Slice(query * columnCount, columnCount),
                    indices.AsSpan(query * neighborCount, neighborCount),
                    distances.AsSpan(query * neighborCount, neighborCount));
            }

            context.Report(LlePhase.Placement, Interlocked.Add(ref done, end - first), queryCount);
        });
        return new NeighborGraph(queryCount, neighborCount, indices, distances);
    }

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances)
    {
        NumberOfNeighborsRange.Check(indices.Length, _tree.Indices.Length);
        if (!NonFiniteQuery.TryAnswer(query, indices, squaredDistances))
        {
            Find(query, excludedPosition: -1, indices, squaredDistances);
        }
    }

    /// <summary>
    /// How many rows a query measures on average, tried on evenly spaced rows. It tells whether the tree pays. The trial ends as soon as
    /// the mean is sure to lie above <paramref name="limit"/>. It then returns a lower bound of the mean that lies above the limit too.
    /// </summary>
    public double MeanRowsMeasured(int neighborCount, double limit = double.PositiveInfinity)
    {
        int rowCount = _tree.Indices.Length;
        int trials = Math.Min(rowCount, ProbeCount);
        var indices = new int[Math.Min(neighborCount, rowCount)];
        var distances = new double[indices.Length];
        long measured = 0;
        for (int trial = 0; trial < trials && measured <= limit * trials; trial++)
        {
            measured += Find(_tree.Row((int)((long)trial * rowCount / trials)), excludedPosition: -1, indices, distances);
        }

        return (double)measured / trials;
    }

    // Returns how many rows were measured.
    private int Find(ReadOnlySpan<float> query, int excludedPosition, Span<int> indices, Span<double> squaredDistances)
    {
        // One sibling waits for each level passed, and there are at most 31 levels.
        Span<int> waitingNodes = stackalloc int[32];
        Span<double> waitingDistances = stackalloc double[32];
        int waiting = 0;
        int measured = 0;
        int firstLeaf = _tree.FirstLeaf;
        int node = 0;
        var heap = new NearestHeap(indices, squaredDistances);
        while (true)
        {
            if (node < firstLeaf)
            {
                int near = (2 * node) + 1;
                int far = near + 1;
                double nearDistance = BoxDistance(query, near);
                double farDistance = BoxDistance(query, far);
                if (farDistance < nearDistance)
                {
                    (near, far) = (far, near);
                    (nearDistance, farDistance) = (farDistance, nearDistance);
                }

                if (farDistance * Certainty <= heap.Bound)
                {
                    waitingNodes[waiting] = far;
                    waitingDistances[waiting++] = farDistance;
                }

                if (nearDistance * Certainty <= heap.Bound)
                {
                    node = near;
                    continue;
                }
            }
            else
            {
                measured += OfferLeaf(query, node - firstLeaf, excludedPosition, ref heap);
            }

            do
            {
                if (waiting == 0)
                {
                    heap.Sort();
                    return measured;
                }

                waiting--;
            }
            while (waitingDistances[waiting] * Certainty > heap.Bound);
            node = waitingNodes[waiting];
        }
    }

    private int OfferLeaf(ReadOnlySpan<float> query, int leaf, int excludedPosition, ref NearestHeap heap)
    {
        int columnCount = query.Length;
        int end = _tree.LeafStarts[leaf + 1];
        ref float q = ref MemoryMarshal.GetReference(query);
        ref float rows = ref MemoryMarshal.GetArrayDataReference(_tree.Rows);
        for (int position = _tree.LeafStarts[leaf]; position < end; position++)
        {
            double distance = SquaredDistance.Between(ref q, ref Unsafe.Add(ref rows, position * columnCount), columnCount);
            if (distance <= heap.Bound && position != excludedPosition)
            {
                heap.Offer(_tree.Indices[position], distance);
            }
        }

        return end - _tree.LeafStarts[leaf];
    }

    private double BoxDistance(ReadOnlySpan<float> query, int node)
    {
        ReadOnlySpan<float> box = _tree.Box(node);
        ReadOnlySpan<float> high = box[query.Length..];
        double sum = 0;
        for (int j = 0; j < query.Length; j++)
        {
            double outside = Math.Max(Math.Max((double)box[j] - query[j], (double)query[j] - high[j]), 0);
            sum += outside * outside;
        }

        return sum;
    }
}
