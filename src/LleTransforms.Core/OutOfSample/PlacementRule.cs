using LleTransforms.Neighbors;

namespace LleTransforms.OutOfSample;

/// <summary>Makes the rule by which a model places rows.</summary>
internal static class PlacementRule
{
    public static IPlacement Create(LleModelContent content) => new BarycentricPlacement(
        content.Features,
        NeighborSearch.Create(content.Features),
        content.Embedding,
        content.NumberOfComponents,
        content.NumberOfNeighbors,
        content.Regularization);
}
