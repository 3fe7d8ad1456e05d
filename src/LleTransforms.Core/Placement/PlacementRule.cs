using LleTransforms.LocalGeometry;
using LleTransforms.Methods;

namespace LleTransforms.Placement;

/// <summary>The rules that weigh a row's neighbours.</summary>
internal static class PlacementRule
{
    /// <summary>Makes the factory that gives each thread its scratch of a rule that weighs neighbours.</summary>
    public static Func<IRowWeights> CreateWeights(
        LlePlacement rule, LleVariant variant, int neighborCount, int columnCount, double regularization) =>
        rule switch
        {
            LlePlacement.Barycentric => () => variant.CreateWeights(neighborCount, columnCount, regularization),
            LlePlacement.LocalAffine => () => new LocalAffineWeights(neighborCount, columnCount, regularization),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "The rule weighs no neighbours."),
        };
}
