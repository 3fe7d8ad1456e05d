using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Neighbours by angle: what one machine finds, whatever the silos and shards.</summary>
[TestClass]
public sealed class CosineTests
{
    private const int RowCount = 3000;

    private static LleOptions Options
    {
        get
        {
            LleOptions options = TestRows.Options;
            options.Metric = LleMetric.Cosine;
            return options;
        }
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(12)]
    [DataRow(80)]
    public async Task A_fit_is_that_of_one_machine_and_not_the_Euclidean_one(int columnCount)
    {
        using NpyData data = new();
        float[] rows = Rows(RowCount, columnCount);
        FeatureMatrix features = FeatureMatrix.FromRowMajor(rows, RowCount, columnCount);
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, columnCount), 1000, 700, 1300);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await OneMachine.RequireEqual(cluster, data, shards, features, Options);

        double byLength = LocallyLinearEmbedding.Fit(features, TestRows.Options).Eigenvalues[0];
        Assert.IsFalse(Math.Abs((LocallyLinearEmbedding.Fit(features, Options).Eigenvalues[0] / byLength) - 1) < 1e-3);
    }

    [TestMethod]
    [DataRow(LleNeighborSearch.Auto)]
    [DataRow(LleNeighborSearch.Approximate)]
    public async Task Silos_and_shards_do_not_change_a_bit(LleNeighborSearch search)
    {
        using NpyData data = new();
        string path = data.Write("rows", Rows(RowCount, 12), 12);
        LleOptions options = Options;
        options.NeighborSearch = search;
        await SilosAndShards.RequireSameBits(
            data, path, options,
            (1, [RowCount]), (2, [1, 2998, 1]), (5, [.. Enumerable.Repeat(125, 24)]));
    }

    [TestMethod]
    public async Task An_approximate_graph_has_nearly_all_neighbours_by_angle()
    {
        using NpyData data = new();
        LleShard[] shards = NpyData.Split(data.Write("rows", Rows(RowCount, 3), 3), 1400, 1600);
        LleOptions options = Options;
        options.NeighborSearch = LleNeighborSearch.Approximate;
        var shares = new Shares();
        await using TestCluster cluster = await Cluster.StartAsync(2);

        LleModel approximate = await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options, null, shares);
        LleModel exact = await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, Options);

        Assert.IsInRange(99.0, 100.0, shares.Found);
        Assert.IsInRange(0.99, 1.01, approximate.Eigenvalues[0] / exact.Eigenvalues[0]);
    }

    [TestMethod]
    public async Task Ties_go_by_the_rows_numbers_and_equal_rows_across_shards_are_fitted_once()
    {
        // Sixty-fourths are summed exactly. So the mean is 0, and a row that is twice another has its direction to the bit.
        using NpyData data = new();
        const int Count = 1200;
        float[] quarter = [.. TestRows.SwissRoll(Count / 4).Select(value => MathF.Round(value * 64) / 64)];
        float[] rows = new float[Count * 3];
        for (int i = 0; i < Count; i++)
        {
            int factor = (i & 1) + 1;
            for (int j = 0; j < 3; j++)
            {
                rows[(i * 37 % Count * 3) + j] = ((i & 2) == 0 ? factor : -factor) * (quarter[(i / 4 * 3) + j] - (j == 1 ? 10 : 0));
            }
        }

        float[] all = [.. rows, .. rows];
        var features = FeatureMatrix.FromRowMajor(all, 2 * Count, 3);
        LleShard[] shards = NpyData.Split(data.Write("rows", all, 3), 500, 1, 699, 100, 1100);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await OneMachine.RequireEqual(cluster, data, shards, features, Options);
        NeighborGraph graph = NeighborSearches.Create(
            CenteredFeatures.Create(features, new FitContext()), LleNeighborSearch.Auto, LleMetric.Cosine, null, new FitContext())
            .FindGraph(3, new FitContext());
        Assert.IsTrue(graph.SquaredDistances.All(distance => distance == 0));
    }

    [TestMethod]
    public async Task Rows_of_double_precision_are_as_on_one_machine()
    {
        using NpyData data = new();
        double[] rows = Array.ConvertAll(Rows(RowCount, 3), value => value + 1e-9);
        double[,] table = new double[RowCount, 3];
        Buffer.BlockCopy(rows, 0, table, 0, rows.Length * sizeof(double));
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 1400, 1600);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await OneMachine.RequireEqual(cluster, data, shards, FeatureMatrix.FromArray(table), Options);
    }

    [TestMethod]
    [DataRow(LleNeighborSearch.Auto)]
    [DataRow(LleNeighborSearch.Approximate)]
    public async Task A_row_of_zeros_is_named_with_its_shard(LleNeighborSearch search)
    {
        // The rows before it equal others, so that its number among distinct rows is another.
        using NpyData data = new();
        float[] rows = Rows(600, 3);
        rows.AsSpan(0, 9).CopyTo(rows.AsSpan(310 * 3));
        rows.AsSpan(450 * 3, 3).Clear();
        rows.AsSpan(550 * 3, 3).Clear();
        LleOptions options = Options;
        options.NeighborSearch = search;
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 300, 300);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options));

        Assert.Contains("Shard 1", error.Message);
        Assert.Contains("row 150 of the shard (counted from 0) is zero and has no direction", error.Message);
        var alone = Assert.ThrowsExactly<ArgumentException>(
            () => LocallyLinearEmbedding.Fit(FeatureMatrix.FromRowMajor(rows, 600, 3), Options));
        Assert.Contains("Row 450", alone.Message);
        Assert.Contains(alone.Message[alone.Message.IndexOf("is zero", StringComparison.Ordinal)..], error.Message);
    }

    [TestMethod]
    public async Task Rows_that_lie_too_far_from_zero_are_refused_as_on_one_machine()
    {
        using NpyData data = new();
        double[] rows = [.. Enumerable.Range(0, 1800).Select(i => i % 3 == 0 ? 1e200 : i % 17)];
        double[,] table = new double[600, 3];
        Buffer.BlockCopy(rows, 0, table, 0, rows.Length * sizeof(double));
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 300, 300);
        await using TestCluster cluster = await Cluster.StartAsync(1);

        var alone = Assert.ThrowsExactly<ArgumentException>(
            () => LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(table), Options));
        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => cluster.Client.FitLocallyLinearEmbeddingAsync(shards, Options));

        Assert.Contains("Column 0", alone.Message);
        Assert.AreEqual(alone.Message, error.Message);
    }

    [TestMethod]
    public async Task Rows_get_the_bits_of_the_model_and_those_without_direction_none()
    {
        using NpyData data = new();
        LleShard[] fitted = NpyData.Split(data.Write("rows", Rows(RowCount, 3), 3), 1400, 1600);
        float[] rows = Rows(RowCount + 500, 3);
        rows[(77 * 3) + 2] = float.NaN;
        rows.AsSpan(99 * 3, 3).Clear();
        await using TestCluster cluster = await Cluster.StartAsync(2);
        LleModel model = await cluster.Client.FitLocallyLinearEmbeddingAsync(fitted, Options);

        await cluster.Client.TransformAsync(
            model, NpyData.Split(data.Write("new", rows, 3), 1000, 2500), LleSink.Npy(data.Out("placed")));

        float[] found = NpyData.Singles(data.Out("placed"));
        FeatureMatrix expected = model.Transform(FeatureMatrix.FromRowMajor(rows, RowCount + 500, 3));
        for (int row = 0; row < RowCount + 500; row++)
        {
            CollectionAssert.AreEqual(expected.Row(row).ToArray(), found[(2 * row)..((2 * row) + 2)], $"row {row}");
            Assert.AreEqual(row is 77 or 99, float.IsNaN(found[2 * row]), $"row {row}");
        }
    }

    /// <summary>A bent sheet whose rows have many lengths, off the origin.</summary>
    private static float[] Rows(int rowCount, int columnCount)
    {
        float[] rows = TestRows.Wide(rowCount, columnCount);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = i / columnCount;
            rows[i] = (rows[i] + (i % columnCount == 0 ? 2 : 0)) * (1 + (row * 37 % 100 / 100f));
        }

        return rows;
    }

    private sealed class Shares : IProgress<LleProgress>
    {
        public double Found { get; private set; }

        public void Report(LleProgress value)
        {
            if (value.Message is string message)
            {
                string share = message.Split(' ').Single(word => word.Contains('.') && char.IsDigit(word[0]));
                Found = double.Parse(share, CultureInfo.InvariantCulture);
            }
        }
    }
}
