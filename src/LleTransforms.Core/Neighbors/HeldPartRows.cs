using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Rows that one process holds.</summary>
/// <param name="features">The rows.</param>
/// <param name="cutsSmallSinks">Whether one sink that is small beside the body that leads into it counts as falling apart.</param>
/// <param name="search">How parts find their neighbours.</param>
/// <param name="findLinks">Tells which neighbours count.</param>
/// <param name="context">Threads and cancellation.</param>
internal sealed class HeldPartRows(
    CenteredFeatures features, bool cutsSmallSinks, PartSearch search, Func<CenteredFeatures, NeighborGraph, RowLinks> findLinks,
    FitContext context) : IPartRows
{
    /// <summary>The named rows; all of them are not copied.</summary>
    public CenteredFeatures FeaturesOf(int[] rows) => rows.Length == features.NumberOfRows ? features : features.Gather(rows);

    public LinkedGraph Link(NeighborGraph graph) => Link(features, graph);

    public LinkedGraph FindAnew(int[] rows, int[] places, NeighborGraph graph, bool keepsLists)
    {
        CenteredFeatures some = FeaturesOf(rows);
        PartSearch used = keepsLists ? search : search with { KeepsLists = false };
        return Link(some, used.FindGraph(some, places, graph, context));
    }

    public (int[] Rows, double[] SquaredDistances) FindNearest(int[] rows, int[] among)
    {
        NeighborGraph nearest = search.Create(features.Gather(among)).FindNearestOf(features.Gather(rows), 1, context);
        return (Array.ConvertAll(nearest.Indices, place => among[place]), nearest.SquaredDistances);
    }

    private LinkedGraph Link(CenteredFeatures rows, NeighborGraph graph)
    {
        RowLinks links = findLinks(rows, graph);
        return new LinkedGraph(graph, links, GraphComponents.Find(links, context)) { CutsSmallSinks = cutsSmallSinks };
    }
}
