using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Methods;

/// <summary>Modified LLE: several weight vectors for each row, so that noise in one is held by the others.</summary>
/// <remarks>Zhang &amp; Wang 2006, "MLLE: modified locally linear embedding using multiple weights", NIPS 19.</remarks>
internal sealed class ModifiedVariant : LleVariant
{
    public override string ShortName => "modified";

    public override string Title => "Modified LLE";

    public override AlignmentMatrix Align(
        CenteredFeatures features, NeighborGraph graph, int sinkRow, GeometryOptions geometry, FitContext context)
    {
        int fewestLeading = geometry.LimitWeightVectors ? geometry.NumberOfComponents : 1;
        var shares = new VarianceShares(features.NumberOfRows, geometry.NumberOfComponents);
        return new AssembledAlignment(AlignmentAssembly.Assemble(
            graph,
            includesRow: true,
            geometry.FindsOrder,
            () => new ModifiedWeights(features, graph.NumberOfNeighbors, fewestLeading, geometry.Regularization, shares),
            shares.Settle,
            context));
    }

    public override AlignmentSize SizeOf(double neighborCount, double rowCount) => AlignmentSize.OfForms(neighborCount + 1, rowCount);
}
