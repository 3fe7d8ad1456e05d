using System.Diagnostics;
using LleTransforms.Measurements.SideBySide;

namespace LleTransforms.Measurements.Onnx;

/// <summary>Time to place rows by OnnxRuntime beside the engine, in turns: 10,000 images of MNIST are fitted.</summary>
internal static class OnnxSpeed
{
    private const int FittedRows = 10_000;
    private const int BatchRows = 1_000;
    private const int Batches = 15;
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
        double ours = Median(count, engine);
        double theirs = Median(count, runtime);
        Console.WriteLine(FormattableString.Invariant(
            $"{what,-12} engine {ours,9:F3} ms, OnnxRuntime {theirs,9:F3} ms, ratio {theirs / ours:F2}"));
    }

    private static double Median(int count, Action<int> work)
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

        return times.Order().ElementAt(count / 2);
    }
}
