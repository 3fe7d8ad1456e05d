using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Spectral;

namespace LleTransforms.LocalGeometry;

/// <summary>Makes the alignment matrix that a method aligns by: the one place that knows which method uses which geometry.</summary>
internal static class MethodGeometry
{
    public static bool IsLinear(LleMethod method) =>
        method is LleMethod.NeighborhoodPreservingEmbedding or LleMethod.LinearLocalTangentSpaceAlignment;

    /// <summary>Whether M has an entry for every row; where not, a row that is nobody's neighbour has none and must be placed afterwards.</summary>
    public static bool CoversEveryRow(LleMethod method) =>
        method is LleMethod.Standard or LleMethod.Modified or LleMethod.NeighborhoodPreservingEmbedding;

    /// <summary>The fewest neighbours that a method needs for d components.</summary>
    public static int SmallestNeighborCount(LleMethod method, int componentCount) => method switch
    {
        LleMethod.Hessian => checked((componentCount * (componentCount + 3) / 2) + 1),
        LleMethod.Modified or LleMethod.LocalTangentSpaceAlignment or LleMethod.LinearLocalTangentSpaceAlignment => checked(componentCount + 1),
        _ => 2,
    };

    /// <param name="features">The rows.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="sinkRow">A row that every row reaches; used by the standard method's solver.</param>
    /// <param name="options">The method, d and the regularisation.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static AlignmentMatrix Align(CenteredFeatures features, NeighborGraph graph, int sinkRow, LleOptions options, FitContext context)
    {
        int k = graph.NeighborCount;
        int d = options.NumberOfComponents;
        switch (options.Method)
        {
            case LleMethod.Standard or LleMethod.NeighborhoodPreservingEmbedding:
                return new FactoredAlignment(WeightGraph.ResidualMatrix(features, graph, options.Regularization, context), sinkRow);
            case LleMethod.Modified:
                int fewestLeading = options.LimitWeightVectors ? d : 1;
                var shares = new VarianceShares(features.RowCount, d);
                return new AssembledAlignment(AlignmentAssembly.Assemble(
                    graph, includesRow: true, () => new ModifiedWeights(features, k, fewestLeading, options.Regularization, shares), shares.Settle, context));
            case LleMethod.Hessian:
                return new AssembledAlignment(AlignmentAssembly.Assemble(graph, includesRow: false, () => new HessianForms(features, k, d), context));
            case LleMethod.LocalTangentSpaceAlignment or LleMethod.LinearLocalTangentSpaceAlignment:
                return new AssembledAlignment(AlignmentAssembly.Assemble(graph, includesRow: false, () => new TangentSpaces(features, k, d), context));
            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.Method, "The method is not known.");
        }
    }
}
