using LleTransforms.Features;
using LleTransforms.Neighbors.Dense;

namespace LleTransforms.Neighbors;

/// <summary>Chooses a search for a set of rows.</summary>
internal static class NeighborSearch
{
    public static INeighborSearch Create(CenteredFeatures features) => new DenseSearch(features);
}
