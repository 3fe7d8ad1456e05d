using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

[TestClass]
public class FillReducingOrderTests
{
    private const double EasyFlops = 2e9;

    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void An_easy_pattern_goes_by_minimum_degree(string shape) => AssertByDegree(SparseProblems.Graph(shape));

    [TestMethod]
    [DataRow(2800, 8, 10, 1.887e9, true)]
    [DataRow(3000, 8, 10, 2.210e9, false)]
    [DataRow(8000, 4, 8, 2.020e9, true)]
    [DataRow(7000, 4, 9, 2.475e9, false)]
    public void A_pattern_is_easy_within_a_bound_on_all_flops_or_on_those_of_a_row(
        int size, int dimension, int neighbors, double expected, bool isEasy)
    {
        SymmetricPattern pattern = DissectionGraphs.Cube(size, dimension, neighbors, 1);
        double flops = DissectionGraphs.Flops(pattern, MinimumDegreeOrdering.Compute(pattern, new FitContext()));
        Assert.AreEqual(expected, flops, 0.01 * expected);
        (_, EliminationTree exact, EliminationTree incomplete) = Choose(pattern, new FitContext());
        Assert.AreEqual(isEasy, ReferenceEquals(exact, incomplete));
    }

    [TestMethod]
    public void A_large_neighbour_graph_of_few_flops_a_row_goes_by_minimum_degree() =>
        // Nested dissection would save half of the flops, and take longer than those it saves.
        AssertByDegree(DissectionGraphs.Cube(3000, 3, 10, 1));

    [TestMethod]
    [DataRow(3000, 8, 10)]
    [DataRow(4000, 8, 12)]
    public void A_hard_pattern_is_dissected_for_exact_factors_alone(int size, int dimension, int neighbors)
    {
        SymmetricPattern pattern = DissectionGraphs.Cube(size, dimension, neighbors, 1);
        int[] byDegree = MinimumDegreeOrdering.Compute(pattern, new FitContext());
        EliminationTree full = EliminationTree.Build(pattern, byDegree, new FitContext());
        Assert.IsGreaterThan(EasyFlops, full.Flops);

        (_, EliminationTree exact, EliminationTree incomplete) = Choose(pattern, new FitContext());

        CollectionAssert.AreEqual(
            EliminationTree.Build(pattern, NestedDissectionOrdering.Compute(pattern, new FitContext()), new FitContext()).Order,
            exact.Order);
        Assert.IsInRange(0, 0.6 * full.Flops, exact.Flops);
        AssertBeginsAs(full, incomplete, byDegree[..(size / 4)]);
        Assert.IsGreaterThan(EasyFlops, incomplete.Flops);
    }

    [TestMethod]
    public void Where_dissection_saves_nothing_both_orders_are_by_minimum_degree()
    {
        SymmetricPattern pattern = DissectionGraphs.Complete(1500).ToPattern();
        (_, EliminationTree exact, EliminationTree incomplete) = Choose(pattern, new FitContext());
        Assert.AreSame(exact, incomplete);
        Assert.IsGreaterThan(EasyFlops, exact.Flops);
    }

    [TestMethod]
    public void A_cancelled_fit_stops() => Assert.ThrowsExactly<OperationCanceledException>(() =>
        Choose(SparseProblems.Graph("grid"), new FitContext(null, 1, new CancellationToken(true))));

    private static FillReducingOrder Choose(SymmetricPattern pattern, FitContext context) =>
        FillReducingOrder.Choose(DegreeOrder.Find(pattern, context), context);

    private static void AssertByDegree(SymmetricPattern pattern)
    {
        (_, EliminationTree exact, EliminationTree incomplete) = Choose(pattern, new FitContext());
        Assert.AreSame(exact, incomplete);
        CollectionAssert.AreEqual(
            EliminationTree.Build(pattern, MinimumDegreeOrdering.Compute(pattern, new FitContext()), new FitContext()).Order, exact.Order);
    }

    /// <summary>A pivot's count follows from who went before: pivots that begin both orders have equal ones.</summary>
    private static void AssertBeginsAs(EliminationTree expected, EliminationTree actual, int[] pivots) => CollectionAssert.AreEqual(
        pivots.Select(v => expected.ColumnCounts[expected.Position[v]]).ToArray(),
        pivots.Select(v => actual.ColumnCounts[actual.Position[v]]).ToArray());
}
