using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Fits of the same rows on clusters of several sizes, cut into shards in several ways.</summary>
internal static class SilosAndShards
{
    /// <summary>Requires the same coordinates and the same saved model of all of them.</summary>
    /// <param name="data">Where coordinates go.</param>
    /// <param name="path">The rows.</param>
    /// <param name="options">What is fitted.</param>
    /// <param name="cases">How many silos, and the rows of each shard.</param>
    public static async Task RequireSameBits(NpyData data, string path, LleOptions options, params (int Silos, int[] Counts)[] cases)
    {
        double[]? expected = null;
        byte[]? expectedModel = null;
        foreach ((int silos, int[] counts) in cases)
        {
            string folder = data.Out($"{silos}-{counts.Length}");
            await using TestCluster cluster = await Cluster.StartAsync(silos);
            LleModel model = await cluster.Client.FitLocallyLinearEmbeddingAsync(
                NpyData.Split(path, counts), options, LleSink.Npy(folder));
            double[] found = NpyData.Coordinates(folder);
            using MemoryStream saved = new();
            model.Save(saved);
            expected ??= found;
            expectedModel ??= saved.ToArray();
            CollectionAssert.AreEqual(expected, found, $"{silos} silos, {counts.Length} shards");
            CollectionAssert.AreEqual(expectedModel, saved.ToArray(), $"the model of {silos} silos, {counts.Length} shards");
        }
    }
}
