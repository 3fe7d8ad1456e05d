using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;

namespace LleTransforms.OutOfSample;

/// <summary>Makes the rule by which a model places rows.</summary>
internal static class PlacementRule
{
    /// <summary>The rule that serves a method best, by the figures in docs/methods.md.</summary>
    public static LleOutOfSample DefaultFor(LleMethod method) => method switch
    {
        LleMethod.Standard => LleOutOfSample.Barycentric,
        _ when MethodGeometry.IsLinear(method) => LleOutOfSample.Linear,
        _ => LleOutOfSample.LocalAffine,
    };

    /// <param name="content">What the model is made of.</param>
    /// <param name="context">Threads and cancellation of the making; the rule does not keep it.</param>
    public static IPlacement Create(LleModelContent content, FitContext context)
    {
        if (content.Projection is LinearProjection projection)
        {
            return projection;
        }

        FittedRows rows = content.Rows!;
        int k = content.NumberOfNeighbors;
        Func<IRowWeights> createWeights = CreateWeights(content.OutOfSample, k, rows.Features.ColumnCount, content.Regularization);
        INeighborSearch search = NeighborSearch.Create(rows.Features, LleNeighborSearch.Auto, content.Metric, null, context);
        context.ThrowIfCancelled();
        return new NeighborPlacement(
            rows.Features, search, rows.Embedding, content.NumberOfComponents, k, createWeights);
    }

    /// <summary>Makes what makes one thread's scratch of a rule that weighs neighbours.</summary>
    public static Func<IRowWeights> CreateWeights(LleOutOfSample rule, int neighborCount, int columnCount, double regularization) =>
        rule == LleOutOfSample.LocalAffine
            ? () => new LocalAffineWeights(neighborCount, columnCount, regularization)
            : () => new BarycentricWeights(neighborCount, columnCount, regularization);
}
