using LleTransforms.Features;

namespace LleTransforms.Neighbors;

/// <summary>Rows that are embedded by themselves: their features and their neighbours among each other.</summary>
/// <param name="Rows">The rows' numbers in the whole, ascending.</param>
/// <param name="Features">Their features.</param>
/// <param name="Graph">Their neighbours, numbered within the part.</param>
/// <param name="SinkRow">A row of the part that every row of it reaches.</param>
internal sealed record GraphPart(int[] Rows, CenteredFeatures Features, NeighborGraph Graph, int SinkRow);

/// <summary>The parts of a division with their rows at hand.</summary>
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

    public static GraphParts Of(GraphDivision division, HeldPartRows rows) =>
        new([.. division.Parts.Select(part => PartOf(part, rows))], [.. division.LooseRows]);

    private static GraphPart PartOf(DividedPart part, HeldPartRows rows)
    {
        NeighborGraph graph = part.Graph;
        CenteredFeatures features = rows.FeaturesOf(part.Rows);
        if (part.Places.Length == graph.NumberOfRows)
        {
            return new GraphPart(part.Rows, features, graph, part.SinkRow);
        }

        int k = graph.NumberOfNeighbors;
        int[] indices = new int[part.Rows.Length * k];
        double[] distances = new double[part.Rows.Length * k];
        for (int i = 0; i < part.Rows.Length; i++)
        {
            int row = part.Places[i];
            ReadOnlySpan<int> neighbors = graph.Of(row);
            for (int j = 0; j < k; j++)
            {
                indices[(i * k) + j] = Array.BinarySearch(part.Places, neighbors[j]);
                distances[(i * k) + j] = graph.SquaredDistances[(row * k) + j];
            }
        }

        return new GraphPart(part.Rows, features, new NeighborGraph(part.Rows.Length, k, indices, distances), part.SinkRow);
    }
}
