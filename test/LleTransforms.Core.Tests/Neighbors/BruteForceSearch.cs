using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>The plain search that all others must equal bit for bit: every distance, in double.</summary>
internal sealed class BruteForceSearch : INeighborSearch
{
    private readonly CenteredFeatures _features;

    public BruteForceSearch(CenteredFeatures features) => _features = features;

    public NeighborGraph FindGraph(int neighborCount, FitContext context) =>
        FindAll(_features.Values, _features.NumberOfRows, neighborCount, excludeSelf: true, context);

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context) =>
        FindAll(queries, queryCount, neighborCount, excludeSelf: false, context);

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances) =>
        FindOne(query, excluded: -1, indices, squaredDistances);

    private NeighborGraph FindAll(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, bool excludeSelf, FitContext context)
    {
        int most = _features.NumberOfRows - (excludeSelf ? 1 : 0);
        NumberOfNeighborsRange.Check(neighborCount, most);
        int columnCount = _features.NumberOfColumns;
        var indices = new int[checked(queryCount * neighborCount)];
        var distances = new double[indices.Length];
        Parallel.For(0, queryCount, context.Parallelism, row =>
            FindOne(
                queries.Span.Slice(row * columnCount, columnCount),
                excludeSelf ? row : -1,
                indices.AsSpan(row * neighborCount, neighborCount),
                distances.AsSpan(row * neighborCount, neighborCount)));
        context.Report(LlePhase.Neighbors, queryCount, queryCount);
        return new NeighborGraph(queryCount, neighborCount, indices, distances);
    }

    private void FindOne(ReadOnlySpan<float> query, int excluded, Span<int> indices, Span<double> squaredDistances)
    {
        if (NonFiniteQuery.TryAnswer(query, indices, squaredDistances))
        {
            return;
        }

        var heap = new NearestHeap(indices, squaredDistances);
        for (int row = 0; row < _features.NumberOfRows; row++)
        {
            if (row != excluded)
            {
                heap.Offer(row, SquaredDistance.Between(query, _features.Row(row)));
            }
        }

        heap.Sort();
    }
}
