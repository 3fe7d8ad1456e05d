using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Approximate;

/// <summary>Some rows whose true neighbours are known, by which the recall of an approximate graph is told.</summary>
/// <remarks>A row as near as the farthest true neighbour counts as found, so that ties lose nothing. Cost: an exact search for 256
/// rows.</remarks>
internal sealed class RecallSample
{
    /// <summary>The rows that are searched for exactly. The recall of so many is known to about a hundredth.</summary>
    private const int MostRows = 256;

    private readonly CenteredFeatures _features;
    private readonly int _neighborCount;
    private readonly int[] _order;
    private readonly int[] _places;
    private readonly double[] _farthest;

    /// <param name="features">The rows.</param>
    /// <param name="order">The row at each place of the pools.</param>
    /// <param name="exact">Finds true neighbours.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="context">Threads and cancellation.</param>
    public RecallSample(CenteredFeatures features, int[] order, INeighborSearch exact, int neighborCount, FitContext context)
    {
        _features = features;
        _neighborCount = neighborCount;
        _order = order;
        int count = Math.Min(MostRows, order.Length);

        // Places at equal distances hold rows of all regions: pools lie in the order of a tree.
        _places = [.. Enumerable.Range(0, count).Select(i => (int)(order.Length * (i + 0.5) / count))];
        NeighborGraph graph = exact.FindGraphRows(features, [.. _places.Select(place => order[place])], neighborCount, context);
        _farthest = [.. Enumerable.Range(0, count).Select(i => graph.SquaredDistances[((i + 1) * neighborCount) - 1])];
    }

    /// <summary>The part of true neighbours that pools hold.</summary>
    public double Recall(NeighborPools pools)
    {
        long found = 0;
        for (int i = 0; i < _places.Length; i++)
        {
            ReadOnlySpan<float> row = _features.Row(_order[_places[i]]);
            int near = 0;
            foreach (int candidate in pools.Of(_places[i]))
            {
                near += SquaredDistance.Between(row, _features.Row(_order[candidate])) <= _farthest[i] ? 1 : 0;
            }

            found += Math.Min(near, _neighborCount);
        }

        return found / ((double)_places.Length * _neighborCount);
    }
}
