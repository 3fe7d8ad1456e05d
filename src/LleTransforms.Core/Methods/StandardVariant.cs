using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Methods;

/// <summary>Standard LLE: each row is the weighted mean of its neighbours, and the embedding keeps the weights. M = (I - W)^T (I - W).</summary>
/// <remarks>Roweis &amp; Saul 2000, "Nonlinear dimensionality reduction by locally linear embedding", Science 290, equations 1 and 2.</remarks>
internal class StandardVariant : LleVariant
{
    public override string ShortName => "standard";

    public override string Title => "Standard LLE";

    public override LleOutOfSample DefaultPlacement => LleOutOfSample.Barycentric;

    public override int SmallestNeighborCount(int componentCount) => 2;

    public override AlignmentMatrix Align(CenteredFeatures features, NeighborGraph graph, int sinkRow, GeometryOptions geometry, FitContext context) =>
        new FactoredAlignment(
            WeightGraph.ResidualMatrix(features, graph, WeightsOf(graph, features, geometry), context, keepsZeros: UsesEveryNeighbor),
            sinkRow);

    public override AlignmentSize SizeOf(double neighborCount, double rowCount) => AlignmentSize.OfWeights(neighborCount);
}
