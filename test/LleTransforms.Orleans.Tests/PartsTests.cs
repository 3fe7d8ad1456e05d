using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Graphs that fall into parts: what one machine does, whatever the silos and shards.</summary>
[TestClass]
public sealed class PartsTests
{
    [TestMethod]
    [DataRow(LleMetric.Euclidean, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LleMetric.Euclidean, LleDisconnectedGraph.Connect)]
    [DataRow(LleMetric.Cosine, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LleMetric.Cosine, LleDisconnectedGraph.Connect)]
    public async Task A_fit_is_that_of_one_machine_with_equal_rows_and_small_parts(LleMetric metric, LleDisconnectedGraph way)
    {
        using NpyData data = new();
        float[] rows = PartRows.Sheets(metric, 1700, 1100, 700, 12, 40);
        rows = [.. rows, .. rows[..300]];
        LleOptions options = Options(way, metric);

        LleModel alone = await RequireEqualAsync(data, rows, options);

        CollectionAssert.AreEqual(
            way == LleDisconnectedGraph.Connect ? new[] { 3552 } : [1700, 1100, 700, 40, 12], alone.PartSizes.ToArray());
    }

    [TestMethod]
    [DataRow(LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LleDisconnectedGraph.Connect)]
    public async Task A_small_sink_is_cut_off_as_on_one_machine(LleDisconnectedGraph way)
    {
        using NpyData data = new();

        LleModel alone = await RequireEqualAsync(data, PartRows.WithTightGroups(1500, 1), Options(way));

        CollectionAssert.AreEqual(way == LleDisconnectedGraph.Connect ? new[] { 1514 } : [1499, 15], alone.PartSizes.ToArray());
    }

    [TestMethod]
    [DataRow(LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LleDisconnectedGraph.Connect)]
    public async Task A_body_that_leads_into_several_groups_finds_its_neighbors_anew(LleDisconnectedGraph way)
    {
        using NpyData data = new();

        LleModel alone = await RequireEqualAsync(data, PartRows.WithTightGroups(1500, 3), Options(way));

        CollectionAssert.AreEqual(
            way == LleDisconnectedGraph.Connect ? new[] { 1542 } : [1494, 17, 16, 15], alone.PartSizes.ToArray());
    }

    [TestMethod]
    public async Task A_body_that_leads_into_several_groups_by_angle_finds_its_neighbors_anew()
    {
        using NpyData data = new();

        LleModel alone = await RequireEqualAsync(
            data, PartRows.WithTightGroups(1500, 3), Options(metric: LleMetric.Cosine));

        Console.WriteLine(string.Join(", ", alone.PartSizes));
        Assert.IsGreaterThan(1, alone.PartSizes.Count);
    }

    [TestMethod]
    public async Task Rows_between_parts_are_placed_among_the_landmarks()
    {
        using NpyData data = new();

        LleModel alone = await RequireEqualAsync(data, PartRows.WithRowsBetween(1200, 800, 9), Options());

        CollectionAssert.AreEqual(new[] { 1200, 800 }, alone.PartSizes.ToArray());
    }

    [TestMethod]
    public async Task Parts_without_any_row_that_is_no_landmark_are_as_on_one_machine()
    {
        using NpyData data = new();
        LleOptions options = Options();
        options.NumberOfLandmarks = 5000;

        await RequireEqualAsync(data, PartRows.Sheets(LleMetric.Euclidean, 300, 200), options);
    }

    [TestMethod]
    public async Task A_part_of_fewer_rows_than_components_is_as_on_one_machine()
    {
        using NpyData data = new();
        LleOptions options = Options();
        (options.NumberOfNeighbors, options.NumberOfComponents) = (4, 6);

        await RequireEqualAsync(data, PartRows.Sheets(LleMetric.Euclidean, 900, 700, 5), options);
    }

    [TestMethod]
    public async Task Rows_of_double_precision_are_as_on_one_machine()
    {
        using NpyData data = new();
        float[] rows = PartRows.Sheets(LleMetric.Euclidean, 1100, 500, 15);
        double[,] table = new double[rows.Length / 3, 3];
        Buffer.BlockCopy(Array.ConvertAll(rows, value => value + 1e-9), 0, table, 0, rows.Length * sizeof(double));
        string path = data.Write("rows", Array.ConvertAll(rows, value => value + 1e-9), 3);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await OneMachine.RequireEqual(
            cluster, data, NpyData.Split(path, 1, 900, 714), FeatureMatrix.FromArray(table), Options());
    }

    [TestMethod]
    [DataRow(LleNeighborSearch.Auto, LleMetric.Euclidean, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LleNeighborSearch.Auto, LleMetric.Cosine, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LleNeighborSearch.Approximate, LleMetric.Euclidean, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LleNeighborSearch.Auto, LleMetric.Euclidean, LleDisconnectedGraph.Connect)]
    public async Task Silos_and_shards_do_not_change_a_bit(LleNeighborSearch search, LleMetric metric, LleDisconnectedGraph way)
    {
        using NpyData data = new();
        LleOptions options = Options(way, metric);
        options.NeighborSearch = search;
        float[] rows = PartRows.Sheets(metric, 1500, 1300, 150, 35, 15);
        await SilosAndShards.RequireSameBits(
            data, data.Write("rows", rows, 3), options, (1, [3000]), (2, [1, 2998, 1]), (5, [.. Enumerable.Repeat(125, 24)]));
    }

    [TestMethod]
    public async Task Silos_and_shards_do_not_change_a_bit_where_rows_find_their_neighbors_anew()
    {
        using NpyData data = new();
        float[] rows = PartRows.WithTightGroups(1500, 3);
        await SilosAndShards.RequireSameBits(
            data, data.Write("rows", rows, 3), Options(), (1, [1542]), (2, [1, 1540, 1]), (5, [.. Enumerable.Repeat(257, 6)]));
    }

    [TestMethod]
    public async Task A_part_that_does_not_fit_into_a_silo_beside_the_whole_is_refused()
    {
        using NpyData data = new();
        float[] rows = PartRows.Sheets(LleMetric.Euclidean, 6000, 4000);
        double room = SiloMemory.BytesOf(10_000, 3, FitSettings.Of(Options())) + 5e6;
        await using TestCluster small = await Cluster.StartAsync(
            1, options => (options.CacheInBytes, options.MemoryLimitInBytes) = (0, (long)room));

        var error = await Assert.ThrowsExactlyAsync<InsufficientMemoryException>(() => small.Client.FitLocallyLinearEmbeddingAsync(
            NpyData.Split(data.Write("rows", rows, 3), 10_000), Options()));

        Assert.Contains("Part 0 of shard 0", error.Message);
        Assert.Contains("14.6 MB", error.Message);
    }

    [TestMethod]
    public async Task A_fit_tells_of_the_parts_as_one_machine_does()
    {
        using NpyData data = new();
        float[] rows = PartRows.WithTightGroups(1500, 1);
        Messages alone = new();
        Messages there = new();
        LocallyLinearEmbedding.Fit(FeatureMatrix.FromRowMajor(rows, 1514, 3), Options(), alone);
        await using TestCluster cluster = await Cluster.StartAsync(1);

        await cluster.Client.FitLocallyLinearEmbeddingAsync(
            NpyData.Split(data.Write("rows", rows, 3), 1000, 514), Options(), null, there);

        Assert.HasCount(2, there.Said);
        CollectionAssert.IsSubsetOf(there.Said, alone.Said);
        Assert.Contains("Warning: With 10 neighbours a body of 1498 rows leads into 15 rows", there.Said[0]);
    }

    private static LleOptions Options(
        LleDisconnectedGraph way = LleDisconnectedGraph.EmbedSeparately, LleMetric metric = LleMetric.Euclidean)
    {
        LleOptions options = TestRows.Options;
        (options.DisconnectedGraph, options.Metric) = (way, metric);
        return options;
    }

    /// <summary>Requires what one machine gives, and gives its model.</summary>
    private static async Task<LleModel> RequireEqualAsync(NpyData data, float[] rows, LleOptions options)
    {
        int count = rows.Length / 3;
        FeatureMatrix features = FeatureMatrix.FromRowMajor(rows, count, 3);
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), count / 3, 7, count - (count / 3) - 7);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        LleModel model = await OneMachine.RequireEqual(cluster, data, shards, features, options);

        LleModel alone = LocallyLinearEmbedding.Fit(features, options);
        Assert.HasCount(alone.PartSizes.Count, model.PartSizes);
        Assert.AreEqual(alone.NumberOfLandmarks ?? count, model.NumberOfLandmarks);
        return alone;
    }

    private sealed class Messages : IProgress<LleProgress>
    {
        public List<string> Said { get; } = [];

        public void Report(LleProgress value)
        {
            if (value.Message is string message)
            {
                Said.Add($"{value.Severity}: {message}");
            }
        }
    }
}
