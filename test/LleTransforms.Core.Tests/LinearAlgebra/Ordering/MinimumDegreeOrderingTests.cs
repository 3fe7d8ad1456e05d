using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

[TestClass]
public class MinimumDegreeOrderingTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Every_vertex_is_eliminated_once(int seed)
    {
        int[] order = MinimumDegreeOrdering.Compute(
            SparseProblems.Pattern(AlignmentProblems.Cube(200, 1 + (2 * seed), 7, seed).Residual), new FitContext());
        CollectionAssert.AreEqual(Enumerable.Range(0, 200).ToArray(), order.Order().ToArray());
    }

    [TestMethod]
    [DataRow("path")]
    [DataRow("star")]
    [DataRow("tree")]
    [DataRow("complete")]
    [DataRow("cliques")]
    public void Graphs_that_need_no_fill_get_none(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        EliminationTree tree = EliminationTree.Build(pattern, MinimumDegreeOrdering.Compute(pattern, new FitContext()), new FitContext());
        Assert.AreEqual(pattern.Size + (pattern.Starts[pattern.Size] / 2), tree.ColumnCounts.Sum());
    }

    [TestMethod]
    public void Fill_is_far_below_that_of_the_given_order()
    {
        SymmetricPattern pattern = SparseProblems.Pattern(AlignmentProblems.SwissRoll(300, 6, 2).Residual);
        Assert.IsInRange(
            0, Fill(pattern, [.. Enumerable.Range(0, 300)]) / 3, Fill(pattern, MinimumDegreeOrdering.Compute(pattern, new FitContext())));
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Pivots_are_those_of_the_quotient_graph_by_definition(string shape) => AssertPivots(SparseProblems.Graph(shape));

    [TestMethod]
    [DataRow(90, 2, 4)]
    [DataRow(100, 3, 6)]
    [DataRow(120, 2, 9)]
    [DataRow(80, 8, 5)]
    public void Pivots_of_neighbour_graphs_are_those_of_the_quotient_graph_by_definition(int size, int dimension, int neighbors) =>
        AssertPivots(SparseProblems.Pattern(AlignmentProblems.Cube(size, dimension, neighbors, size).Residual));

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Pivots_of_random_graphs_are_those_of_the_quotient_graph_by_definition(int seed)
    {
        Random random = new(seed);
        SortedDictionary<int, double>[] rows = [.. Enumerable.Range(0, 100).Select(i => new SortedDictionary<int, double> { [i] = 1 })];
        for (int edge = 0; edge < 90 * (seed + 1); edge++)
        {
            rows[random.Next(100)][random.Next(100)] = 1;
        }

        AssertPivots(SparseProblems.Pattern(AlignmentProblems.FromSortedRows(rows)));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Lists_stay_whole_when_they_are_moved_together(int seed)
    {
        // Vertices of six neighbours become elements of two dozen, at the end of the memory. Their numbers are the lowest: moved in the
        // order of numbers they would overwrite the lists of others.
        const int Growing = 20, Pool = 50, Arms = 6;
        Random random = new(seed);
        SortedDictionary<int, double>[] rows =
            [.. Enumerable.Range(0, Growing + Pool + (Arms * Growing)).Select(i => new SortedDictionary<int, double> { [i] = 1 })];
        for (int arm = 0; arm < Arms * Growing; arm++)
        {
            SortedDictionary<int, double> row = rows[Growing + Pool + arm];
            row[arm / Arms] = 1;
            while (row.Count < Arms)
            {
                row[Growing + random.Next(Pool)] = 1;
            }
        }

        AssertPivots(SparseProblems.Pattern(AlignmentProblems.FromSortedRows(rows)));
    }

    [TestMethod]
    public void Vertices_next_to_a_large_part_of_the_graph_come_last()
    {
        // The limit for 400 vertices is 200 neighbours: two centres beyond it, one that stands at it.
        const int N = 400;
        SortedDictionary<int, double>[] rows =
            [.. Enumerable.Range(0, N).Select(i => new SortedDictionary<int, double> { [i] = 1, [(i + 1) % N] = 1 })];
        for (int j = 0; j < 300; j++)
        {
            rows[5][j] = 1;
            rows[17][j + 100] = 1;
            if (j < 198)
            {
                rows[300][2 * j] = 1;
            }
        }

        SymmetricPattern pattern = SparseProblems.Pattern(AlignmentProblems.FromSortedRows(rows));
        int[] order = MinimumDegreeOrdering.Compute(pattern, new FitContext());
        CollectionAssert.AreEqual(Enumerable.Range(0, N).ToArray(), order.Order().ToArray());
        int[] dense = [.. Enumerable.Range(0, N).Where(i => pattern.Starts[i + 1] - pattern.Starts[i] > 200)];
        CollectionAssert.AreEqual(dense, order[(N - dense.Length)..]);
        Assert.HasCount(2, dense);
        Assert.AreEqual(200, pattern.Starts[301] - pattern.Starts[300]);
    }

    [TestMethod]
    public void A_small_star_has_no_dense_vertices()
    {
        // Sixteen neighbours are never many: with the centre set aside its leaves would go in any order.
        SortedDictionary<int, double>[] rows =
            [.. Enumerable.Range(0, 17).Select(i => new SortedDictionary<int, double> { [i] = 1, [0] = 1 })];
        AssertPivots(SparseProblems.Pattern(AlignmentProblems.FromSortedRows(rows)));
    }

    [TestMethod]
    public void A_cancelled_fit_stops() => Assert.ThrowsExactly<OperationCanceledException>(() =>
        MinimumDegreeOrdering.Compute(SparseProblems.Graph("grid"), new FitContext(null, 1, new CancellationToken(true))));

    [TestMethod]
    public void An_order_that_nobody_factors_by_is_ended_early()
    {
        SymmetricPattern pattern = SparseProblems.Graph("grid");
        int[] order = MinimumDegreeOrdering.Compute(pattern, new FitContext());
        double flops = DissectionGraphs.Flops(pattern, order);
        CollectionAssert.AreEqual(order, MinimumDegreeOrdering.Compute(pattern, new FitContext(), flops));

        int[] ended = MinimumDegreeOrdering.Compute(pattern, new FitContext(), flops / 8);
        int common = order.Zip(ended).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.IsInRange(order.Length / 4, order.Length - 10, common);
        CollectionAssert.AreEqual(order.Order().ToArray(), ended.Order().ToArray());
        Assert.IsGreaterThan(flops, DissectionGraphs.Flops(pattern, ended));
    }

    private static long Fill(SymmetricPattern pattern, int[] order) =>
        EliminationTree.Build(pattern, order, new FitContext()).ColumnCounts.Sum(c => (long)c);

    /// <summary>Each pivot has the smallest approximate degree, and takes along the variables that it must.</summary>
    private static void AssertPivots(SymmetricPattern pattern)
    {
        int[] order = MinimumDegreeOrdering.Compute(pattern, new FitContext());
        QuotientGraph graph = new(pattern, order);
        for (int at = 0; at < order.Length;)
        {
            Assert.IsTrue(graph.IsVariable(order[at]), $"{order[at]}, eliminated at {at}, stands for itself");
            Assert.AreEqual(graph.SmallestDegree, graph.Degree(order[at]), $"degree of {order[at]}, eliminated at {at}");
            List<int> taken = graph.Eliminate(order[at]);
            CollectionAssert.AreEquivalent(taken, order[at..Math.Min(order.Length, at + taken.Count)]);
            at += taken.Count;
        }
    }
}
