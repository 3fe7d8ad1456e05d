using LleTransforms.Features;

namespace LleTransforms.Neighbors;

/// <summary>Rows that are embedded by themselves: their features and their neighbours among each other.</summary>
/// <param name="Rows">The rows' numbers in the whole, ascending.</param>
/// <param name="Features">Their features.</param>
/// <param name="Graph">Their neighbours, numbered within the part.</param>
/// <param name="SinkRow">A row of the part that every row of it reaches.</param>
internal sealed record GraphPart(int[] Rows, CenteredFeatures Features, NeighborGraph Graph, int SinkRow);

/// <summary>Divides rows whose neighbour graph has several sink components into parts that have one each.</summary>
/// <remarks>
/// As a rule each sink is a part and the rows that lead into sinks are loose. Where more rows are loose than the largest sink holds, the sinks are
/// small closed cliques beside the body of the data: they become parts, and the rest finds its neighbours anew without them.
/// </remarks>
internal sealed class GraphParts
{
    private GraphParts(IReadOnlyList<GraphPart> parts, int[] looseRows)
    {
        Parts = parts;
        LooseRows = looseRows;
    }

    /// <summary>Largest first.</summary>
    public IReadOnlyList<GraphPart> Parts { get; }

    /// <summary>The rows that belong to no part, ascending.</summary>
    public int[] LooseRows { get; }

    public static GraphParts Divide(CenteredFeatures features, NeighborGraph graph, FitContext context)
    {
        var parts = new List<GraphPart>();
        int[] rest = [.. Enumerable.Range(0, features.RowCount)];
        while (true)
        {
            GraphComponents components = GraphComponents.Find(graph);
            int[][] sinks = [.. components.SinkComponents.Select(components.RowsOfStrong)];
            if (sinks.Length == 1)
            {
                parts.Add(new GraphPart(rest, features, graph, sinks[0][0]));
                return Ordered(parts, []);
            }

            foreach (int[] sink in sinks)
            {
                parts.Add(PartOfSink(sink, rest, features, graph));
            }

            int[] loose = [.. Enumerable.Range(0, graph.RowCount).Except(sinks.SelectMany(sink => sink)).Order()];
            if (loose.Length <= Math.Max(sinks.Max(sink => sink.Length), graph.NeighborCount))
            {
                return Ordered(parts, [.. loose.Select(row => rest[row])]);
            }

            features = DistinctRows.Gather(features, loose);
            rest = [.. loose.Select(row => rest[row])];
            graph = NeighborSearch.Create(features).FindGraph(graph.NeighborCount, context);
        }
    }

    private static GraphParts Ordered(List<GraphPart> parts, int[] looseRows) =>
        new([.. parts.OrderByDescending(part => part.Rows.Length).ThenBy(part => part.Rows[0])], looseRows);

    private static GraphPart PartOfSink(int[] sink, int[] rest, CenteredFeatures features, NeighborGraph graph)
    {
        int k = graph.NeighborCount;
        int[] indices = new int[sink.Length * k];
        double[] distances = new double[sink.Length * k];
        for (int i = 0; i < sink.Length; i++)
        {
            ReadOnlySpan<int> neighbors = graph.Of(sink[i]);
            for (int j = 0; j < k; j++)
            {
                indices[(i * k) + j] = Array.BinarySearch(sink, neighbors[j]);
                distances[(i * k) + j] = graph.SquaredDistances[(sink[i] * k) + j];
            }
        }

        return new GraphPart(
            [.. sink.Select(row => rest[row])],
            DistinctRows.Gather(features, sink),
            new NeighborGraph(sink.Length, k, indices, distances),
            SinkRow: 0);
    }
}
