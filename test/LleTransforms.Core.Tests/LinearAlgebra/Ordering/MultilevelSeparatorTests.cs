using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Ordering;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

[TestClass]
public class MultilevelSeparatorTests
{
    [TestMethod]
    [DataRow(10, 10, 10)]
    [DataRow(30, 30, 30)]
    [DataRow(70, 70, 70)]
    [DataRow(80, 80, 80)]
    [DataRow(20, 200, 20)]
    [DataRow(20, 300, 20)]
    public void A_grid_is_cut_across(int rows, int columns, int least)
    {
        DissectionGraph grid = DissectionGraphs.Grid(rows, columns);
        int[] counts = AssertEven(grid, MultilevelSeparator.Find(grid, new Random(1)));
        Assert.IsInRange(least, (int)(1.25 * least), counts[2]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void A_neighbour_graph_of_a_square_is_cut_across(int seed)
    {
        // Rows of a square: some 55 lie along one side.
        DissectionGraph graph = DissectionGraph.Of(DissectionGraphs.Cube(3000, 2, 10, seed));
        Assert.IsInRange(30, 80, AssertEven(graph, MultilevelSeparator.Find(graph, new Random(seed)))[2]);
    }

    [TestMethod]
    [DataRow(4000)]
    [DataRow(6000)]
    public void Long_paths_are_cut_once(int size)
    {
        DissectionGraph path = DissectionGraphs.Path(size);
        Assert.AreEqual(1, AssertEven(path, MultilevelSeparator.Find(path, new Random(3)))[2]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Two_grids_apart_need_no_separator(int seed)
    {
        const int Side = 20;
        DissectionGraph graph = DissectionGraphs.Of(2 * Side * Side,
        [
            .. SparseProblems.Grid(Side, Side),
            .. SparseProblems.Grid(Side, Side).Select(edge => (edge.A + (Side * Side), edge.B + (Side * Side))),
        ]);
        byte[] sides = MultilevelSeparator.Find(graph, new Random(seed));
        CollectionAssert.AreEqual(new[] { Side * Side, Side * Side, 0 }, AssertEven(graph, sides));
    }

    [TestMethod]
    [DataRow(300)]
    [DataRow(6000)]
    public void Small_pieces_are_shared_out_whole(int size)
    {
        DissectionGraph graph = DissectionGraphs.Of(size, SparseProblems.Path(0, size).Where(edge => edge.B % 5 != 0));
        Assert.AreEqual(0, AssertEven(graph, MultilevelSeparator.Find(graph, new Random(1)))[2]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(200)]
    [DataRow(700)]
    [DataRow(6000)]
    public void Vertices_without_edges_are_shared_out(int size)
    {
        byte[] sides = MultilevelSeparator.Find(DissectionGraphs.Of(size, []), new Random(1));
        CollectionAssert.AreEquivalent(new[] { size / 2, (size + 1) / 2, 0 }, DissectionGraphs.Counts(sides));
    }

    [TestMethod]
    [DataRow(200)]
    [DataRow(701)]
    [DataRow(6000)]
    public void A_star_is_cut_at_its_centre(int size)
    {
        DissectionGraph star = DissectionGraphs.Of(size, Enumerable.Range(1, size - 1).Select(leaf => (0, leaf)));
        byte[] sides = MultilevelSeparator.Find(star, new Random(1));
        Assert.AreEqual(1, AssertEven(star, sides)[2]);
        Assert.AreEqual(VertexSeparator.Between, sides[0]);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(101)]
    [DataRow(300)]
    public void A_complete_graph_has_one_side_only(int size)
    {
        DissectionGraph complete = DissectionGraphs.Complete(size);
        byte[] sides = MultilevelSeparator.Find(complete, new Random(1));
        DissectionGraphs.AssertStandApart(complete, sides);
        Assert.AreEqual(0, DissectionGraphs.Counts(sides)[..2].Min());
    }

    [TestMethod]
    [DataRow(40)]
    [DataRow(75)]
    public void Equal_beginnings_find_equal_sides(int side)
    {
        DissectionGraph grid = DissectionGraphs.Grid(side, side);
        CollectionAssert.AreEqual(MultilevelSeparator.Find(grid, new Random(4)), MultilevelSeparator.Find(grid, new Random(4)));
    }

    private static int[] AssertEven(DissectionGraph graph, byte[] sides)
    {
        DissectionGraphs.AssertStandApart(graph, sides);
        int[] counts = DissectionGraphs.Counts(sides);
        Assert.IsGreaterThan(0, counts[..2].Min());
        Assert.IsInRange(0, 0.6 * (counts[0] + counts[1]), counts[..2].Max());
        return counts;
    }
}
