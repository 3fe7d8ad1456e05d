using LleTransforms.Features;

namespace LleTransforms.Neighbors;

/// <summary>Chooses a search for a set of rows.</summary>
internal static class NeighborSearch
{
    public static INeighborSearch Create(CenteredFeatures features) => new BruteForceSearch(features);
}
