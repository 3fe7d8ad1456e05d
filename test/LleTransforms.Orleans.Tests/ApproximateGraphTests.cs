using System.Globalization;
using LleTransforms.Orleans.Wire;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>The graph by cells around landmarks: the same bits on any cluster, and near enough to the exact one.</summary>
[TestClass]
public sealed class ApproximateGraphTests
{
    private const int RowCount = 6000;

    private static LleOptions Options
    {
        get
        {
            LleOptions options = TestRows.Options;
            options.NeighborSearch = LleNeighborSearch.Approximate;
            return options;
        }
    }

    [TestMethod]
    public async Task Silos_and_shards_do_not_change_a_bit()
    {
        using NpyData data = new();
        string path = data.Write("rows", TestRows.Wide(RowCount, 20), 20);
        await SilosAndShards.RequireSameBits(
            data, path, Options,
            (1, [RowCount]), (2, [1, 5998, 1]), (5, [.. Enumerable.Repeat(250, 24)]));
    }

    [TestMethod]
    public async Task Rows_of_a_manifold_find_nearly_all_their_neighbours_and_the_fit_says_so()
    {
        using NpyData data = new();
        LleShard[] shards = NpyData.Split(data.Write("rows", TestRows.SwissRoll(RowCount), 3), 2500, 3500);
        await using TestCluster cluster = await Cluster.StartAsync(2);
        List<string> messages = [];
        var hearer = new Hearer(report =>
        {
            if (report.Message is string message)
            {
                lock (messages)
                {
                    messages.Add(message);
                }
            }
        });

        LleModel approximate =
            await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, Options, LleSink.Npy(data.Out("approximate")), hearer);
        LleModel exact = await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options, LleSink.Npy(data.Out("exact")));

        Assert.HasCount(1, messages);
        Assert.Contains("Of the 10 nearest rows of 256 rows looked at", messages[0]);
        string share = messages[0].Split(' ').Single(word => word.Contains('.') && char.IsDigit(word[0]));
        Assert.IsInRange(99.0, 100.0, double.Parse(share, CultureInfo.InvariantCulture));
        Assert.IsInRange(0.99, 1.01, approximate.Eigenvalues[0] / exact.Eigenvalues[0]);
    }

    [TestMethod]
    public async Task Rows_that_are_equal_across_shards_and_cells_of_few_rows_are_served()
    {
        // Nearly every row is a landmark: its cell holds no other, and it needs k + 1 cells for k neighbours.
        using NpyData data = new();
        float[] rows = TestRows.SwissRoll(400);
        rows.AsSpan(0, 30).CopyTo(rows.AsSpan(900));
        LleOptions options = Options;
        options.NumberOfLandmarks = 385;
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 199, 200, 1);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(data.Out("found")));

        double[] found = NpyData.Coordinates(data.Out("found"));
        Assert.HasCount(800, found);
        CollectionAssert.AreEqual(found[..20], found[600..620]);
        Assert.IsTrue(found.All(double.IsFinite));
    }

    [TestMethod]
    public void Ranges_of_cells_cover_all_and_hold_as_many_rows_as_they_may()
    {
        CellRange[] ranges = CellRange.Cover([5, 5, 20, 1, 0, 9, 3], 10);

        CollectionAssert.AreEqual(
            new CellRange[] { new(0, 2), new(2, 3), new(3, 6), new(6, 7) }, ranges);
    }

    private sealed class Hearer(Action<LleProgress> hear) : IProgress<LleProgress>
    {
        public void Report(LleProgress value) => hear(value);
    }
}
