using LleTransforms.Core.Tests.TestData;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>A fit on a cluster is that on one machine, and does not depend on silos or shards.</summary>
[TestClass]
public sealed class EqualFitTests
{
    private const int RowCount = 3000;

    private static LleOptions Options => new()
    {
        NumberOfComponents = 2, NumberOfNeighbors = 10, NumberOfLandmarks = 200, PlaceAmongLandmarks = true, Seed = 5,
    };

    [TestMethod]
    public async Task One_silo_gives_what_one_machine_gives()
    {
        using NpyData data = new();
        float[] rows = Rows();
        LleShard[] shards = NpyData.Split(data.Write("rows", rows, 3), 1000, 700, 1300);
        LleModel expected = LocallyLinearEmbedding.Fit(FeatureMatrix.FromRowMajor(rows, RowCount, 3), Options);
        await using TestCluster cluster = await Cluster.StartAsync(1);

        LleModel model = await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, Options, LleSink.Npy(data.Out("one")));

        double[] found = NpyData.Coordinates(data.Out("one"));
        Assert.HasCount(RowCount * 2, found);
        double worst = 0;
        for (int row = 0; row < RowCount; row++)
        {
            for (int c = 0; c < 2; c++)
            {
                worst = Math.Max(worst, Math.Abs(expected.Coordinates(row)[c] - found[(row * 2) + c]));
            }
        }

        Console.WriteLine($"worst difference {worst:g3}");
        Assert.IsInRange(0, 1e-8, worst);
        for (int c = 0; c < 2; c++)
        {
            Assert.AreEqual(1, model.Eigenvalues[c] / expected.Eigenvalues[c], 1e-8);
        }
    }

    private static float[] Rows() =>
        [.. Manifolds.SwissRoll(RowCount, 3).Rows.Cast<double>().Select(value => (float)value)];
}
