using System.Buffers;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Neighbours by angle: a Euclidean search among the rows' directions. Queries are centred rows, as everywhere.</summary>
/// <remarks>Distances given are 2 (1 - cos). A query without direction gets distances NaN. Costs what
/// the inner search costs, plus O(D) a query.</remarks>
internal sealed class CosineSearch : INeighborSearch
{
    private readonly UnitRows _directions;
    private readonly INeighborSearch _inner;

    public CosineSearch(UnitRows directions, INeighborSearch inner)
    {
        _directions = directions;
        _inner = inner;
    }

    public NeighborGraph FindGraph(int neighborCount, FitContext context) =>
        Rescale(_inner.FindGraph(neighborCount, context), _directions.SquaredScale);

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(query.Length);
        Span<float> direction = rented.AsSpan(0, query.Length);
        _directions.Map.TryMap(query, direction);
        _inner.FindNearest(direction, indices, squaredDistances);
        Rescale(squaredDistances[..indices.Length], _directions.SquaredScale);
        ArrayPool<float>.Shared.Return(rented);
    }

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context)
    {
        int columnCount = _directions.Features.NumberOfColumns;
        var directions = new float[queryCount * columnCount];
        RowBlocks.ForEach(queryCount, context, (first, end) => _directions.Map.MapAll(
            queries.Span[(first * columnCount)..(end * columnCount)], directions.AsSpan(first * columnCount)));
        return Rescale(_inner.FindNearestBatch(directions, queryCount, neighborCount, context), _directions.SquaredScale);
    }

    /// <summary>Turns squared distances among scaled directions into 2 (1 - cos), in place; the scale is
    /// a power of two, so nothing is rounded.</summary>
    public static NeighborGraph Rescale(NeighborGraph graph, double squaredScale)
    {
        Rescale(graph.SquaredDistances, squaredScale);
        return graph;
    }

    private static void Rescale(Span<double> squaredDistances, double squaredScale)
    {
        for (int i = 0; i < squaredDistances.Length; i++)
        {
            squaredDistances[i] *= squaredScale;
        }
    }
}
