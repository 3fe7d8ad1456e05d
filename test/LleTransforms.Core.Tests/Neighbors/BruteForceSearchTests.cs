using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

[TestClass]
public sealed class BruteForceSearchTests
{
    [TestMethod]
    [DataRow(60, 1, 5)]
    [DataRow(130, 3, 12)]
    [DataRow(90, 11, 89)]
    [DataRow(75, 64, 7)]
    public void Graph_equals_the_reference(int rowCount, int columnCount, int k)
    {
        CenteredFeatures features = NeighborReference.Random(rowCount, columnCount);

        NeighborGraph graph = new BruteForceSearch(features).FindGraph(k, new FitContext());

        NeighborReference.AssertGraph(features, graph, exactSums: false);
    }

    [TestMethod]
    public void Ties_go_to_the_smaller_index()
    {
        CenteredFeatures features = NeighborReference.Integers(200, 3, levels: 4);

        NeighborGraph graph = new BruteForceSearch(features).FindGraph(9, new FitContext());

        NeighborReference.AssertGraph(features, graph, exactSums: true);
    }

    [TestMethod]
    public void A_batch_equals_its_single_queries()
    {
        CenteredFeatures features = NeighborReference.Random(150, 5);
        CenteredFeatures queries = NeighborReference.Random(20, 5, seed: 9);
        var search = new BruteForceSearch(features);

        NeighborGraph batch = search.FindNearestBatch(queries.Values, 20, 6, new FitContext());

        var indices = new int[6];
        var distances = new double[6];
        for (int i = 0; i < 20; i++)
        {
            search.FindNearest(queries.Row(i), indices, distances);
            CollectionAssert.AreEqual(indices, batch.Of(i).ToArray());
            NeighborReference.AssertList(features, queries.Row(i), batch, i, excluded: -1, exactSums: false);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(10)]
    public void A_number_of_neighbours_out_of_range_is_an_error(int k)
    {
        var search = new BruteForceSearch(NeighborReference.Random(10, 2));

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => search.FindGraph(k, new FitContext()));
    }
}
