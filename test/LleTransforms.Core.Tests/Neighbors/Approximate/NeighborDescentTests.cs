using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Approximate;

[TestClass]
public sealed class NeighborDescentTests
{
    private const int K = 10;

    [TestMethod]
    [DataRow(16, 0.0f)]
    [DataRow(300, 0.3f)]
    public void Most_true_neighbours_are_found_and_every_distance_is_exact(int columnCount, float noise)
    {
        CenteredFeatures features = Surface(4000, columnCount, noise);
        NeighborGraph exact = NeighborSearches.Create(features).FindGraph(K, new FitContext());

        NeighborGraph graph = new NeighborDescent(features, seed: 3).FindGraph(K, new FitContext());

        int found = 0;
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            int[] neighbors = graph.Of(row).ToArray();
            Assert.AreEqual(K, neighbors.Distinct().Count());
            CollectionAssert.DoesNotContain(neighbors, row);
            found += neighbors.Intersect(exact.Of(row).ToArray()).Count();
            for (int r = 0; r < K; r++)
            {
                double distance = graph.SquaredDistances[(row * K) + r];
                Assert.AreEqual(SquaredDistance.Between(features.Row(row), features.Row(neighbors[r])), distance);
                Assert.IsTrue(r == 0 || graph.SquaredDistances[(row * K) + r - 1] <= distance);
            }
        }

        Assert.IsTrue(found >= 0.98 * K * features.NumberOfRows, $"recall {found / (double)(K * features.NumberOfRows)}");
    }

    [TestMethod]
    public void Rows_without_a_shape_find_most_of_their_neighbours()
    {
        CenteredFeatures features = NeighborReference.Random(4000, 12);
        NeighborGraph exact = NeighborSearches.Create(features).FindGraph(K, new FitContext());
        List<string> said = [];

        NeighborGraph graph = new NeighborDescent(features, seed: 3).FindGraph(K, Listening(said));

        int found = Enumerable.Range(0, 4000).Sum(row => graph.Of(row).ToArray().Intersect(exact.Of(row).ToArray()).Count());
        Assert.IsInRange(0.995 * K * 4000, (K * 4000) - 1, found);
        StringAssert.EndsWith(said[^1], " % of a sample's neighbours are found.");
    }

    [TestMethod]
    public void Where_too_few_neighbours_would_be_found_the_search_is_exact()
    {
        CenteredFeatures features = NeighborReference.Random(4000, 40);
        List<string> said = [];

        NeighborGraph graph = new NeighborDescent(features, seed: 3).FindGraph(K, Listening(said));

        NeighborReference.AssertGraph(features, graph, exactSums: false);
        StringAssert.StartsWith(said[^1], "Neighbour descent would find 8");
        StringAssert.EndsWith(said[^1], " % of the neighbours of these rows, where 95 % are wanted: the search is exact.");
    }

    [TestMethod]
    public void The_seed_decides_and_the_number_of_threads_does_not()
    {
        CenteredFeatures features = NeighborReference.Random(3000, 12);
        NeighborGraph one = new NeighborDescent(features, seed: 5).FindGraph(K, new FitContext(numberOfThreads: 1));
        NeighborGraph three = new NeighborDescent(features, seed: 5).FindGraph(K, new FitContext(numberOfThreads: 3));
        NeighborGraph other = new NeighborDescent(features, seed: 6).FindGraph(K, new FitContext());

        CollectionAssert.AreEqual(one.Indices, three.Indices);
        CollectionAssert.AreEqual(one.SquaredDistances, three.SquaredDistances);
        CollectionAssert.AreNotEqual(one.Indices, other.Indices);
    }

    [TestMethod]
    public void Few_rows_are_searched_exactly()
    {
        CenteredFeatures features = NeighborReference.Random(90, 12);

        NeighborReference.AssertGraph(features, new NeighborDescent(features, seed: 1).FindGraph(89, new FitContext()), exactSums: false);
    }

    [TestMethod]
    public void Rows_that_nearly_all_coincide_still_get_all_their_neighbours()
    {
        var values = new float[1000 * 4];
        values[17 * 4] = 0.5f;
        CenteredFeatures features = NeighborReference.Raw(values, columnCount: 4);

        NeighborGraph graph = new NeighborDescent(features, seed: 1).FindGraph(K, new FitContext());

        for (int row = 0; row < 1000; row++)
        {
            Assert.AreEqual(K, graph.Of(row).ToArray().Distinct().Count());
        }
    }

    [TestMethod]
    public void Unseen_rows_are_searched_exactly()
    {
        CenteredFeatures features = NeighborReference.Random(500, 6);
        CenteredFeatures queries = NeighborReference.Random(30, 6, seed: 4);

        NeighborGraph batch = new NeighborDescent(features, seed: 1).FindNearestBatch(queries.Values, 30, 5, new FitContext());

        CollectionAssert.AreEqual(
            new BruteForceSearch(features).FindNearestBatch(queries.Values, 30, 5, new FitContext()).Indices, batch.Indices);
    }

    [TestMethod]
    public void Cancellation_stops_it()
    {
        CenteredFeatures features = NeighborReference.Random(1000, 6);
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => new NeighborDescent(features, seed: 1).FindGraph(3, new FitContext(cancellationToken: source.Token)));
    }

    private static FitContext Listening(List<string> said) => new(Core.Tests.Listener.To(said));

    // A curved three-dimensional surface, in noise that no few axes hold.
    private static CenteredFeatures Surface(int rowCount, int columnCount, float noise)
    {
        var random = new Random(12);
        var values = new float[rowCount * columnCount];
        for (int row = 0; row < rowCount; row++)
        {
            double u = random.NextDouble(), v = random.NextDouble(), w = random.NextDouble();
            for (int j = 0; j < columnCount; j++)
            {
                double value = Math.Sin((u * (1 + (j % 3))) + (v * (j % 5)) + (w * (j % 4)) + j);
                values[(row * columnCount) + j] = (float)value + (noise == 0 ? 0 : noise * random.NextSingle());
            }
        }

        return CenteredFeatures.Create(FeatureMatrix.FromRowMajor(values, rowCount, columnCount), new FitContext());
    }
}
