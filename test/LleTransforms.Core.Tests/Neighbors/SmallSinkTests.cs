using LleTransforms.Core.Tests;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

[TestClass]
public sealed class SmallSinkTests
{
    private const int NumberOfNeighbors = 15;

    private readonly List<LleProgress> _said = [];

    [TestMethod]
    [DataRow(3, 30, false)]
    [DataRow(3, 31, true)]
    [DataRow(20, 200, false)]
    [DataRow(20, 201, true)]
    [DataRow(200, 31, false)]
    public void A_sink_is_small_where_the_body_holds_more_than_ten_times_its_rows(int sinkRows, int bodyRows, bool isSmall)
    {
        LinkedGraph linked = SinkAndBody(sinkRows, bodyRows, cuts: true);

        Assert.AreEqual(!isSmall, linked.HoldsTogether);
        Assert.AreEqual(isSmall ? bodyRows : null, linked.OnlySmallSink?.BodySize);
        CollectionAssert.AreEqual(isSmall ? Enumerable.Range(0, sinkRows).ToArray() : null, linked.OnlySmallSink?.Rows);
        Assert.IsTrue(SinkAndBody(sinkRows, bodyRows, cuts: false).HoldsTogether);
    }

    [TestMethod]
    public void A_body_that_could_not_find_its_neighbours_anew_is_none()
    {
        // Where not all neighbours count, a sink may hold two rows and its body no more rows than neighbours.
        Assert.IsNull(OfTwo(bodyRows: 24, neighborCount: 24).OnlySmallSink);
        Assert.IsNotNull(OfTwo(bodyRows: 25, neighborCount: 24).OnlySmallSink);

        static LinkedGraph OfTwo(int bodyRows, int neighborCount)
        {
            LinkedGraph linked = SinkAndBody(2, bodyRows, cuts: true);
            int n = bodyRows + 2;
            return linked with { Graph = new NeighborGraph(n, neighborCount, new int[n * neighborCount], new double[n * neighborCount]) };
        }
    }

    [TestMethod]
    public void Rows_that_lead_into_a_sink_one_by_one_are_no_body()
    {
        int[] chain = [1, 0, .. Enumerable.Range(1, 500)];
        var graph = new NeighborGraph(chain.Length, 1, chain, new double[chain.Length]);

        Assert.IsTrue(Linked(graph, cuts: true).HoldsTogether);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(6)]
    public void Small_sinks_are_parts_and_the_body_finds_its_neighbours_anew(int cliqueCount)
    {
        int[] sizes = [.. Enumerable.Range(0, cliqueCount).Select(clique => 27 - clique)];
        CenteredFeatures rows = Rows(Cliques.BesideASheet(sizes));
        GraphParts parts = Resolve(rows, LleDisconnectedGraph.EmbedSeparately);

        Assert.IsEmpty(parts.LooseRows);
        CollectionAssert.AreEqual((int[])[Cliques.SheetRows, .. sizes], parts.Parts.Select(part => part.Rows.Length).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(0, Cliques.SheetRows).ToArray(), parts.Parts[0].Rows);
        int first = Cliques.SheetRows;
        foreach (GraphPart clique in parts.Parts.Skip(1))
        {
            CollectionAssert.AreEqual(Enumerable.Range(first, clique.Rows.Length).ToArray(), clique.Rows);
            first += clique.Rows.Length;
        }

        CenteredFeatures sheet = rows.Gather([.. Enumerable.Range(0, Cliques.SheetRows)]);
        NeighborGraph alone = NeighborSearches.Create(sheet).FindGraph(NumberOfNeighbors, new FitContext());
        CollectionAssert.AreEqual(alone.Indices, parts.Parts[0].Graph.Indices);
        CollectionAssert.AreEqual(alone.SquaredDistances, parts.Parts[0].Graph.SquaredDistances);
    }

    [TestMethod]
    public void The_log_tells_of_one_small_sink()
    {
        Resolve(Rows(Cliques.BesideASheet(27)), LleDisconnectedGraph.EmbedSeparately);

        Assert.AreEqual(
            "With 15 neighbours a body of 600 rows leads into 27 rows from which nothing leads back. Each is embedded by itself. More " +
            "neighbours may join them; distances between parts mean little.",
            _said.Single(said => said.Severity == LleSeverity.Warning).Message);
        Assert.AreEqual(
            "600 rows find their neighbours anew, without 27 that lead to none of them.",
            _said.Single(said => said.Severity == LleSeverity.Info).Message);
    }

    [TestMethod]
    public void A_sink_that_is_not_small_stays_with_the_rows_that_lead_into_it()
    {
        GraphParts parts = Resolve(Rows(Cliques.BesideASheet(100)), LleDisconnectedGraph.Throw);

        Assert.HasCount(Cliques.SheetRows + 100, parts.Parts.Single().Rows);
        StringAssert.Contains(_said.Single(said => said.Severity == LleSeverity.Info).Message, "holds together");
    }

    [TestMethod]
    public void Where_labels_shape_the_graph_a_small_sink_stays()
    {
        GraphParts parts = Resolve(Rows(Cliques.BesideASheet(27)), LleDisconnectedGraph.Throw, cuts: false);

        Assert.HasCount(Cliques.SheetRows + 27, parts.Parts.Single().Rows);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(6)]
    public void Small_sinks_are_joined_where_the_option_says_so(int cliqueCount)
    {
        int rowCount = Cliques.SheetRows + (27 * cliqueCount);
        GraphParts parts = Resolve(
            Rows(Cliques.BesideASheet([.. Enumerable.Repeat(27, cliqueCount)])), LleDisconnectedGraph.Connect);

        Assert.HasCount(rowCount, parts.Parts.Single().Rows);
        Assert.IsEmpty(parts.LooseRows);
        StringAssert.Contains(_said.Single(said => said.Severity == LleSeverity.Warning).Message, "joined by their shortest edges");
        NeighborGraph graph = parts.Parts[0].Graph;
        Assert.IsTrue(Enumerable.Range(Cliques.SheetRows, rowCount - Cliques.SheetRows)
            .Any(row => graph.Of(row).ToArray().Any(neighbor => neighbor < Cliques.SheetRows)));
    }

    [TestMethod]
    public void One_small_sink_is_refused_where_the_option_says_so()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Resolve(Rows(Cliques.BesideASheet(27)), LleDisconnectedGraph.Throw));

        StringAssert.Contains(
            error.Message, "leads into 27 rows from which nothing leads back. A larger NumberOfNeighbors would join them.");
    }

    [TestMethod]
    public void A_small_sink_is_a_part_beside_other_sinks_into_which_its_body_does_not_lead()
    {
        // A second sheet far away is a sink of its own, larger than the first one's body.
        double[,] near = Cliques.BesideASheet(27);
        double[,] far = Manifolds.SwissRoll(900, seed: 3).Rows.Select(row => [row[0] + 100, row[1], row[2]]);
        GraphParts parts = Resolve(Rows(ArrayRows.Stack(near, far)), LleDisconnectedGraph.EmbedSeparately);

        CollectionAssert.AreEqual((int[])[900, Cliques.SheetRows, 27], parts.Parts.Select(part => part.Rows.Length).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(0, Cliques.SheetRows).ToArray(), parts.Parts[1].Rows);
        Assert.IsEmpty(parts.LooseRows);
    }

    private GraphParts Resolve(CenteredFeatures rows, LleDisconnectedGraph option, bool cuts = true)
    {
        var context = new FitContext(new Listener(said =>
        {
            if (said.Message is not null)
            {
                _said.Add(said);
            }
        }));
        NeighborGraph graph = NeighborSearches.Create(rows).FindGraph(NumberOfNeighbors, new FitContext());
        return GraphSplit.Resolve(
            rows, graph, option, cuts, new PartSearch(some => NeighborSearches.Create(some), true), (_, found) => found.Links, context);
    }

    private static CenteredFeatures Rows(double[,] rows) => CenteredFeatures.Create(FeatureMatrix.FromArray(rows), new FitContext());

    /// <summary>Two cycles, of which one row of the second leads into the first.</summary>
    private static LinkedGraph SinkAndBody(int sinkRows, int bodyRows, bool cuts)
    {
        int n = sinkRows + bodyRows;
        int[] indices = new int[2 * n];
        for (int row = 0; row < n; row++)
        {
            int next = row < sinkRows ? (row + 1) % sinkRows : sinkRows + ((row + 1 - sinkRows) % bodyRows);
            (indices[2 * row], indices[(2 * row) + 1]) = (next, row == n - 1 ? 0 : next);
        }

        return Linked(new NeighborGraph(n, 2, indices, new double[2 * n]), cuts);
    }

    private static LinkedGraph Linked(NeighborGraph graph, bool cuts) =>
        new(graph, graph.Links, GraphComponents.Find(graph.Links)) { CutsSmallSinks = cuts };
}
