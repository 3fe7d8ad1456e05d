using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Model;

/// <summary>Makes the rule by which a model places rows.</summary>
internal static class ModelPlacement
{
    /// <param name="content">What the model is made of.</param>
    /// <param name="search">A search of the rows that the model holds, by the metric; null where one has to be made.</param>
    /// <param name="context">Threads and cancellation of the making; the rule does not keep it.</param>
    public static IPlacement Create(LleModelContent content, INeighborSearch? search, FitContext context)
    {
        if (content.Projection is LinearProjection projection)
        {
            return projection;
        }

        FittedRows rows = content.Rows!;
        int k = content.NumberOfNeighbors;
        Func<IRowWeights> createWeights = PlacementRule.CreateWeights(
            content.Placement, content.Method.Variant(), k, rows.Features.NumberOfColumns, content.Regularization);
        search ??= NeighborSearches.Create(rows.Features, LleNeighborSearch.Auto, content.Metric, null, context);
        context.ThrowIfCancelled();
        return new NeighborPlacement(
            rows.Features, search, rows.Embedding, content.NumberOfComponents, k, createWeights);
    }
}
