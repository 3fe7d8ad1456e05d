using LleTransforms.Core.Tests;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Parts of rows whose neighbours do not all count. What all methods do to rows whose
/// neighbours do is held by the fits themselves.</summary>
[TestClass]
public sealed class GraphPartsTests
{
    private const double Near = 2.5 * 2.5;

    private readonly List<string> _messages = [];

    [TestMethod]
    public void Rows_fall_into_parts_where_far_neighbours_do_not_count()
    {
        GraphParts parts = Resolve([0, 1, 2, 10, 11, 12, 13], 4, LleDisconnectedGraph.EmbedSeparately, LinksWithin(Near));

        Assert.IsEmpty(parts.LooseRows);
        CollectionAssert.AreEqual(new[] { 3, 4, 5, 6 }, parts.Parts[0].Rows);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, parts.Parts[1].Rows);

        // As many neighbours as there are others, nearest first.
        Assert.AreEqual(2, parts.Parts[1].Graph.NumberOfNeighbors);
        CollectionAssert.AreEqual(new[] { 1, 2, 0, 2, 1, 0 }, parts.Parts[1].Graph.Indices);
        Assert.AreEqual(3, parts.Parts[0].Graph.NumberOfNeighbors);
        Assert.AreEqual(3, parts.Parts[1].Features.NumberOfRows);
        StringAssert.Contains(_messages.Single(), "fall into 2 components that do not reach each other, of 4, 3 rows");
        StringAssert.Contains(_messages.Single(), "More neighbours may join them");
    }

    [TestMethod]
    public void Rows_whose_neighbours_all_count_hold_together()
    {
        GraphParts parts = Resolve([0, 1, 2, 10, 11, 12, 13], 4, LleDisconnectedGraph.Throw, (_, graph) => graph.Links);

        Assert.HasCount(7, parts.Parts.Single().Rows);
        Assert.AreEqual(4, parts.Parts.Single().Graph.NumberOfNeighbors);
    }

    [TestMethod]
    public void A_part_that_falls_apart_by_its_new_neighbours_is_divided_again()
    {
        // At first the left six rows are joined and the right three apart; among themselves the six are judged by half the distance.
        GraphParts parts = Resolve(
            [0, 1, 2, 6, 7, 8, 30, 31, 32], 6, LleDisconnectedGraph.EmbedSeparately, (rows, graph) =>
                LinksWithin(rows.NumberOfRows == 9 ? 25 : Near)(rows, graph));

        Assert.HasCount(3, parts.Parts);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, parts.Parts[0].Rows);
        CollectionAssert.AreEqual(new[] { 3, 4, 5 }, parts.Parts[1].Rows);
        CollectionAssert.AreEqual(new[] { 6, 7, 8 }, parts.Parts[2].Rows);
        Assert.IsTrue(parts.Parts.All(part => part.Graph.NumberOfNeighbors == 2 && part.SinkRow is >= 0 and < 3));
    }

    [TestMethod]
    public void A_row_that_leads_into_several_parts_is_loose_at_either_depth()
    {
        // Row 3 leads to both sides, which do not lead to it.
        RowLinks Links(CenteredFeatures rows, NeighborGraph graph) => Where(graph, (row, neighbor) =>
            rows.NumberOfRows switch
            {
                10 => (row < 7) == (neighbor < 7),
                7 => row == 3 || (neighbor != 3 && row < 3 == neighbor < 3),
                _ => true,
            });
        GraphParts parts = Resolve([0, 1, 2, 4, 6, 7, 8, 30, 31, 32], 7, LleDisconnectedGraph.EmbedSeparately, Links);

        CollectionAssert.AreEqual(new[] { 3 }, parts.LooseRows);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, parts.Parts[0].Rows);
        CollectionAssert.AreEqual(new[] { 4, 5, 6 }, parts.Parts[1].Rows);
        CollectionAssert.AreEqual(new[] { 7, 8, 9 }, parts.Parts[2].Rows);
    }

    [TestMethod]
    public void Rows_are_joined_by_edges_that_count()
    {
        // Only neighbours in the other part count less, and none is far once the parts are joined.
        GraphParts parts = Resolve([0, 1, 2, 10, 11, 12, 13], 2, LleDisconnectedGraph.Connect, LinksWithin(100));

        Assert.HasCount(7, parts.Parts.Single().Rows);
        StringAssert.Contains(_messages.Single(), "joined by their shortest edges");
    }

    [TestMethod]
    public void Where_joining_edges_do_not_count_the_parts_stay_and_a_warning_says_so()
    {
        GraphParts parts = Resolve([0, 1, 2, 10, 11, 12, 13], 2, LleDisconnectedGraph.Connect, LinksWithin(Near));

        Assert.HasCount(2, parts.Parts);
        Assert.HasCount(2, _messages);
        StringAssert.Contains(_messages[1], "give them no weight");
        StringAssert.Contains(_messages[1], "Each is embedded by itself.");
    }

    [TestMethod]
    public void Parts_by_links_are_refused_where_the_option_says_so()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Resolve([0, 1, 2, 10, 11, 12, 13], 4, LleDisconnectedGraph.Throw, LinksWithin(Near)));
        StringAssert.Contains(error.Message, "2 components");
    }

    private GraphParts Resolve(
        float[] places, int neighborCount, LleDisconnectedGraph option, Func<CenteredFeatures, NeighborGraph, RowLinks> findLinks)
    {
        var context = new FitContext(Listener.To(_messages));
        var rows = new CenteredFeatures(places, places.Length, new double[1], 0);
        NeighborGraph graph = NeighborSearches.Create(rows).FindGraph(neighborCount, context);
        return GraphSplit.Resolve(
            rows, graph, option, true, new PartSearch(some => NeighborSearches.Create(some), true), findLinks, context);
    }

    private static Func<CenteredFeatures, NeighborGraph, RowLinks> LinksWithin(double squaredDistance) => (rows, graph) =>
        Where(graph, (row, neighbor) => SquaredDistance(rows, row, neighbor) <= squaredDistance);

    private static double SquaredDistance(CenteredFeatures rows, int one, int other) =>
        Math.Pow((double)rows.Row(one)[0] - rows.Row(other)[0], 2);

    private static RowLinks Where(NeighborGraph graph, Func<int, int, bool> counts)
    {
        int[][] links = [.. Enumerable.Range(0, graph.NumberOfRows)
            .Select(row => graph.Of(row).ToArray().Where(neighbor => counts(row, neighbor)).ToArray())];
        int[] starts = new int[graph.NumberOfRows + 1];
        for (int row = 0; row < graph.NumberOfRows; row++)
        {
            starts[row + 1] = starts[row] + links[row].Length;
        }

        return new RowLinks(starts, [.. links.SelectMany(row => row)]);
    }
}
