using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Methods;

/// <summary>Hessian eigenmaps: the embedding bends as little as it can.</summary>
/// <remarks>Donoho &amp; Grimes 2003, "Hessian eigenmaps", PNAS 100, section 4.</remarks>
internal sealed class HessianVariant : LleVariant
{
    public override string ShortName => "hessian";

    public override string Title => "Hessian LLE";

    public override bool CoversEveryRow => false;

    public override int SmallestNumberOfNeighbors(int componentCount) => checked((componentCount * (componentCount + 3) / 2) + 1);

    public override AlignmentMatrix Align(
        CenteredFeatures features, NeighborGraph graph, int sinkRow, GeometryOptions geometry, FitContext context) =>
        new AssembledAlignment(AlignmentAssembly.Assemble(
            graph,
            includesRow: false,
            geometry.FindsOrder,
            () => new HessianForms(features, graph.NumberOfNeighbors, geometry.NumberOfComponents),
            context));

    public override AlignmentSize SizeOf(double neighborCount, double rowCount) => AlignmentSize.OfForms(neighborCount, rowCount);
}
