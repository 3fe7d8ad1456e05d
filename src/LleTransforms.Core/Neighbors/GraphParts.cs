using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Rows that are embedded by themselves: their features and their neighbours among each other.</summary>
/// <param name="Rows">The rows' numbers in the whole, ascending.</param>
/// <param name="Features">Their features.</param>
/// <param name="Graph">Their neighbours, numbered within the part.</param>
/// <param name="SinkRow">A row of the part that every row of it reaches.</param>
internal sealed record GraphPart(int[] Rows, CenteredFeatures Features, NeighborGraph Graph, int SinkRow);

/// <summary>Divides rows whose links have several sink components into parts that have one each.</summary>
/// <remarks>
/// A part is a sink with all rows that lead into it alone. Rows that lead into several are loose. Where more rows are loose than the
/// largest part holds, the sinks are small closed cliques beside the body of the data. They become parts, and the rest finds its neighbours
/// anew without them. One sink that is small beside the body that leads into it alone is cut off as several are. A part of which a row has
/// a neighbour elsewhere, which does not count, finds its neighbours anew, too. What then falls apart is divided again, and parts only get
/// smaller.
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

    /// <param name="features">The rows.</param>
    /// <param name="linked">Their neighbours.</param>
    /// <param name="search">How parts find their neighbours.</param>
    /// <param name="link">Finds out which of some rows' neighbours count.</param>
    /// <param name="context">Messages and cancellation.</param>
    public static GraphParts Divide(
        CenteredFeatures features,
        LinkedGraph linked,
        PartSearch search,
        Func<CenteredFeatures, NeighborGraph, LinkedGraph> link,
        FitContext context)
    {
        var parts = new List<GraphPart>();
        var looseRows = new List<int>();
        int[] rest = [.. Enumerable.Range(0, features.NumberOfRows)];
        while (true)
        {
            if (linked.HoldsTogether)
            {
                parts.Add(new GraphPart(rest, features, linked.Graph, linked.RowOfSink(0)));
                break;
            }

            SinkBasins basins = SinkBasins.Find(linked.Links, linked.Components);
            for (int sink = 0; sink < basins.Basins.Length; sink++)
            {
                context.ThrowIfCancelled();
                int[] basin = basins.Basins[sink];
                if (linked.SmallSinkOf(sink, basin) is SmallSink small)
                {
                    int[] others = [.. basin.Except(small.Rows)];
                    context.Say(LlePhase.Neighbors, LleSeverity.Info,
                        $"{others.Length} rows find their neighbours anew, without {small.Rows.Length} that lead to none of them.");
                    Add(small.Rows, sink);
                    AddDivided(others);
                }
                else
                {
                    Add(basin, sink);
                }
            }

            int[] loose = basins.LooseRows;
            int neighborCount = linked.Graph.NumberOfNeighbors;
            if (loose.Length <= Math.Max(basins.Basins.Max(basin => basin.Length), neighborCount))
            {
                looseRows.AddRange(loose.Select(row => rest[row]));
                break;
            }

            features = features.Gather(loose);
            rest = [.. loose.Select(row => rest[row])];
            linked = link(features, search.FindGraph(features, loose, linked.Graph, context));
        }

        return new GraphParts([.. parts.OrderByDescending(part => part.Rows.Length).ThenBy(part => part.Rows[0])], [.. looseRows.Order()]);

        void Add(int[] rows, int sink)
        {
            if (IsClosed(rows, linked.Graph))
            {
                parts.Add(PartOf(rows, linked.RowOfSink(sink), rest, features, linked.Graph));
            }
            else
            {
                AddDivided(rows);
            }
        }

        void AddDivided(int[] rows)
        {
            CenteredFeatures inner = features.Gather(rows);
            NeighborGraph graph = search.FindGraph(inner, rows, linked.Graph, context);
            GraphParts divided = Divide(inner, link(inner, graph), search, link, context);
            parts.AddRange(divided.Parts.Select(part => part with { Rows = Array.ConvertAll(part.Rows, row => rest[rows[row]]) }));
            looseRows.AddRange(divided.LooseRows.Select(row => rest[rows[row]]));
        }
    }

    /// <summary>Whether all neighbours of some rows, ascending, are among them.</summary>
    private static bool IsClosed(int[] rows, NeighborGraph graph)
    {
        foreach (int row in rows)
        {
            foreach (int neighbor in graph.Of(row))
            {
                if (Array.BinarySearch(rows, neighbor) < 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static GraphPart PartOf(int[] rows, int sinkRow, int[] rest, CenteredFeatures features, NeighborGraph graph)
    {
        int k = graph.NumberOfNeighbors;
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
