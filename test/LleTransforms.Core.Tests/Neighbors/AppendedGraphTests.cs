using LleTransforms.Features;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

[TestClass]
public sealed class AppendedGraphTests
{
    /// <summary>Few enough new rows are compared in full, more of them by the images that a search has of all rows.</summary>
    [TestMethod]
    [DataRow(3, false)]
    [DataRow(1_500, true)]
    public void It_is_the_graph_of_all_rows(int added, bool isFiltered)
    {
        const int Known = 3_000, Columns = 640;
        CenteredFeatures all = PrincipalFilterTests.NearPlane(Known + added, Columns, seed: 9);
        CenteredFeatures known = all.Gather([.. Enumerable.Range(0, Known)]);
        var context = new FitContext();
        NeighborGraph graph = new DenseSearch(known).FindGraph(7, context);
        var search = new DenseSearch(all);

        NeighborGraph grown = AppendedGraph.Append(graph, all, search, rows => new DenseSearch(rows), context);

        NeighborGraph expected = search.FindGraph(7, context);
        CollectionAssert.AreEqual(expected.Indices, grown.Indices);
        CollectionAssert.AreEqual(expected.SquaredDistances, grown.SquaredDistances);
        Assert.AreEqual(isFiltered, search.TryFindWithin(
            all.Values.AsMemory(Known * Columns), added, new double[Known], context) is not null);
    }
}
