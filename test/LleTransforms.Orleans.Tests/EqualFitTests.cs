using LleTransforms.Core.Tests.TestData;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>A fit on a cluster is that on one machine, and does not depend on silos or shards.</summary>
[TestClass]
public sealed class EqualFitTests
{
    private const int RowCount = 3000;

    [TestMethod]
    public async Task One_silo_gives_what_one_machine_gives()
    {
        using NpyData data = new();
        float[] rows = TestRows.SwissRoll(RowCount);
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 1000, 700, 1300);
        await using TestCluster cluster = await Cluster.StartAsync(1);

        await OneMachine.RequireEqual(cluster, data, shards, FeatureMatrix.FromRowMajor(rows, RowCount, 3), TestRows.Options);
    }

    [TestMethod]
    public async Task Silos_and_shards_do_not_change_a_bit()
    {
        using NpyData data = new();
        string path = data.Write("rows", TestRows.SwissRoll(RowCount), 3);
        await SilosAndShards.RequireSameBits(
            data, path, TestRows.Options,
            (1, [RowCount]), (2, [1, 2998, 1]), (5, [600, 600, 600, 600, 600]), (2, [1500, 1500]), (5, [.. Enumerable.Repeat(125, 24)]));
    }

    [TestMethod]
    public async Task Rows_of_double_precision_keep_a_small_variation_on_a_large_constant()
    {
        using NpyData data = new();
        double[] rows = [.. Manifolds.SwissRoll(RowCount, 3).Rows.Cast<double>().Select(value => 1e9 + value)];
        double[,] table = new double[RowCount, 3];
        Buffer.BlockCopy(rows, 0, table, 0, rows.Length * sizeof(double));
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 1400, 1600);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await OneMachine.RequireEqual(cluster, data, shards, FeatureMatrix.FromArray(table), TestRows.Options);
    }

    [TestMethod]
    public async Task Rows_that_are_equal_across_shards_are_fitted_once()
    {
        using NpyData data = new();
        float[] rows = TestRows.SwissRoll(RowCount);
        for (int row = 100; row < RowCount; row += 100)
        {
            // Some equal a row of their own shard, most one of another; three rows in a row of copies.
            rows.AsSpan((row - 100) / 7 * 3, 3).CopyTo(rows.AsSpan(row * 3));
        }

        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 500, 1000, 1, 1499);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await OneMachine.RequireEqual(cluster, data, shards, FeatureMatrix.FromRowMajor(rows, RowCount, 3), TestRows.Options);
    }

    [TestMethod]
    public async Task Wide_rows_and_the_affine_rule_are_as_on_one_machine()
    {
        using NpyData data = new();
        float[] rows = TestRows.Wide(2500, 40);
        LleOptions options = TestRows.Options;
        options.Placement = LlePlacement.LocalAffine;
        options.NumberOfComponents = 4;
        options.NumberOfLandmarks = 100;
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 40), 2100, 400);
        await using TestCluster cluster = await Cluster.StartAsync(2);

        await OneMachine.RequireEqual(cluster, data, shards, FeatureMatrix.FromRowMajor(rows, 2500, 40), options);
    }

    [TestMethod]
    public async Task As_many_landmarks_as_rows_are_served()
    {
        using NpyData data = new();
        float[] rows = TestRows.SwissRoll(400);
        LleOptions options = TestRows.Options;
        options.NumberOfLandmarks = 380;
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 200, 200);
        await using TestCluster cluster = await Cluster.StartAsync(1);

        await OneMachine.RequireEqual(cluster, data, shards, FeatureMatrix.FromRowMajor(rows, 400, 3), options);
    }
}
