using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>
/// Finds out whether a neighbour graph holds together by the neighbours that count, and says so in the log. Where it does not, it does what
/// the option asks.
/// </summary>
internal static class GraphSplit
{
    private const int SizesShown = 10;

    /// <param name="features">The rows.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="option">What to do where the graph falls apart.</param>
    /// <param name="cutsSmallSinks">Whether one sink that is small beside the body that leads into it counts as falling apart.</param>
    /// <param name="search">How parts find their neighbours.</param>
    /// <param name="findLinks">Tells which neighbours count.</param>
    /// <param name="context">Threads, messages and cancellation.</param>
    public static GraphParts Resolve(
        CenteredFeatures features,
        NeighborGraph graph,
        LleDisconnectedGraph option,
        bool cutsSmallSinks,
        PartSearch search,
        Func<CenteredFeatures, NeighborGraph, RowLinks> findLinks,
        FitContext context)
    {
        var rows = new HeldPartRows(features, cutsSmallSinks, search, findLinks, context);
        return GraphParts.Of(Resolve(rows, graph, option, context), rows);
    }

    /// <param name="rows">The rows, wherever they lie.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="option">What to do where the graph falls apart.</param>
    /// <param name="context">Messages and cancellation.</param>
    public static GraphDivision Resolve(IPartRows rows, NeighborGraph graph, LleDisconnectedGraph option, FitContext context)
    {
        LinkedGraph linked = rows.Link(graph);
        if (linked.HoldsTogether)
        {
            context.Say(LlePhase.Neighbors, LleSeverity.Info,
                $"The graph of {graph.NumberOfRows} rows and {graph.NumberOfNeighbors} neighbours holds together " +
                $"(weak components: {linked.Components.WeakSizes.Length}).");
            return GraphDivision.Divide(rows, linked, keepsLists: true, context);
        }

        string message = Describe(linked);
        if (option == LleDisconnectedGraph.Throw)
        {
            throw new LleMessage($"{message}", $"A larger {LleOptionName.NumberOfNeighbors} would join them.")
                .In(text => new InvalidOperationException(text));
        }

        if (option != LleDisconnectedGraph.Connect)
        {
            context.Say(LlePhase.Neighbors, LleSeverity.Warning, message +
                " Each is embedded by itself. More neighbours may join them; distances between parts mean little.");
            return GraphDivision.Divide(rows, linked, keepsLists: true, context);
        }

        context.Say(LlePhase.Neighbors, LleSeverity.Warning, message +
            " They are joined by their shortest edges; the first coordinates may do little but tell them apart.");
        linked = GraphConnection.Connect(rows, linked, context);
        if (!linked.HoldsTogether)
        {
            context.Say(LlePhase.Neighbors, LleSeverity.Warning,
                "The rows at some of these edges give them no weight. " + Describe(linked) + " Each is embedded by itself.");
        }

        // An edge that joins is in the place of a neighbour.
        return GraphDivision.Divide(rows, linked, keepsLists: false, context);
    }

    /// <summary>What the graph falls into, with the sizes of its pieces, largest first.</summary>
    internal static string Describe(LinkedGraph linked)
    {
        if (linked.OnlySmallSink is SmallSink small)
        {
            return $"With {linked.Graph.NumberOfNeighbors} neighbours a body of {small.BodySize} rows leads into " +
                $"{small.Rows.Length} rows from which nothing leads back.";
        }

        SinkBasins basins = SinkBasins.Find(linked.Links, linked.Components);
        int[] sizes = [.. basins.Basins.Select(basin => basin.Length).OrderDescending()];
        string shown = string.Join(", ", sizes.Take(SizesShown)) + (sizes.Length > SizesShown ? ", ..." : string.Empty);
        int loose = basins.LooseRows.Length;
        return $"With {linked.Graph.NumberOfNeighbors} neighbours the rows fall into {sizes.Length} components that do not reach " +
            $"each other, of {shown} rows" +
            (loose > 0 ? $", and {loose} rows that lead into several of them." : ".");
    }
}
