using LleTransforms.Core.Tests;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

[TestClass]
public sealed class DenseSearchTests
{
    [TestMethod]
    [DataRow(61, 1, 5)]
    [DataRow(500, 3, 12)]
    [DataRow(257, 64, 256)]
    [DataRow(513, 129, 1)]
    [DataRow(300, 784, 12)]
    [DataRow(2, 7, 1)]
    public void Graph_equals_the_reference(int rowCount, int columnCount, int k)
    {
        CenteredFeatures features = NeighborReference.Random(rowCount, columnCount);

        NeighborGraph graph = new DenseSearch(features).FindGraph(k, new FitContext());

        NeighborReference.AssertGraph(features, graph, exactSums: false);
    }

    /// <summary>The product's rounding error exceeds most differences of distances here: only the bound
    /// and the exact decision save it.</summary>
    [TestMethod]
    [DataRow(1e3)]
    [DataRow(1e5)]
    public void Graph_is_exact_on_an_offset(double offset)
    {
        CenteredFeatures centred = NeighborReference.Random(400, 20, offset: offset);

        NeighborReference.AssertGraph(centred, new DenseSearch(centred).FindGraph(8, new FitContext()), exactSums: false);
    }

    [TestMethod]
    public void Graph_is_exact_without_centring()
    {
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, 350 * 20).Select(_ => 0.75f + (random.NextSingle() * 1e-4f))];
        CenteredFeatures features = NeighborReference.Raw(values, columnCount: 20);

        NeighborReference.AssertGraph(features, new DenseSearch(features).FindGraph(8, new FitContext()), exactSums: false);
    }

    [TestMethod]
    [DataRow(1, 40)]
    [DataRow(2, 6)]
    [DataRow(16, 2)]
    [DataRow(33, 2)]
    public void Ties_go_to_the_smaller_index(int columnCount, int levels)
    {
        CenteredFeatures features = NeighborReference.Integers(700, columnCount, levels);

        NeighborGraph graph = new DenseSearch(features).FindGraph(9, new FitContext());

        NeighborReference.AssertGraph(features, graph, exactSums: true);
    }

    [TestMethod]
    public void Equal_rows_are_each_others_neighbours_and_nobody_is_its_own()
    {
        CenteredFeatures features = NeighborReference.Raw(new float[600 * 5], 5);

        NeighborReference.AssertGraph(features, new DenseSearch(features).FindGraph(4, new FitContext()), exactSums: true);
    }

    [TestMethod]
    public void Values_too_small_to_multiply_are_still_told_apart()
    {
        var random = new Random(6);
        float[] values = [.. Enumerable.Range(0, 300 * 6).Select(_ => random.NextSingle() * 1e-24f)];
        values[0] = 0.9f;
        values[6] = -0.9f;
        CenteredFeatures features = NeighborReference.Raw(values, 6);

        NeighborReference.AssertGraph(features, new DenseSearch(features).FindGraph(5, new FitContext()), exactSums: false);
    }

    [TestMethod]
    public void Every_width_and_number_of_threads_gives_the_same_graph()
    {
        CenteredFeatures features = NeighborReference.Random(1100, 37);
        NeighborGraph expected = new DenseSearch(features, SimdWidth.Scalar).FindGraph(11, new FitContext(numberOfThreads: 1));
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                NeighborGraph graph = new DenseSearch(features, width).FindGraph(11, new FitContext(numberOfThreads: threads));
                CollectionAssert.AreEqual(expected.Indices, graph.Indices, $"{width}, {threads} threads");
                CollectionAssert.AreEqual(expected.SquaredDistances, graph.SquaredDistances, $"{width}, {threads} threads");
            }
        }
    }

    [TestMethod]
    [DataRow(1, 600, 64, 12)]
    [DataRow(300, 600, 5, 600)]
    [DataRow(530, 400, 130, 3)]
    public void A_batch_equals_its_single_queries(int queryCount, int rowCount, int columnCount, int k)
    {
        CenteredFeatures features = NeighborReference.Random(rowCount, columnCount);
        CenteredFeatures queries = NeighborReference.Random(queryCount, columnCount, seed: 9);
        var search = new DenseSearch(features);

        NeighborGraph batch = search.FindNearestBatch(queries.Values, queryCount, k, new FitContext());

        var indices = new int[k];
        var distances = new double[k];
        for (int i = 0; i < queryCount; i++)
        {
            search.FindNearest(queries.Row(i), indices, distances);
            CollectionAssert.AreEqual(indices, batch.Of(i).ToArray());
            CollectionAssert.AreEqual(distances, batch.SquaredDistances.AsSpan(i * k, k).ToArray());
        }

        NeighborReference.AssertList(features, queries.Row(0), batch, 0, excluded: -1, exactSums: false);
    }

    [TestMethod]
    public void A_batch_survives_queries_that_are_not_finite_or_huge()
    {
        CenteredFeatures features = NeighborReference.Random(100, 4);
        float[] queries = [float.NaN, 0, 0, 0, 0.1f, 0.2f, 0.3f, 0.4f, 3e38f, 0, 0, 0, float.PositiveInfinity, 0, 0, 0];

        NeighborGraph batch = new DenseSearch(features).FindNearestBatch(queries, 4, 3, new FitContext());

        Assert.IsTrue(double.IsNaN(batch.SquaredDistances[0]) && double.IsNaN(batch.SquaredDistances[9]));
        NeighborReference.AssertList(features, queries.AsSpan(4, 4), batch, 1, excluded: -1, exactSums: false);
        NeighborReference.AssertList(features, queries.AsSpan(8, 4), batch, 2, excluded: -1, exactSums: false);
    }

    [TestMethod]
    public void Axes_of_other_rows_find_the_same_neighbours()
    {
        CenteredFeatures features = NeighborReference.Random(3000, 48);
        CenteredFeatures others = NeighborReference.Random(200, 48, seed: 8);
        var axes = new Lazy<FilterAxes>(() => FilterAxes.Of(others, new RunContext()));
        DenseSearch own = new(features), shared = new(features, axes);
        int[] expected = new int[5], found = new int[5];
        double[] expectedDistances = new double[5], distances = new double[5];
        for (int query = 0; query < 200; query++)
        {
            own.FindNearest(others.Row(query), expected, expectedDistances);
            shared.FindNearest(others.Row(query), found, distances);
            CollectionAssert.AreEqual(expected, found, $"query {query}");
            CollectionAssert.AreEqual(expectedDistances, distances, $"query {query}");
        }

        Assert.IsTrue(axes.IsValueCreated);
    }

    [TestMethod]
    public void Cancellation_stops_the_graph_and_the_batch()
    {
        CenteredFeatures features = NeighborReference.Random(600, 8);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var context = new FitContext(cancellationToken: source.Token);

        Assert.Throws<OperationCanceledException>(() => new DenseSearch(features).FindGraph(3, context));
        Assert.Throws<OperationCanceledException>(() => new DenseSearch(features).FindNearestBatch(features.Values, 600, 3, context));
    }

    [TestMethod]
    public void Cancelling_from_within_a_progress_report_ends_the_search()
    {
        CenteredFeatures features = NeighborReference.Random(3000, 8);
        using var source = new CancellationTokenSource();
        var context = new FitContext(new CancelOnFirstReport(source), cancellationToken: source.Token);

        Assert.Throws<OperationCanceledException>(() => new DenseSearch(features).FindGraph(3, context));
    }

    [TestMethod]
    public void The_last_report_is_complete()
    {
        var reports = new List<LleProgress>();
        new DenseSearch(NeighborReference.Random(600, 8)).FindGraph(3, new FitContext(new Listener(reports.Add), numberOfThreads: 1));

        Assert.AreEqual(600L, reports[^1].Completed);
        Assert.AreEqual(600L, reports[^1].Total);
    }

    private sealed class CancelOnFirstReport(CancellationTokenSource source) : IProgress<LleProgress>
    {
        public void Report(LleProgress value) => source.Cancel();
    }
}
