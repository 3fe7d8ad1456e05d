using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Methods;

/// <summary>Local tangent space alignment: each neighbourhood's tangent coordinates are aligned.</summary>
/// <remarks>Zhang &amp; Zha 2004, "Principal manifolds and nonlinear dimensionality reduction via
/// tangent space alignment", SIAM J. Sci. Comput. 26.</remarks>
internal class TangentSpaceVariant : LleVariant
{
    public override string ShortName => "ltsa";

    public override string Title => "LTSA";

    public override bool CoversEveryRow => false;

    /// <summary>One more than others need: d + 1 rows lie in a plane of d dimensions, whatever they are. All their forms are zero, and
    /// nothing would be aligned.</summary>
    public override int SmallestNumberOfNeighbors(int componentCount) => checked(componentCount + 2);

    public override AlignmentMatrix Align(
        CenteredFeatures features, NeighborGraph graph, int sinkRow, GeometryOptions geometry, FitContext context) =>
        new AssembledAlignment(AlignmentAssembly.Assemble(
            graph,
            includesRow: false,
            geometry.FindsOrder,
            () => new TangentSpaces(features, graph.NumberOfNeighbors, geometry.NumberOfComponents),
            context));

    public override AlignmentSize SizeOf(double neighborCount, double rowCount) => AlignmentSize.OfForms(neighborCount, rowCount);
}
