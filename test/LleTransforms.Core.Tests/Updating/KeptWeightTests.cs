using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Updating;

/// <summary>Weights are solved once, and a growth solves those of new rows and of rows that have new neighbours.</summary>
[TestClass]
public sealed class KeptWeightTests
{
    private const int Known = 400, Added = 20, K = 10;

    private static readonly double[,] _rows = Rows.Roll(Known + Added);

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.Convex)]
    public void A_growth_takes_over_those_of_rows_that_have_the_neighbours_they_had(LleMethod method)
    {
        LleModel model = Fit(method);
        LleModel grown = model.Extend(Rows.Single(_rows, Known, Added)).Model;
        LleModel solvedAnew = Rows.Load(Rows.Save(model)).Extend(Rows.Single(_rows, Known, Added)).Model;

        Assert.IsNull(Rows.Load(Rows.Save(model)).Content.Graph!.Weights);
        Assert.IsFalse(model.Content.Graph!.Weights!.Any(double.IsNaN));
        CollectionAssert.AreEqual(solvedAnew.Content.Graph!.Weights, grown.Content.Graph!.Weights);
        CollectionAssert.AreEqual(Rows.Save(solvedAnew), Rows.Save(grown));
    }

    [TestMethod]
    public void Only_rows_without_weights_are_solved()
    {
        LleModel model = Fit(LleMethod.Standard);
        var (features, graph, context) = (model.Content.Rows!.Features, model.Content.Graph!, new FitContext());
        var solver = new Counting();
        double[] values = WeightGraph.ResidualMatrix(features, graph, () => solver, context).Values;
        Assert.AreEqual(0, solver.Count);

        bool[] isKept = [.. Enumerable.Range(0, Known).Select(row => row % 4 != 3)];
        NeighborGraph some = new NeighborGraph(Known, K, graph.Indices, graph.SquaredDistances).WithWeights(graph, isKept);
        double[] again = WeightGraph.ResidualMatrix(features, some, () => solver, context).Values;

        Assert.AreEqual(Known / 4, solver.Count);
        CollectionAssert.AreEqual(values[..(3 * (K + 1))], again[..(3 * (K + 1))]);
        CollectionAssert.AreNotEqual(values, again);
        CollectionAssert.AreEqual(again, WeightGraph.ResidualMatrix(features, some, () => solver, context).Values);
        Assert.AreEqual(Known / 4, solver.Count);
    }

    [TestMethod]
    public void They_are_not_kept_without_a_graph_by_methods_without_weights_or_after_a_removal()
    {
        Assert.IsNull(Fit(LleMethod.LocalTangentSpaceAlignment).Content.Graph!.Weights);
        Assert.IsNull(Fit(LleMethod.Standard).Without([3]).Content.Graph!.Weights);
    }

    private static LleModel Fit(LleMethod method) => LocallyLinearEmbedding.Fit(
        Rows.Single(_rows, 0, Known),
        new LleOptions { Method = method, NumberOfComponents = 2, NumberOfNeighbors = K, KeepsGraph = true });

    /// <summary>Gives all neighbours one weight.</summary>
    private sealed class Counting : IRowWeights
    {
        private int _count;

        public int Count => _count;

        public void Solve(ReadOnlySpan<float> row, CenteredFeatures features, ReadOnlySpan<int> neighbors, Span<double> weights)
        {
            Interlocked.Increment(ref _count);
            weights.Fill(1.0 / weights.Length);
        }
    }
}
