using System.Diagnostics.Metrics;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>What a cluster does not fit is refused by name.</summary>
[TestClass]
public sealed class RefusalTests
{
    private static TestCluster _cluster = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _cluster = await Cluster.StartAsync(2);

    [ClassCleanup]
    public static async Task Stop() => await _cluster.DisposeAsync();

    [TestMethod]
    [DataRow(LleMetric.Euclidean)]
    [DataRow(LleMetric.Cosine)]
    public async Task A_row_that_is_not_finite_is_named_with_its_shard(LleMetric metric)
    {
        LleOptions options = TestRows.Options;
        options.Metric = metric;
        using NpyData data = new();
        float[] rows = TestRows.SwissRoll(600);
        rows[(450 * 3) + 1] = float.NaN;
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 300, 300);

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(() => FitAsync(shards, options));

        Assert.Contains("Shard 1", error.Message);
        Assert.Contains("row 150 of the shard, column 1", error.Message);
        Assert.Contains("NaN", error.Message);
    }

    [TestMethod]
    public async Task A_shard_that_no_silo_can_open_is_named()
    {
        using NpyData data = new();
        string path = data.Write("rows", TestRows.SwissRoll(600), 3);
        LleShard[] shards = [LleShard.Npy(path, 0, 300), LleShard.Npy(data.Out("missing.npy"), 0, 300)];

        var error = await Assert.ThrowsExactlyAsync<LleShardException>(() => FitAsync(shards, TestRows.Options));

        Assert.AreEqual(1, error.ShardNumber);
        Assert.Contains("missing.npy", error.Message);
    }

    [TestMethod]
    public async Task A_reader_that_is_not_registered_is_named_beside_those_that_are()
    {
        LleShard[] shards = [new("warehouse", "somewhere", 0, 300)];

        var error = await Assert.ThrowsExactlyAsync<LleShardException>(() => FitAsync(shards, TestRows.Options));

        Assert.Contains("warehouse", error.Message);
        Assert.Contains("csv, npy, parquet", error.Message);
    }

    [TestMethod]
    public async Task Shards_of_other_columns_or_precision_are_named()
    {
        using NpyData data = new();
        float[] rows = TestRows.SwissRoll(600);
        string narrow = data.Write("narrow", rows, 3);
        string wide = data.Write("wide", rows, 6);
        string exact = data.Write("exact", Array.ConvertAll(rows, value => (double)value), 3);

        var columns = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => FitAsync([LleShard.Npy(narrow, 0, 300), LleShard.Npy(wide, 0, 300)], TestRows.Options));
        var precision = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => FitAsync([LleShard.Npy(narrow, 0, 300), LleShard.Npy(exact, 0, 300)], TestRows.Options));

        Assert.Contains("Shard 1", columns.Message);
        Assert.Contains("6 columns", columns.Message);
        Assert.Contains("Shard 1", precision.Message);
        Assert.Contains("double precision", precision.Message);
    }

    [TestMethod]
    public async Task Rows_that_are_all_equal_are_refused_as_on_one_machine()
    {
        using NpyData data = new();
        float[] rows = new float[900];
        Array.Fill(rows, 0.5f);

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => FitAsync(NpyData.Split(data.Write("rows", rows, 3), 100, 200), TestRows.Options));

        Assert.Contains("All 300 rows are equal", error.Message);
    }

    [TestMethod]
    public async Task A_graph_that_falls_apart_is_told_with_its_parts()
    {
        using NpyData data = new();
        float[] rows = TestRows.SwissRoll(600);
        for (int i = 300 * 3; i < rows.Length; i++)
        {
            rows[i] += 1000;
        }

        LleOptions options = TestRows.Options;
        options.DisconnectedGraph = LleDisconnectedGraph.Throw;
        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => FitAsync(NpyData.Split(data.Write("rows", rows, 3), 600), options));

        var alone = Assert.ThrowsExactly<InvalidOperationException>(
            () => LocallyLinearEmbedding.Fit(FeatureMatrix.FromRowMajor(rows, 600, 3), options));
        Assert.Contains("2 components", error.Message);
        Assert.AreEqual(alone.Message, error.Message);
    }

    [TestMethod]
    [DataRow(nameof(LleOptions.NumberOfLandmarks))]
    [DataRow(nameof(LleOptions.PlaceAmongLandmarks))]
    [DataRow(nameof(LleOptions.Method))]
    [DataRow(nameof(LleOptions.Metric))]
    [DataRow(nameof(LleOptions.NumberOfNeighbors))]
    [DataRow(nameof(LleOptions.SupervisionStrength))]
    [DataRow(nameof(LleOptions.MinimumParticipation))]
    [DataRow(nameof(LleOptions.MaximumNumberOfTrainingRows))]
    public async Task Options_that_a_cluster_does_not_know_are_refused_by_name(string name)
    {
        LleOptions options = TestRows.Options;
        switch (name)
        {
            case nameof(LleOptions.NumberOfLandmarks):
                options.NumberOfLandmarks = null;
                options.PlaceAmongLandmarks = false;
                break;
            case nameof(LleOptions.PlaceAmongLandmarks):
                options.PlaceAmongLandmarks = false;
                break;
            case nameof(LleOptions.Method):
                options.Method = LleMethod.LocalTangentSpaceAlignment;
                break;
            case nameof(LleOptions.Metric):
                options.Metric = LleMetric.Hamming;
                break;
            case nameof(LleOptions.NumberOfNeighbors):
                options.NumberOfNeighbors = null;
                break;
            case nameof(LleOptions.SupervisionStrength):
                options.SupervisionStrength = 0.5;
                break;
            case nameof(LleOptions.MinimumParticipation):
                options.MinimumParticipation = 0.01;
                break;
            default:
                options.MaximumNumberOfTrainingRows = 500;
                break;
        }

        var error = await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(
            () => FitAsync([LleShard.Npy("anywhere", 0, 600)], options));

        Assert.AreEqual(name, error.ParamName);
        Assert.Contains("on a cluster", error.Message);
    }

    [TestMethod]
    public async Task A_shard_that_does_not_fit_into_a_silo_is_refused_before_it_is_read()
    {
        LleShard[] shards = [LleShard.Npy("not-opened-yet", 0, 600)];
        using NpyData data = new();
        shards[0] = LleShard.Npy(data.Write("rows", TestRows.SwissRoll(600), 3), 0, 600);
        await using TestCluster small = await Cluster.StartAsync(
            1, options => (options.CacheInBytes, options.MemoryLimitInBytes) = (0, 1_000_000));

        var error = await Assert.ThrowsExactlyAsync<InsufficientMemoryException>(
            () => small.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options));

        Assert.Contains("Shard 0", error.Message);
        Assert.Contains("1.0 MB", error.Message);
    }

    [TestMethod]
    [DataRow(2_000, "The eigenproblem over 2000 landmarks", "96.0 MB")]
    [DataRow(400, "shard 0", "of A Z")]
    public async Task What_does_not_fit_later_is_refused_before_it_is_spent(int landmarkCount, string subject, string figure)
    {
        using NpyData data = new();
        const int RowCount = 20_000, ColumnCount = 12;
        LleShard[] shards = NpyData.Split(data.Write("rows", TestRows.Wide(RowCount, ColumnCount), ColumnCount), RowCount);
        LleOptions options = TestRows.Options;
        options.NumberOfLandmarks = landmarkCount;

        // Room for the shard and the graph, and for little more.
        double room = SiloMemory.BytesOf(RowCount, ColumnCount, FitSettings.Of(options)) + 2.2e6;
        await using TestCluster small = await Cluster.StartAsync(1, silo =>
        {
            silo.CacheInBytes = 4 << 20;
            silo.MemoryLimitInBytes = silo.CacheInBytes + (long)room;
        });

        var error = await Assert.ThrowsExactlyAsync<InsufficientMemoryException>(
            () => small.Client.FitLocallyLinearEmbeddingAsync(shards, options));

        Console.WriteLine(error.Message);
        Assert.Contains(subject, error.Message);
        Assert.Contains(figure, error.Message);
    }

    [TestMethod]
    public async Task A_silo_that_cannot_hold_the_graph_says_so_before_a_row_is_read()
    {
        using NpyData data = new();
        LleShard[] shards = [LleShard.Npy(data.Write("rows", TestRows.SwissRoll(600), 3), 0, 600)];
        int read = 0;
        using MeterListener listener = Meters.Listen("lle.cluster.rows.read", rows => Interlocked.Add(ref read, (int)rows));
        await using TestCluster small = await Cluster.StartAsync(1, options =>
        {
            options.CacheInBytes = 0;
            options.MemoryLimitInBytes = 50_000;
        });

        var error = await Assert.ThrowsExactlyAsync<InsufficientMemoryException>(
            () => small.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options));

        Assert.Contains("graph of 600 rows and 10 neighbours", error.Message);
        Assert.Contains("0.1 MB", error.Message);
        Assert.AreEqual(0, Volatile.Read(ref read));
    }

    [TestMethod]
    public async Task A_graph_of_more_edges_than_a_silo_looks_at_is_refused_before_a_row_is_read()
    {
        using NpyData data = new();
        string path = data.Write("rows", TestRows.SwissRoll(600), 3);
        LleShard[] shards = [LleShard.Npy(path, 0, 600), .. Enumerable.Repeat(LleShard.Npy(path, 0, 100_000_000), 3)];

        var error = await Assert.ThrowsExactlyAsync<InsufficientMemoryException>(() => FitAsync(shards, TestRows.Options));

        Assert.Contains("3000006000 edges", error.Message);
    }

    private static Task<LleModel> FitAsync(LleShard[] shards, LleOptions options) =>
        _cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options);
}
