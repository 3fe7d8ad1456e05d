using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>What one machine gives for the same rows.</summary>
internal static class OneMachine
{
    /// <summary>Fits on a cluster, and requires the coordinates and the model of a fit on one machine.</summary>
    public static async Task<LleModel> RequireEqual(
        TestCluster cluster, NpyData data, LleShard[] shards, FeatureMatrix features, LleOptions options)
    {
        LleModel expected = LocallyLinearEmbedding.Fit(features, options);
        string folder = data.Out("found");
        LleModel model = await cluster.Client.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(folder));

        int d = options.NumberOfComponents;
        double[] found = NpyData.Coordinates(folder);
        Assert.HasCount(features.NumberOfRows * d, found);
        double worst = 0;
        for (int i = 0; i < found.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(expected.Coordinates(i / d)[i % d] - found[i]));
        }

        Console.WriteLine($"largest difference of a coordinate: {worst:g3}");
        Assert.IsInRange(0, 1e-8, worst);
        for (int c = 0; c < d; c++)
        {
            Assert.AreEqual(1, model.Eigenvalues[c] / expected.Eigenvalues[c], 1e-8);
        }

        // Both models place rows alike, and the cluster's to what it wrote, also after a way through a file.
        using MemoryStream saved = new();
        model.Save(saved);
        saved.Position = 0;
        FeatureMatrix placed = LleModel.Load(saved).Transform(features);
        FeatureMatrix placedThere = expected.Transform(features);
        for (int i = 0; i < found.Length; i++)
        {
            Assert.AreEqual(placedThere.Row(i / d)[i % d], placed.Row(i / d)[i % d], 1e-6);
            Assert.AreEqual((float)found[i], placed.Row(i / d)[i % d]);
        }

        return model;
    }
}
