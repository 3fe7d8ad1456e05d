using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Rows that a cluster places are where the model places them.</summary>
[TestClass]
public sealed class TransformTests
{
    private const int RowCount = 4000;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Rows_get_the_bits_of_the_model_even_where_a_silo_ends(bool ends)
    {
        using NpyData data = new();
        float[] rows = TestRows.SwissRoll(RowCount);
        rows[(77 * 3) + 2] = float.NaN;
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromRowMajor(TestRows.SwissRoll(1500), 1500, 3), TestRows.Options);
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), [.. Enumerable.Repeat(400, 10)]);
        await using TestCluster cluster = await Cluster.StartAsync(3);
        Task ending = Task.CompletedTask;
        int reports = 0;
        var progress = new Listener(() =>
        {
            if (ends && Interlocked.Increment(ref reports) == 3)
            {
                ending = cluster.KillSiloAsync(cluster.SecondarySilos[0]);
            }
        });

        await cluster.Client.TransformAsync(model, shards, LleSink.Npy(data.Out("placed")), progress);

        await ending;
        FeatureMatrix expected = model.Transform(FeatureMatrix.FromRowMajor(rows, RowCount, 3));
        float[] found = NpyData.Singles(data.Out("placed"));
        Assert.HasCount(RowCount * 2, found);
        for (int row = 0; row < RowCount; row++)
        {
            CollectionAssert.AreEqual(expected.Row(row).ToArray(), found[(2 * row)..((2 * row) + 2)], $"row {row}");
        }
    }

    [TestMethod]
    public async Task Rows_of_double_precision_get_the_bits_that_they_get_one_by_one()
    {
        using NpyData data = new();
        double[] rows = Array.ConvertAll(TestRows.SwissRoll(500), value => value + 1e-9);
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromRowMajor(TestRows.SwissRoll(1500), 1500, 3), TestRows.Options);
        await using TestCluster cluster = await Cluster.StartAsync(1);

        await cluster.Client.TransformAsync(model, NpyData.Split(data.Write("rows", rows, 3), 500), LleSink.Npy(data.Out("placed")));

        float[] found = NpyData.Singles(data.Out("placed"));
        float[] expected = new float[2];
        for (int row = 0; row < 500; row++)
        {
            model.Transform(rows.AsSpan(row * 3, 3), expected);
            CollectionAssert.AreEqual(expected, found[(2 * row)..((2 * row) + 2)]);
        }
    }

    [TestMethod]
    public async Task A_shard_of_other_columns_is_named_and_nothing_is_left_of_it()
    {
        using NpyData data = new();
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromRowMajor(TestRows.SwissRoll(1500), 1500, 3), TestRows.Options);
        string path = data.Write("rows", TestRows.SwissRoll(600), 6);
        await using TestCluster cluster = await Cluster.StartAsync(1);

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => cluster.Client.TransformAsync(model, NpyData.Split(path, 300), LleSink.Npy(data.Out("placed"))));

        Assert.Contains("Shard 0", error.Message);
        Assert.Contains("6 columns", error.Message);
        Assert.IsFalse(Directory.Exists(data.Out("placed")));
    }

    private sealed class Listener(Action hear) : IProgress<LleProgress>
    {
        public void Report(LleProgress value) => hear();
    }
}
