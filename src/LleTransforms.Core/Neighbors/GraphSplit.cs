using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Finds out whether a neighbour graph holds together, says so in the log, and does what the option asks where it does not.</summary>
internal static class GraphSplit
{
    private const int SizesShown = 10;

    /// <param name="features">The rows.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="option">What to do where the graph falls apart.</param>
    /// <param name="createSearch">Makes a search of some of the rows.</param>
    /// <param name="context">Threads, messages and cancellation.</param>
    public static GraphParts Resolve(
        CenteredFeatures features, NeighborGraph graph, LleDisconnectedGraph option, Func<CenteredFeatures, INeighborSearch> createSearch, FitContext context)
    {
        GraphComponents components = GraphComponents.Find(graph, context);
        int sinkCount = components.SinkComponents.Length;
        if (sinkCount > 1)
        {
            string message = Describe(graph, components);
            if (option == LleDisconnectedGraph.Throw)
            {
                throw new LleMessage($"{message}", $"A larger {LleOptionName.NumberOfNeighbors} would join them.")
                    .In(text => new InvalidOperationException(text));
            }

            if (option == LleDisconnectedGraph.Connect)
            {
                context.Say(LlePhase.Neighbors, LleSeverity.Warning, message +
                    " They are joined by their shortest edges; the first coordinates may do little but tell them apart.");
                (graph, components) = GraphConnection.Connect(features, graph, components, createSearch, context);
            }
            else
            {
                context.Say(LlePhase.Neighbors, LleSeverity.Info, message + " Each is embedded by itself.");
            }
        }
        else
        {
            context.Say(LlePhase.Neighbors, LleSeverity.Info,
                $"The graph of {graph.RowCount} rows and {graph.NeighborCount} neighbours holds together (weak components: {components.WeakSizes.Length}).");
        }

        return GraphParts.Divide(features, graph, components, createSearch, context);
    }

    private static string Describe(NeighborGraph graph, GraphComponents components)
    {
        SinkBasins basins = SinkBasins.Find(graph, components);
        int[] sizes = [.. basins.Basins.Select(basin => basin.Length).OrderDescending()];
        string shown = string.Join(", ", sizes.Take(SizesShown)) + (sizes.Length > SizesShown ? ", ..." : string.Empty);
        int loose = basins.LooseRows.Length;
        return $"With {graph.NeighborCount} neighbours the rows fall into {sizes.Length} components that do not reach each other, of {shown} rows" +
            (loose > 0 ? $", and {loose} rows that lead into several of them." : ".");
    }
}
