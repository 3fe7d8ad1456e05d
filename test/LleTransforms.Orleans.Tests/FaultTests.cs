using System.Diagnostics;
using System.Diagnostics.Metrics;
using LleTransforms.Orleans.Grains;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Silos that end, fits that are cancelled, and fits beside each other.</summary>
[TestClass]
public sealed class FaultTests
{
    private const int RowCount = 3000;

    [TestMethod]
    [DataRow(LlePhase.Features, LleNeighborSearch.Auto, LleMetric.Euclidean)]
    [DataRow(LlePhase.Neighbors, LleNeighborSearch.Auto, LleMetric.Euclidean)]
    [DataRow(LlePhase.LocalGeometry, LleNeighborSearch.Auto, LleMetric.Euclidean)]
    [DataRow(LlePhase.Eigenvectors, LleNeighborSearch.Auto, LleMetric.Euclidean)]
    [DataRow(LlePhase.Placement, LleNeighborSearch.Auto, LleMetric.Euclidean)]
    [DataRow(LlePhase.Neighbors, LleNeighborSearch.Approximate, LleMetric.Euclidean)]
    [DataRow(LlePhase.LocalGeometry, LleNeighborSearch.Approximate, LleMetric.Euclidean)]
    [DataRow(LlePhase.Neighbors, LleNeighborSearch.Auto, LleMetric.Cosine)]
    [DataRow(LlePhase.LocalGeometry, LleNeighborSearch.Approximate, LleMetric.Cosine)]
    public async Task A_silo_that_ends_in_a_phase_does_not_change_a_bit(LlePhase phase, LleNeighborSearch search, LleMetric metric)
    {
        LleOptions options = TestRows.Options;
        options.NeighborSearch = search;
        options.Metric = metric;
        await AssertSameBitsAsync(phase, TestRows.SwissRoll(RowCount), options);
    }

    [TestMethod]
    [DataRow(LlePhase.Neighbors, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LlePhase.LocalGeometry, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LlePhase.Eigenvectors, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LlePhase.Placement, LleDisconnectedGraph.EmbedSeparately)]
    [DataRow(LlePhase.LocalGeometry, LleDisconnectedGraph.Connect)]
    public async Task A_silo_that_ends_while_parts_are_fitted_does_not_change_a_bit(LlePhase phase, LleDisconnectedGraph way)
    {
        LleOptions options = TestRows.Options;
        options.DisconnectedGraph = way;
        await AssertSameBitsAsync(phase, PartRows.Sheets(LleMetric.Euclidean, 1500, 1300, 150, 35, 15), options);
    }

    [TestMethod]
    [DataRow(LlePhase.LocalGeometry, LleDisconnectedGraph.EmbedSeparately, true)]
    [DataRow(LlePhase.Eigenvectors, LleDisconnectedGraph.EmbedSeparately, true)]
    [DataRow(LlePhase.LocalGeometry, LleDisconnectedGraph.EmbedSeparately, false)]
    [DataRow(LlePhase.LocalGeometry, LleDisconnectedGraph.Connect, false)]
    public async Task Parts_that_nobody_knows_any_more_are_found_again(LlePhase phase, LleDisconnectedGraph way, bool isAllLost)
    {
        using NpyData data = new();
        LleOptions options = TestRows.Options;
        options.DisconnectedGraph = way;
        float[] rows = PartRows.Sheets(LleMetric.Euclidean, 1500, 1300, 15);
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 1000, 1000, 815);
        await using TestCluster cluster = await Cluster.StartAsync(2);
        await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(data.Out("whole")));
        int read = 0;
        using MeterListener listener = Meters.Listen("lle.cluster.rows.read", count => Interlocked.Add(ref read, (int)count));
        IManagementGrain management = cluster.Client.GetGrain<IManagementGrain>(0);
        var killer = new Killer(phase, () => isAllLost ? management.ForceActivationCollection(TimeSpan.Zero) : ForgetAsync());

        await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(data.Out("fault")), killer);

        await killer.Killing;
        Assert.IsGreaterThan(2815, read, "no shard was lost");
        CollectionAssert.AreEqual(NpyData.Coordinates(data.Out("whole")), NpyData.Coordinates(data.Out("fault")));

        // Who knows the parts and one of the shards are lost, while the other shards have their new neighbours already.
        async Task ForgetAsync()
        {
            foreach (GrainId id in (await management.GetDetailedGrainStatistics()).Select(one => one.GrainId))
            {
                string type = id.Type.ToString()!;
                if (type.Contains("join", StringComparison.OrdinalIgnoreCase))
                {
                    await cluster.Client.GetGrain<IJoinGrain>(id).ForgetAsync();
                }
                else if (type.Contains("shard", StringComparison.OrdinalIgnoreCase) && ShardKey.Parse(id.Key.ToString()!).Shard == 1)
                {
                    await cluster.Client.GetGrain<IShardGrain>(id).ForgetAsync();
                }
            }
        }
    }

    [TestMethod]
    [DataRow(LlePhase.Neighbors, false)]
    [DataRow(LlePhase.LocalGeometry, true)]
    public async Task Cancellation_reaches_all_silos_within_two_seconds_and_leaves_nothing_behind(LlePhase phase, bool isInParts)
    {
        using NpyData data = new();
        string path = isInParts
            ? data.Write("rows", PartRows.Sheets(LleMetric.Euclidean, 12_000, 8_000), 3)
            : data.Write("rows", TestRows.Wide(20_000, 64), 64);
        LleShard[] shards = NpyData.Split(path, [.. Enumerable.Repeat(2000, 10)]);
        int held = 0;
        using MeterListener listener = Meters.Listen("lle.cluster.shards", change => Interlocked.Add(ref held, (int)change));
        await using TestCluster cluster = await Cluster.StartAsync(2);
        using CancellationTokenSource stop = new();
        var progress = new Killer(phase, () =>
        {
            stop.Cancel();
            return Task.CompletedTask;
        });

        Task fit = cluster.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options, null, progress, stop.Token);
        while (!progress.IsDone)
        {
            await Task.Delay(5);
        }

        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAsync<OperationCanceledException>(() => fit);
        Assert.IsInRange(0, 2, watch.Elapsed.TotalSeconds);
        while (Volatile.Read(ref held) > 0 && watch.Elapsed.TotalSeconds < 20)
        {
            await Task.Delay(20);
        }

        Assert.AreEqual(0, held, "shards that are still held");
    }

    [TestMethod]
    public async Task Two_fits_at_once_do_not_disturb_each_other()
    {
        using NpyData data = new();
        LleShard[] shards = NpyData.Split(data.Write("rows", TestRows.SwissRoll(RowCount), 3), 1500, 1500);
        LleOptions other = TestRows.Options;
        other.Seed = 6;
        await using TestCluster cluster = await Cluster.StartAsync(2);
        foreach (bool together in new[] { false, true })
        {
            Task[] fits = [Fit(TestRows.Options, $"a{together}"), Task.CompletedTask];
            await (together ? Task.CompletedTask : fits[0]);
            fits[1] = Fit(other, $"b{together}");
            await Task.WhenAll(fits);
        }

        CollectionAssert.AreEqual(NpyData.Coordinates(data.Out("aFalse")), NpyData.Coordinates(data.Out("aTrue")));
        CollectionAssert.AreEqual(NpyData.Coordinates(data.Out("bFalse")), NpyData.Coordinates(data.Out("bTrue")));
        CollectionAssert.AreNotEqual(NpyData.Coordinates(data.Out("aFalse")), NpyData.Coordinates(data.Out("bFalse")));

        Task Fit(LleOptions options, string name) =>
            cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(data.Out(name)));
    }

    [TestMethod]
    public async Task Shards_that_some_silos_cannot_open_go_to_one_that_can()
    {
        using NpyData data = new();
        LleShard[] shards = NpyData.Split(data.Write("rows", TestRows.SwissRoll(RowCount), 3), 1000, 1000, 1000);
        int refused = 0;
        int silos = 0;
        await using TestCluster cluster = await Cluster.StartAsync(3, options =>
        {
            if (Interlocked.Increment(ref silos) != 2)
            {
                options.Readers[LleShard.NpyReader] = new NoReader(() => Interlocked.Increment(ref refused));
            }
        });

        await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options, LleSink.Npy(data.Out("found")));

        Assert.HasCount(RowCount * 2, NpyData.Coordinates(data.Out("found")));
        Assert.IsGreaterThan(0, refused);
    }

    [TestMethod]
    public async Task No_message_has_8_MB_and_rows_go_once_to_each_silo()
    {
        const int Columns = 400;
        using NpyData data = new();
        LleShard[] shards = NpyData.Split(data.Write("rows", TestRows.Wide(12_000, Columns), Columns), 6000, 6000);
        LleOptions options = TestRows.Options;
        options.NumberOfLandmarks = 1200;
        long largest = 0;
        long sum = 0;
        using MeterListener listener = Meters.Listen("lle.cluster.received", bytes =>
        {
            Interlocked.Add(ref sum, bytes);
            for (long seen = largest; bytes > seen && Interlocked.CompareExchange(ref largest, bytes, seen) != seen;)
            {
                seen = largest;
            }
        });
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options);

        Console.WriteLine($"largest block {largest}, all {sum / 1e6:f1} MB");
        Assert.IsInRange(1_000_000, 8_000_000, largest);
        double rows = 12_000.0 * Columns * 4;
        double interpolation = 2 * 12_000.0 * 10 * 12;
        double bands = 2 * 4.0 * 1200 * 1201;
        Assert.IsInRange(0, rows + interpolation + bands + (2 * 1200.0 * Columns * 4), sum);
    }

    private sealed class NoReader(Action hear) : ILleShardReader
    {
        public ILleShardRows Open(LleShard shard)
        {
            hear();
            throw new IOException("This silo has no such disk.");
        }
    }

    /// <summary>Ten shards of 300 rows are fitted twice, and the second time a silo is killed in a phase.</summary>
    private static async Task AssertSameBitsAsync(LlePhase phase, float[] rows, LleOptions options)
    {
        using NpyData data = new();
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), [.. Enumerable.Repeat(300, 10)]);
        await using TestCluster cluster = await Cluster.StartAsync(3);
        await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(data.Out("whole")));
        var killer = new Killer(phase, () => cluster.KillSiloAsync(cluster.SecondarySilos[0]));

        await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(data.Out("fault")), killer);

        Assert.IsTrue(killer.IsDone);
        await killer.Killing;
        CollectionAssert.AreEqual(NpyData.Coordinates(data.Out("whole")), NpyData.Coordinates(data.Out("fault")));
    }

    /// <summary>Does something at the first report of a phase.</summary>
    private sealed class Killer(LlePhase phase, Func<Task> act) : IProgress<LleProgress>
    {
        private int _count;

        public bool IsDone => Volatile.Read(ref _count) > 0;

        public Task Killing { get; private set; } = Task.CompletedTask;

        public void Report(LleProgress value)
        {
            if (value.Phase == phase && Interlocked.Increment(ref _count) == 1)
            {
                Killing = act();
            }
        }
    }
}
