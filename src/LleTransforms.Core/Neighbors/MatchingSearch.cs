using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Neighbours by the columns in which rows differ, for zeros and ones and for numbers that stand for categories.</summary>
/// <remarks>
/// Hamming 1950, "Error detecting and error correcting codes": the number of columns that differ. Jaccard 1901, "Etude comparative de la
/// distribution florale": their share of the columns in which either row is not zero. Both are squares of Euclidean distances of other
/// vectors, and so they stand in place of squared distances. Columns are compared after centring, which keeps equal values equal. All
/// distances are measured: O(D) each, n^2 / threads of them.
/// </remarks>
internal sealed class MatchingSearch : INeighborSearch
{
    // A row that is read from memory serves so many queries at once.
    private const int QueriesAtOnce = 16;

    private readonly CenteredFeatures _features;
    private readonly float[]? _zeroRow;

    /// <param name="features">The rows, whole.</param>
    /// <param name="metric">Hamming or Jaccard.</param>
    public MatchingSearch(CenteredFeatures features, LleMetric metric)
    {
        _features = features;
        if (metric == LleMetric.Jaccard)
        {
            _zeroRow = new float[features.NumberOfColumns];
            features.Scaling.Map(new double[features.NumberOfColumns], _zeroRow);
        }
    }

    /// <summary>Whether a metric compares rows column by column, as this search does.</summary>
    public static bool Serves(LleMetric metric) => metric is LleMetric.Hamming or LleMetric.Jaccard;

    public NeighborGraph FindGraph(int neighborCount, FitContext context) =>
        FindAll(_features.Values, _features.NumberOfRows, neighborCount, excludesSelf: true, LlePhase.Neighbors, context);

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context) =>
        FindAll(queries, queryCount, neighborCount, excludesSelf: false, LlePhase.Placement, context);

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances)
    {
        if (NonFiniteQuery.TryAnswer(query, indices, squaredDistances))
        {
            return;
        }

        var heap = new NearestHeap(indices, squaredDistances);
        for (int row = 0; row < _features.NumberOfRows; row++)
        {
            heap.Offer(row, Distance(query, _features.Row(row)));
        }

        heap.Sort();
    }

    private NeighborGraph FindAll(
        ReadOnlyMemory<float> queries, int queryCount, int neighborCount, bool excludesSelf, LlePhase phase, FitContext context)
    {
        NumberOfNeighborsRange.Check(neighborCount, _features.NumberOfRows - (excludesSelf ? 1 : 0));
        int[] indices = new int[checked(queryCount * neighborCount)];
        var graph = new NeighborGraph(queryCount, neighborCount, indices, new double[indices.Length]);
        int groupCount = (queryCount + QueriesAtOnce - 1) / QueriesAtOnce;
        long done = 0;
        Parallel.For(0, groupCount, context.Parallelism, group =>
        {
            int first = group * QueriesAtOnce;
            int end = Math.Min(first + QueriesAtOnce, queryCount);
            FindGroup(queries.Span, first, end, excludesSelf, graph);
            context.Report(phase, Interlocked.Add(ref done, end - first), queryCount);
        });
        return graph;
    }

    private void FindGroup(ReadOnlySpan<float> queries, int first, int end, bool excludesSelf, NeighborGraph graph)
    {
        int columnCount = _features.NumberOfColumns;
        int k = graph.NumberOfNeighbors;
        Span<int> counts = stackalloc int[QueriesAtOnce];
        for (int row = 0; row < _features.NumberOfRows; row++)
        {
            ReadOnlySpan<float> values = _features.Row(row);
            for (int query = first; query < end; query++)
            {
                if (!excludesSelf || query != row)
                {
                    NearestHeap heap = HeapOf(query, counts[query - first]);
                    heap.Offer(row, Distance(queries.Slice(query * columnCount, columnCount), values));
                    counts[query - first] = heap.Count;
                }
            }
        }

        for (int query = first; query < end; query++)
        {
            HeapOf(query, counts[query - first]).Sort();
            NonFiniteQuery.TryAnswer(
                queries.Slice(query * columnCount, columnCount), graph.Indices.AsSpan(query * k, k),
                graph.SquaredDistances.AsSpan(query * k, k));
        }

        NearestHeap HeapOf(int query, int count) =>
            new(graph.Indices.AsSpan(query * k, k), graph.SquaredDistances.AsSpan(query * k, k), count);
    }

    private double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        int differing = a.Length - ColumnMatches.Count(a, b);

        // Rows that do not differ have no distance, rows of zeros among them.
        return _zeroRow is null || differing == 0
            ? differing
            : (double)differing / (a.Length - ColumnMatches.CountBoth(a, b, _zeroRow));
    }
}
