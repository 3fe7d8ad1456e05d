using System.Diagnostics;
using LleTransforms.Samples.Cluster;

namespace LleTransforms.Orleans.Tests;

/// <summary>Silos that are processes and find each other in Redis; one of them is ended by SIGKILL.</summary>
[TestClass]
public sealed class ProcessTests
{
    private const int RowCount = 6000;

    [TestMethod]
    public async Task A_process_that_is_killed_does_not_change_a_bit_of_a_fit_or_a_transform()
    {
        using RedisServer? redis = await RedisServer.TryStartAsync();
        if (redis is null)
        {
            Assert.Inconclusive("redis-server is not installed.");
        }

        using NpyData data = new();
        LleShard[] shards = NpyData.Split(data.Write("rows", TestRows.SwissRoll(RowCount), 3), [.. Enumerable.Repeat(500, 12)]);
        await using SiloProcesses silos = await SiloProcesses.StartAsync(3, redis.Address, program: Program);

        LleModel model = await silos.Grains.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options, LleSink.Npy(data.Out("whole")));
        var watch = Stopwatch.StartNew();
        var killer = new AtPhase(LlePhase.LocalGeometry, () => silos.Kill(0));
        await silos.Grains.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options, LleSink.Npy(data.Out("fault")), killer);
        Console.WriteLine($"with a silo killed: {watch.Elapsed.TotalSeconds:f1} s");
        CollectionAssert.AreEqual(NpyData.Coordinates(data.Out("whole")), NpyData.Coordinates(data.Out("fault")));

        watch.Restart();
        var second = new AtPhase(LlePhase.Placement, () => silos.Kill(1));
        await silos.Grains.TransformAsync(model, shards, LleSink.Npy(data.Out("placed")), second);
        Console.WriteLine($"a transform with a silo killed: {watch.Elapsed.TotalSeconds:f1} s");
        float[] placed = NpyData.Singles(data.Out("placed"));
        CollectionAssert.AreEqual(Array.ConvertAll(NpyData.Coordinates(data.Out("whole")), value => (float)value), placed);
    }

    /// <summary>The sample in its own folder of output, with all that it needs to run.</summary>
    private static string Program => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Cluster", new DirectoryInfo(AppContext.BaseDirectory).Name, "Cluster.dll"));
}
