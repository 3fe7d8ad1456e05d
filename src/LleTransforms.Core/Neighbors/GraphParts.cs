using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Rows that are embedded by themselves: their features and their neighbours among each other.</summary>
/// <param name="Rows">The rows' numbers in the whole, ascending.</param>
/// <param name="Features">Their features.</param>
/// <param name="Graph">Their neighbours, numbered within the part.</param>
/// <param name="SinkRow">A row of the part that every row of it reaches.</param>
internal sealed record GraphPart(int[] Rows, CenteredFeatures Features, NeighborGraph Graph, int SinkRow);

/// <summary>Divides rows whose neighbour graph has several sink components into parts that have one each.</summary>
/// <remarks>
/// A part is a sink with all rows that lead into it alone; rows that lead into several are loose. Where more rows are loose than the largest part
/// holds, the sinks are small closed cliques beside the body of the data: they become parts, and the rest finds its neighbours anew without them.
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

    public static GraphParts Divide(
        CenteredFeatures features, NeighborGraph graph, GraphComponents components, Func<CenteredFeatures, INeighborSearch> createSearch, FitContext context)
    {
        var parts = new List<GraphPart>();
        int[] rest = [.. Enumerable.Range(0, features.RowCount)];
        while (true)
        {
            if (components.SinkComponents.Length == 1)
            {
                parts.Add(new GraphPart(rest, features, graph, components.RowsOfStrong(components.SinkComponents[0])[0]));
                return Ordered(parts, []);
            }

            SinkBasins basins = SinkBasins.Find(graph, components);
            for (int sink = 0; sink < basins.Basins.Length; sink++)
            {
                int sinkRow = components.RowsOfStrong(components.SinkComponents[sink])[0];
                parts.Add(PartOf(basins.Basins[sink], sinkRow, rest, features, graph));
            }

            int[] loose = basins.LooseRows;
            if (loose.Length <= Math.Max(basins.Basins.Max(basin => basin.Length), graph.NeighborCount))
            {
                return Ordered(parts, [.. loose.Select(row => rest[row])]);
            }

            features = features.Gather(loose);
            rest = [.. loose.Select(row => rest[row])];
            graph = createSearch(features).FindGraph(graph.NeighborCount, context);
            components = GraphComponents.Find(graph, context);
        }
    }

    private static GraphParts Ordered(List<GraphPart> parts, int[] looseRows) =>
        new([.. parts.OrderByDescending(part => part.Rows.Length).ThenBy(part => part.Rows[0])], looseRows);

    private static GraphPart PartOf(int[] rows, int sinkRow, int[] rest, CenteredFeatures features, NeighborGraph graph)
    {
        int k = graph.NeighborCount;
        int[] indices = new int[rows.Length * k];
        double[] distances = new double[rows.Length * k];
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<int> neighbors = graph.Of(rows[i]);
            for (int j = 0; j < k; j++)
            {
                indices[(i * k) + j] = Array.BinarySearch(rows, neighbors[j]);
                distances[(i * k) + j] = graph.SquaredDistances[(rows[i] * k) + j];
            }
        }

        return new GraphPart(
            [.. rows.Select(row => rest[row])],
            features.Gather(rows),
            new NeighborGraph(rows.Length, k, indices, distances),
            Array.BinarySearch(rows, sinkRow));
    }
}
