using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Orleans;
using LleTransforms.Samples.Cluster;

namespace LleTransforms.Measurements.Scale;

/// <summary>A fit of MNIST by landmarks on one machine beside silos that are processes of their own on the same processors.</summary>
/// <remarks>Both are done in one run, one after the other. What goes over the wire is beside what docs/guide/cluster.md counts.</remarks>
internal sealed class ClusterFits(BenchmarkData data)
{
    private const int ColumnCount = 784;
    private const int NumberOfNeighbors = 15;
    private const int NumberOfComponents = 10;
    private const int WarmRows = 4000;
    private const int WarmLandmarks = 500;

    /// <param name="sizes">Rows, landmarks, shards, silos; those left out are 60,000, 3,000, 12 and 3.</param>
    public async Task RunAsync(int[] sizes)
    {
        int rowCount = SizeOf(0, 60_000), landmarkCount = SizeOf(1, 3000), shardCount = SizeOf(2, 12), siloCount = SizeOf(3, 3);
        float[] rows = Read(rowCount);
        string folder = Path.Combine(Path.GetTempPath(), "lle-cluster-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            string path = Path.Combine(folder, "rows.npy");
            NpyFile.Write(path, rows, ColumnCount);
            LleShard[] shards = Split(path, rowCount, shardCount);
            var options = new LleOptions
            {
                NumberOfComponents = NumberOfComponents, NumberOfNeighbors = NumberOfNeighbors, NumberOfLandmarks = landmarkCount,
                PlaceAmongLandmarks = true, Seed = 1,
            };
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rowCount} x {ColumnCount}, k {NumberOfNeighbors}, d {NumberOfComponents}, {landmarkCount} landmarks, " +
                $"{shardCount} shards, {siloCount} silos, {Environment.ProcessorCount} processors"));

            await using SiloProcesses silos = await ClusterRun.StartAsync(siloCount);

            // Fits of a few rows first, so that code is compiled on both sides.
            LleOptions few = options.Copy();
            few.NumberOfLandmarks = Math.Min(landmarkCount, WarmLandmarks);
            LocallyLinearEmbedding.Fit(FeatureMatrix.FromRowMajor(rows[..(WarmRows * ColumnCount)], WarmRows, ColumnCount), few);
            await ClusterRun.FitAsync(silos, Split(path, WarmRows, shardCount), few, Path.Combine(folder, "few"), isQuiet: true);
            IReadOnlyList<SiloFigures> earlier = await silos.FiguresAsync();
            double before = ProcessorSeconds();
            var watch = Stopwatch.StartNew();
            LleModel alone = LocallyLinearEmbedding.Fit(FeatureMatrix.FromRowMajor(rows, rowCount, ColumnCount), options);
            double one = watch.Elapsed.TotalSeconds;
            double between = ProcessorSeconds();
            ClusterRun.Print($"one machine: {one:f1} s");

            string sink = Path.Combine(folder, "found");
            (_, double many) = await ClusterRun.FitAsync(silos, shards, options, sink);
            double ofClient = ProcessorSeconds() - between;
            IReadOnlyList<SiloFigures> figures = await silos.FiguresAsync();
            ClusterRun.Print($"cluster: {many:f1} s, {many / one:f2} times one machine");
            ClusterRun.PrintWork(figures);

            // Whatever else runs on the processors makes both fits longer, but hardly what they compute.
            double ofOne = between - before;
            double ofSilos = figures.Sum(silo => silo.ProcessorSeconds) - earlier.Sum(silo => silo.ProcessorSeconds);
            ClusterRun.Print($"processor seconds: one machine {ofOne:f1}; cluster {ofSilos:f1} on silos, {ofClient:f1} on the client");
            long bytes = figures.Sum(silo => silo.ReceivedBytes) - earlier.Sum(silo => silo.ReceivedBytes);
            double counted = CountedBytes(rowCount, landmarkCount, siloCount);
            ClusterRun.Print($"over the wire: {bytes / 1e6:f0} MB; counted {counted / 1e6:f0} MB");
            ClusterRun.Print($"largest difference of a coordinate: {LargestDifference(alone, NpyFile.ReadFolder(sink)):g3}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        int SizeOf(int place, int usual) => place < sizes.Length ? sizes[place] : usual;
    }

    private static double ProcessorSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    private static LleShard[] Split(string path, int rowCount, int shardCount) =>
    [
        .. Enumerable.Range(0, shardCount).Select(shard => (
            First: (int)((long)rowCount * shard / shardCount), End: (int)((long)rowCount * (shard + 1) / shardCount)))
            .Select(range => LleShard.Npy(path, range.First, range.End - range.First)),
    ];

    /// <summary>What docs/guide/cluster.md counts. Rows go once to each silo that does not hold them. Weights of landmarks go where
    /// neighbours lie elsewhere, and both reduced matrices from silo to silo.</summary>
    private static double CountedBytes(double rows, double landmarks, double silos)
    {
        double elsewhere = (silos - 1) / silos;
        double features = rows * ColumnCount * sizeof(float) * (silos - 1);
        double weights = rows * NumberOfNeighbors * 12 * NumberOfNeighbors * elsewhere;
        double matrices = 2 * 4 * landmarks * (landmarks + 1) * (silos - 1);
        double ofLandmarks = landmarks * ColumnCount * sizeof(float) * (silos - 1);
        return features + weights + matrices + ofLandmarks;
    }

    private static double LargestDifference(LleModel alone, double[] found)
    {
        double largest = 0;
        for (int i = 0; i < found.Length; i++)
        {
            double expected = alone.Coordinates(i / NumberOfComponents)[i % NumberOfComponents];
            largest = Math.Max(largest, Math.Abs(expected - found[i]));
        }

        return largest;
    }

    private float[] Read(int rowCount)
    {
        data.Ensure("mnist-train", 60_000);
        float[] rows = new float[rowCount * ColumnCount];
        using FileStream stream = File.OpenRead(data.PathOf("mnist-train", 60_000));
        stream.ReadExactly(MemoryMarshal.AsBytes(rows.AsSpan()));
        return rows;
    }
}
