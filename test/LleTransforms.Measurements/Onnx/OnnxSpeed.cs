using System.Diagnostics;
using System.Globalization;
using LleTransforms.Measurements.SideBySide;

namespace LleTransforms.Measurements.Onnx;

/// <summary>Time to place rows by OnnxRuntime beside the engine, in turns: 10,000 images of MNIST are fitted.</summary>
internal static class OnnxSpeed
{
    private const int FittedRows = 10_000;
    private const int BatchRows = 1_000;
    private const int Batches = 30;
    private const int SingleRows = 1_500;

    public static void Run(BenchmarkData data)
    {
        data.Ensure("mnist-train", FittedRows);
        data.Ensure("mnist-test", FittedRows);
        LleModel model = LocallyLinearEmbedding.Fit(data.Read("mnist-train", FittedRows), new LleOptions());
        FeatureMatrix unseen = data.Read("mnist-test", SingleRows);
        using OpenedGraph graph = OpenedGraph.Of(model);
        float[][] rows = [.. Enumerable.Range(0, SingleRows).Select(row => unseen.Row(row).ToArray())];
        float[] batch = [.. rows[..BatchRows].SelectMany(row => row)];
        FeatureMatrix table = FeatureMatrix.FromRowMajor(batch, BatchRows, model.NumberOfFeatures);
        float[] coordinates = new float[model.NumberOfComponents];
        Print($"{BatchRows} rows", Batches, _ => model.Transform(table), _ => graph.Place(batch));
        Print("one row", SingleRows, i => model.Transform(rows[i], coordinates), i => graph.Place(rows[i]));
    }

    private static void Print(string what, int count, Action<int> engine, Action<int> runtime)
    {
        // Each side works by itself, since threads of a runtime that wait for work take the other's processors.
        (double ours, double oursAlone) = Times(count, engine);
        (double theirs, double theirsAlone) = Times(count, runtime);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-12} median: engine {ours:F3} ms, OnnxRuntime {theirs:F3} ms, ratio {theirs / ours:F2}; lowest tenth: " +
            $"{oursAlone:F3} ms, {theirsAlone:F3} ms, ratio {theirsAlone / oursAlone:F2}"));
    }

    /// <summary>The median, and the time that a tenth stays below, which other work on the machine disturbs less.</summary>
    private static (double Median, double LowestTenth) Times(int count, Action<int> work)
    {
        for (int i = 0; i < Math.Min(count, 100) / 2; i++)
        {
            work(i);
        }

        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return (times[count / 2], times[count / 10]);
    }
}
