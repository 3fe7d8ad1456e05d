using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Joins the sink components of a neighbour graph by their shortest edges until one is left, or no such edge is missing.</summary>
/// <remarks>
/// Each sink but the largest exchanges one neighbour with the nearest row outside it: both rows give up their farthest neighbour for the
/// other. Every round at least halves the number of sinks that are not the largest. The last sink, where it is small beside a body that
/// leads into it, exchanges one with the nearest row of the body. Cost: one search of each small sink's rows among the others a round.
/// </remarks>
internal static class GraphConnection
{
    /// <summary>A round at least halves the sinks, unless their rows have too few neighbours to give one up.</summary>
    private const int MostRounds = 64;

    /// <param name="rows">The rows, wherever they lie.</param>
    /// <param name="linked">Their neighbours; distances may be missing.</param>
    /// <param name="context">Cancellation.</param>
    /// <returns>The joined graph. It has several sinks where neighbours that were given do not count.</returns>
    public static LinkedGraph Connect(IPartRows rows, LinkedGraph linked, FitContext context)
    {
        NeighborGraph graph = linked.Graph;
        var joined = new NeighborGraph(graph.NumberOfRows, graph.NumberOfNeighbors, [.. graph.Indices], [.. graph.SquaredDistances]);
        int[] given = new int[graph.NumberOfRows];
        for (int round = 0; round < MostRounds; round++)
        {
            if (linked.HoldsTogether)
            {
                return linked;
            }

            bool changed = false;
            foreach ((int[] sink, int[] others) in EdgesToAdd(linked))
            {
                context.ThrowIfCancelled();
                (int inside, int outside, double distance) = ShortestEdge(rows, sink, others);
                changed |= Exchange(joined, given, inside, outside, distance);
                changed |= Exchange(joined, given, outside, inside, distance);
            }

            if (!changed)
            {
                return linked;
            }

            linked = rows.Link(joined);
        }

        // Few neighbours, many of them given away: a sink that gives up its farthest neighbour may itself fall apart.
        const LleOptionName K = LleOptionName.NumberOfNeighbors, Way = LleOptionName.DisconnectedGraph;
        string rounds = "too few to connect the rows' components by exchanging neighbours: "
            + $"after {MostRounds} rounds they still fall apart";
        throw new LleMessage(
            $"{K} is {graph.NumberOfNeighbors}, {rounds}.",
            $"A larger {K} would work.",
            $"{Way} {Way.Value(LleDisconnectedGraph.EmbedSeparately)} would work, too.")
            .In(text => new InvalidOperationException(text));
    }

    /// <summary>The sinks to be joined, and to which rows.</summary>
    private static IEnumerable<(int[] Sink, int[] Others)> EdgesToAdd(LinkedGraph linked)
    {
        GraphComponents components = linked.Components;
        if (linked.OnlySmallSink is SmallSink small)
        {
            return [(small.Rows, components.RowsOfStrong(small.BodyComponent))];
        }

        return components.SinkComponents
            .Select(components.RowsOfStrong)
            .OrderByDescending(rows => rows.Length)
            .Skip(1)
            .Select(sink => (sink, (int[])[.. Enumerable.Range(0, linked.Graph.NumberOfRows).Except(sink)]));
    }

    /// <summary>The shortest edge from a sink to other rows; the first of equals.</summary>
    private static (int Inside, int Outside, double SquaredDistance) ShortestEdge(IPartRows rows, int[] sink, int[] others)
    {
        (int[] nearest, double[] distances) = rows.FindNearest(sink, others);
        int best = 0;
        for (int i = 1; i < sink.Length; i++)
        {
            if (distances[i] < distances[best])
            {
                best = i;
            }
        }

        return (sink[best], nearest[best], distances[best]);
    }

    /// <summary>Gives the row a new neighbour in place of its farthest one that was not itself given.</summary>
    /// <returns>False where it had that neighbour already.</returns>
    private static bool Exchange(NeighborGraph graph, int[] given, int row, int neighbor, double distance)
    {
        if (graph.Of(row).Contains(neighbor))
        {
            return false;
        }

        int k = graph.NumberOfNeighbors;
        int slot = (row * k) + Math.Max(0, k - 1 - given[row]);
        graph.Indices[slot] = neighbor;
        if (graph.SquaredDistances.Length > 0)
        {
            graph.SquaredDistances[slot] = distance;
        }

        given[row]++;
        return true;
    }
}
