using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Methods;

/// <summary>Each row is the plain mean of its neighbours: the Laplacian of the directed graph, as an alignment matrix.</summary>
internal sealed class EqualWeightsVariant : LleVariant
{
    public override string ShortName => "equal";

    public override string Title => "Equal weights";

    public override LlePlacement DefaultPlacement => LlePlacement.Barycentric;

    public override int SmallestNumberOfNeighbors(int componentCount) => 2;

    public override AlignmentMatrix Align(
        CenteredFeatures features, NeighborGraph graph, int sinkRow, GeometryOptions geometry, FitContext context) =>
        new FactoredAlignment(
            WeightGraph.ResidualMatrix(features, graph, WeightsOf(graph, features, geometry), context), sinkRow);

    public override IRowWeights CreateWeights(int neighborCount, int columnCount, double regularization) => new EqualWeights();

    public override AlignmentSize SizeOf(double neighborCount, double rowCount) => AlignmentSize.OfWeights(neighborCount);

    private sealed class EqualWeights : IRowWeights
    {
        public void Solve(ReadOnlySpan<float> row, CenteredFeatures features, ReadOnlySpan<int> neighbors, Span<double> weights) =>
            weights.Fill(1.0 / weights.Length);
    }
}
