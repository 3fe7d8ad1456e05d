using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Ordering;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

[TestClass]
public class VertexSeparatorTests
{
    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(2, 40)]
    [DataRow(3, 100)]
    [DataRow(4, 200)]
    [DataRow(5, 400)]
    [DataRow(6, 900)]
    public void A_refined_division_is_one_still_and_no_worse(int seed, int edges)
    {
        Random random = new(seed);
        for (int trial = 0; trial < 40; trial++)
        {
            DissectionGraph graph = trial % 2 == 0
                ? DissectionGraphs.RandomWeighted(60, edges, random)
                : DissectionGraphs.Of(60, DissectionGraphs.RandomEdges(60, edges, random));
            double left = random.NextDouble();
            VertexSeparator division = new(graph, DissectionGraphs.Part(graph, _ =>
                random.Next(10) == 0 ? VertexSeparator.Between : random.NextDouble() < left ? (byte)0 : (byte)1));
            var before = division.Rank;
            Assert.AreEqual(RankOf(graph, division.Sides), before);

            division.Refine();

            DissectionGraphs.AssertStandApart(graph, division.Sides);
            Assert.AreEqual(RankOf(graph, division.Sides), division.Rank);
            Assert.IsInRange(-1, 0, division.Rank.CompareTo(before));
        }
    }

    [TestMethod]
    [DataRow(1, 80)]
    [DataRow(2, 150)]
    [DataRow(3, 400)]
    public void No_vertex_stays_between_that_could_join_the_lighter_side(int seed, int edges)
    {
        Random random = new(seed);
        for (int trial = 0; trial < 20; trial++)
        {
            DissectionGraph graph = DissectionGraphs.Of(80, DissectionGraphs.RandomEdges(80, edges, random));
            VertexSeparator division = new(graph, DissectionGraphs.Part(graph, _ => (byte)random.Next(3)));
            division.Refine();
            byte[] sides = division.Sides;
            int[] counts = DissectionGraphs.Counts(sides);
            int lighter = counts[0] <= counts[1] ? 0 : 1;
            HashSet<int> touching = [.. DissectionGraphs.Edges(graph).Keys.Where(edge => sides[edge.To] == 1 - lighter)
                .Select(edge => edge.From)];
            Assert.IsTrue(Enumerable.Range(0, 80).All(v => sides[v] != VertexSeparator.Between || touching.Contains(v)));
        }
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(30)]
    [DataRow(50)]
    [DataRow(95)]
    public void A_path_is_cut_in_its_middle_from_wherever_it_was(int from)
    {
        VertexSeparator division = Refine(DissectionGraphs.Path(101), v => v < from ? (byte)0 : (byte)1);
        Assert.AreEqual((false, 1, 0), division.Rank);
        Assert.AreEqual(VertexSeparator.Between, division.Sides[50]);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(10)]
    [DataRow(17)]
    public void A_long_grid_is_cut_across(int from)
    {
        VertexSeparator division = Refine(DissectionGraphs.Grid(21, 8), v => v / 8 < from ? (byte)0 : (byte)1);
        Assert.IsFalse(division.Rank.IsUneven);
        Assert.AreEqual(8, division.Rank.Weight);
    }

    [TestMethod]
    [DataRow(18)]
    [DataRow(19)]
    public void A_straight_separator_moves_row_by_row_to_the_middle(int from)
    {
        // Until a whole row has moved, the separator is longer than it was.
        const int Columns = 30;
        VertexSeparator division = Refine(DissectionGraphs.Grid(41, Columns), v => v / Columns < from ? (byte)0 : (byte)1);
        Assert.AreEqual((false, Columns, 0), division.Rank);
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(12)]
    [DataRow(16)]
    public void Two_cliques_part_at_the_vertex_between_them(int from)
    {
        const int Clique = 10;
        DissectionGraph barbell = DissectionGraphs.Of((2 * Clique) + 1,
        [
            .. SparseProblems.Clique(0, Clique), .. SparseProblems.Clique(Clique + 1, (2 * Clique) + 1),
            (Clique - 1, Clique), (Clique, Clique + 1),
        ]);
        VertexSeparator division = Refine(barbell, v => v < from ? (byte)0 : (byte)1);
        Assert.AreEqual((false, 1, 0), division.Rank);
        Assert.AreEqual(VertexSeparator.Between, division.Sides[Clique]);
    }

    [TestMethod]
    public void A_thick_separator_becomes_thin()
    {
        VertexSeparator division = Refine(DissectionGraphs.Grid(15, 6), v => v / 6 < 5 ? (byte)0 : v / 6 < 10 ? (byte)2 : (byte)1);
        Assert.AreEqual((false, 6, 0), division.Rank);
    }

    [TestMethod]
    [DataRow(17, 22)]
    [DataRow(20, 22)]
    [DataRow(25, 18)]
    public void A_path_is_cut_where_it_is_light_and_not_in_its_middle(int from, int light)
    {
        DissectionGraph path = DissectionGraphs.Weighted(
            [.. Enumerable.Range(0, 41).Select(v => v == light ? 1 : 5)], SparseProblems.Path(0, 41).Select(edge => (edge.A, edge.B, 1)));
        VertexSeparator division = Refine(path, v => v < from ? (byte)0 : (byte)1);
        Assert.AreEqual((false, 1, Math.Abs((5 * light) - (5 * (40 - light)))), division.Rank);
        Assert.AreEqual(VertexSeparator.Between, division.Sides[light]);
    }

    [TestMethod]
    public void A_heavy_vertex_that_draws_in_less_than_it_weighs_moves_first()
    {
        // Moves along a path gain nothing and would end the pass. Vertex 101 weighs 5 and draws in 4.
        int[] weights = [.. Enumerable.Repeat(1, 101), 5, 9, 4, 5];
        DissectionGraph graph = DissectionGraphs.Weighted(
            weights, [.. SparseProblems.Path(0, 101).Select(edge => (edge.A, edge.B, 1)), (101, 102, 1), (101, 103, 1), (103, 104, 1)]);
        VertexSeparator division =
            new(graph, DissectionGraphs.Part(graph, v => v is 50 or 101 ? (byte)2 : v is < 50 or 102 ? (byte)0 : (byte)1));
        Assert.AreEqual((false, 6, 0), division.Rank);
        division.Refine();
        Assert.AreEqual((false, 5, 1), division.Rank);
        Assert.AreEqual(VertexSeparator.Between, division.Sides[103]);
    }

    [TestMethod]
    public void A_light_cut_that_leaves_too_little_on_one_side_is_not_taken()
    {
        // The lightest vertex stands where one side would have more than 0.6 of both.
        DissectionGraph path = DissectionGraphs.Weighted(
            [.. Enumerable.Range(0, 21).Select(v => v == 4 ? 1 : 5)], SparseProblems.Path(0, 21).Select(edge => (edge.A, edge.B, 1)));
        VertexSeparator division = new(path, DissectionGraphs.Part(path, v => v < 4 ? (byte)0 : v == 4 ? (byte)2 : (byte)1));
        Assert.AreEqual((true, 1, 60), division.Rank);
        division.Refine();
        Assert.AreEqual((false, 5, 4), division.Rank);
    }

    [TestMethod]
    [DataRow(60, 40, false)]
    [DataRow(61, 40, true)]
    [DataRow(40, 60, false)]
    [DataRow(40, 61, true)]
    public void A_side_may_have_six_tenths_of_both(int left, int right, bool isUneven)
    {
        DissectionGraph graph = DissectionGraphs.Of(left + right + 30, []);
        VertexSeparator division = new(graph, DissectionGraphs.Part(graph, v => v < left ? (byte)0 : v < left + right ? (byte)1 : (byte)2));
        Assert.AreEqual((isUneven, 30, Math.Abs(left - right)), division.Rank);
    }

    private static VertexSeparator Refine(DissectionGraph graph, Func<int, byte> side)
    {
        VertexSeparator division = new(graph, DissectionGraphs.Part(graph, side));
        division.Refine();
        DissectionGraphs.AssertStandApart(graph, division.Sides);
        return division;
    }

    private static (bool IsUneven, long Weight, long Difference) RankOf(DissectionGraph graph, byte[] sides)
    {
        long[] weights = [.. Enumerable.Range(0, 3).Select(side =>
            Enumerable.Range(0, graph.Size).Where(v => sides[v] == side).Sum(v => (long)graph.VertexWeights[v]))];
        return (10 * Math.Max(weights[0], weights[1]) > 6 * (weights[0] + weights[1]), weights[2], Math.Abs(weights[0] - weights[1]));
    }
}
