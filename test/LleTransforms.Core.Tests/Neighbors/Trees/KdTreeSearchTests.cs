using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Trees;

[TestClass]
public sealed class KdTreeSearchTests
{
    [TestMethod]
    [DataRow(2, 1, 1)]
    [DataRow(17, 2, 16)]
    [DataRow(501, 1, 6)]
    [DataRow(700, 2, 5)]
    [DataRow(900, 3, 12)]
    [DataRow(333, 5, 8)]
    [DataRow(400, 7, 8)]
    [DataRow(350, 11, 8)]
    [DataRow(130, 64, 129)]
    public void Graph_equals_the_reference(int rowCount, int columnCount, int k)
    {
        CenteredFeatures features = NeighborReference.Random(rowCount, columnCount, offset: 10);

        NeighborGraph graph = new KdTreeSearch(features, new FitContext()).FindGraph(k, new FitContext());

        NeighborReference.AssertGraph(features, graph, exactSums: false);
    }

    [TestMethod]
    [DataRow(1, 40)]
    [DataRow(2, 9)]
    [DataRow(3, 5)]
    [DataRow(9, 2)]
    public void Ties_go_to_the_smaller_index(int columnCount, int levels)
    {
        CenteredFeatures features = NeighborReference.Integers(800, columnCount, levels);

        NeighborGraph graph = new KdTreeSearch(features, new FitContext()).FindGraph(9, new FitContext());

        NeighborReference.AssertGraph(features, graph, exactSums: true);
    }

    [TestMethod]
    public void Equal_rows_are_each_others_neighbours()
    {
        CenteredFeatures features = NeighborReference.Raw(new float[500 * 3], columnCount: 3);

        NeighborReference.AssertGraph(
            features, new KdTreeSearch(features, new FitContext()).FindGraph(4, new FitContext()), exactSums: true);
    }

    /// <summary>More rows than one task builds, so that the tree is built by several.</summary>
    [TestMethod]
    public void The_number_of_threads_changes_no_bit_and_brute_force_agrees()
    {
        CenteredFeatures features = NeighborReference.Random(40_000, 3);
        NeighborGraph expected = new KdTreeSearch(features, new FitContext(numberOfThreads: 1))
            .FindGraph(6, new FitContext(numberOfThreads: 1));
        for (int threads = 2; threads <= 3; threads++)
        {
            var context = new FitContext(numberOfThreads: threads);
            NeighborGraph graph = new KdTreeSearch(features, context).FindGraph(6, context);
            CollectionAssert.AreEqual(expected.Indices, graph.Indices);
            CollectionAssert.AreEqual(expected.SquaredDistances, graph.SquaredDistances);
        }

        var indices = new int[7];
        var distances = new double[7];
        var reference = new BruteForceSearch(features);
        for (int row = 0; row < features.NumberOfRows; row += 1999)
        {
            reference.FindNearest(features.Row(row), indices, distances);
            CollectionAssert.AreEqual(indices[1..], expected.Of(row).ToArray());
            CollectionAssert.AreEqual(distances[1..], expected.SquaredDistances.AsSpan(row * 6, 6).ToArray());
        }
    }

    [TestMethod]
    public void A_batch_equals_its_single_queries_and_brute_force()
    {
        CenteredFeatures features = NeighborReference.Random(600, 4);
        CenteredFeatures queries = NeighborReference.Random(300, 4, seed: 9);
        var search = new KdTreeSearch(features, new FitContext());

        NeighborGraph batch = search.FindNearestBatch(queries.Values, 300, 7, new FitContext());
        NeighborGraph expected = new BruteForceSearch(features).FindNearestBatch(queries.Values, 300, 7, new FitContext());

        CollectionAssert.AreEqual(expected.Indices, batch.Indices);
        CollectionAssert.AreEqual(expected.SquaredDistances, batch.SquaredDistances);
        var indices = new int[7];
        search.FindNearest(queries.Row(42), indices, new double[7]);
        CollectionAssert.AreEqual(indices, batch.Of(42).ToArray());
    }

    [TestMethod]
    public void A_query_allocates_nothing()
    {
        CenteredFeatures features = NeighborReference.Random(2000, 3);
        var search = new KdTreeSearch(features, new FitContext());
        var indices = new int[8];
        var distances = new double[8];
        search.FindNearest(features.Row(0), indices, distances);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            search.FindNearest(features.Row(i), indices, distances);
        }

        Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void A_query_that_is_not_finite_gives_distances_that_are_not()
    {
        var search = new KdTreeSearch(NeighborReference.Random(50, 2), new FitContext());
        var distances = new double[3];

        search.FindNearest([float.NaN, 0], new int[3], distances);

        Assert.IsTrue(distances.All(double.IsNaN));
    }

    [TestMethod]
    public void Cancellation_stops_the_graph()
    {
        CenteredFeatures features = NeighborReference.Random(600, 3);
        var search = new KdTreeSearch(features, new FitContext());
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => search.FindGraph(3, new FitContext(cancellationToken: source.Token)));
    }
}
