using LleTransforms.Features;

namespace LleTransforms.Neighbors;

/// <summary>Finds out whether a neighbour graph holds together, says so in the log, and does what the option asks where it does not.</summary>
internal static class GraphSplit
{
    private const int SizesShown = 10;

    public static GraphParts Resolve(CenteredFeatures features, NeighborGraph graph, LleDisconnectedGraph option, FitContext context)
    {
        GraphComponents components = GraphComponents.Find(graph);
        int sinkCount = components.SinkComponents.Length;
        if (sinkCount > 1)
        {
            string message = Describe(graph, components);
            if (option == LleDisconnectedGraph.Throw)
            {
                throw new InvalidOperationException(message + " A larger NumberOfNeighbors would join them.");
            }

            if (option == LleDisconnectedGraph.Connect)
            {
                context.Say(LlePhase.Neighbors, LleSeverity.Warning, message +
                    " They are joined by their shortest edges; the first coordinates may do little but tell them apart.");
                graph = GraphConnection.Connect(features, graph, context);
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

        return GraphParts.Divide(features, graph, context);
    }

    private static string Describe(NeighborGraph graph, GraphComponents components)
    {
        int[] sizes = [.. components.SinkComponents.Select(sink => components.StrongSizes[sink]).OrderDescending()];
        string shown = string.Join(", ", sizes.Take(SizesShown)) + (sizes.Length > SizesShown ? ", ..." : string.Empty);
        int loose = graph.RowCount - sizes.Sum();
        return $"With {graph.NeighborCount} neighbours the rows fall into {sizes.Length} components that do not reach each other, of {shown} rows" +
            (loose > 0 ? $", and {loose} rows that lead into them." : ".");
    }
}
