using System.Diagnostics;
using System.Runtime.InteropServices;
using LleTransforms.Orleans;
using LleTransforms.Samples.Cluster;

namespace LleTransforms.Measurements.Scale;

/// <summary>Silos that are ended by SIGKILL at random moments of a fit, and in the middle of a transform: delays, and whether a bit
/// changes.</summary>
/// <remarks>The first of three silos tells the others of each other and stays. One of the others is killed, and started again
/// afterwards.</remarks>
internal static class ClusterFaults
{
    private const int SiloCount = 3;
    private const int ShardCount = 12;

    /// <param name="rowCount">Rows of a fit.</param>
    /// <param name="killCount">How many fits lose a silo.</param>
    /// <param name="placedRowCount">Rows of the transform.</param>
    /// <returns>0 where all bits are the same.</returns>
    public static async Task<int> RunAsync(int rowCount, int killCount, int placedRowCount)
    {
        string folder = Path.Combine(Path.GetTempPath(), "lle-cluster-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            await using SiloProcesses silos = await ClusterRun.StartAsync(SiloCount);
            int differing = await KillFitsAsync(silos, folder, rowCount, killCount);
            bool isPlaced = await KillTransformAsync(silos, folder, placedRowCount);
            return differing == 0 && isPlaced ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> KillFitsAsync(SiloProcesses silos, string folder, int rowCount, int killCount)
    {
        var options = new LleOptions
        {
            NumberOfComponents = 4, NumberOfNeighbors = 10, NumberOfLandmarks = 1000, PlaceAmongLandmarks = true, Seed = 1,
        };
        (LleShard[] shards, _) = NoisyRoll.Make(folder, rowCount, ShardCount, rowCount);
        ClusterRun.Print($"{rowCount} x {NoisyRoll.ColumnCount}, {ShardCount} shards, {SiloCount} silos");

        // The first fit has the silos compile their code; the second is the measure.
        await FitAsync();
        (double[] expected, double usual) = await FitAsync();
        ClusterRun.Print($"no silo ends: {usual:f1} s");
        var random = new Random(1);
        int differing = 0;
        for (int kill = 0; kill < killCount; kill++)
        {
            double moment = usual * random.NextDouble();
            int silo = 1 + random.Next(SiloCount - 1);
            Task killing = Task.Delay(TimeSpan.FromSeconds(moment)).ContinueWith(_ => silos.Kill(silo), TaskScheduler.Default);
            (double[] found, double seconds) = await FitAsync();
            await killing;
            bool isSame = MemoryMarshal.AsBytes<double>(found).SequenceEqual(MemoryMarshal.AsBytes<double>(expected));
            differing += isSame ? 0 : 1;
            string bits = isSame ? "the same bits" : "OTHER BITS";
            ClusterRun.Print($"silo {silo} ends after {moment:f1} s: {seconds - usual:f1} s later, {bits}");
            await silos.RestartAsync(silo);
        }

        ClusterRun.Print($"{killCount - differing} of {killCount} fits have the same bits");
        return differing;

        async Task<(double[] Coordinates, double Seconds)> FitAsync()
        {
            string sink = Path.Combine(folder, Guid.NewGuid().ToString("N"));
            var watch = Stopwatch.StartNew();
            await silos.Grains.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(sink));
            double seconds = watch.Elapsed.TotalSeconds;
            double[] coordinates = NpyFile.ReadFolder(sink);
            Directory.Delete(sink, recursive: true);
            return (coordinates, seconds);
        }
    }

    private static async Task<bool> KillTransformAsync(SiloProcesses silos, string folder, int rowCount)
    {
        (LleShard[] shards, float[] rows) = NoisyRoll.Make(folder, rowCount, ShardCount, 1);
        float[] fitted = rows[..(5000 * NoisyRoll.ColumnCount)];
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromRowMajor(fitted, 5000, NoisyRoll.ColumnCount),
            new LleOptions { NumberOfComponents = 4, NumberOfNeighbors = 10, NumberOfLandmarks = 1000, PlaceAmongLandmarks = true });
        FeatureMatrix expected = model.Transform(FeatureMatrix.FromRowMajor(rows, rowCount, NoisyRoll.ColumnCount));
        var watch = Stopwatch.StartNew();
        await silos.Grains.TransformAsync(model, shards, LleSink.Npy(Path.Combine(folder, "whole")));
        double usual = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var killer = new AtPhase(LlePhase.Placement, () => silos.Kill(1));
        string sink = Path.Combine(folder, "placed");
        await silos.Grains.TransformAsync(model, shards, LleSink.Npy(sink), killer);
        double seconds = watch.Elapsed.TotalSeconds;
        float[] placed = NpyFile.ReadSingles(sink);
        bool isSame = placed.Length == rowCount * model.NumberOfComponents;
        for (int row = 0; isSame && row < rowCount; row++)
        {
            isSame = placed.AsSpan(row * model.NumberOfComponents, model.NumberOfComponents).SequenceEqual(expected.Row(row));
        }

        string bits = isSame ? "the bits of one machine, no row lost or doubled" : "OTHER BITS";
        ClusterRun.Print($"{rowCount} rows placed: {usual:f1} s; with a silo that ends midway {seconds:f1} s, {bits}");
        return isSame;
    }
}
