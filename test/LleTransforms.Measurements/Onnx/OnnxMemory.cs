using System.Diagnostics;
using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Model;
using LleTransforms.Onnx;
using LleTransforms.Running;

namespace LleTransforms.Measurements.Onnx;

/// <summary>The peak memory of a process that does nothing but place rows by a graph of 100,000 training rows of 100 columns.</summary>
internal static class OnnxMemory
{
    private const int RowCount = 100_000;
    private const int ColumnCount = 100;
    private const int ComponentCount = 10;

    public static void Run(string[] arguments)
    {
        if (arguments is [string graph, string rows])
        {
            Place(graph, int.Parse(rows, CultureInfo.InvariantCulture));
            return;
        }

        string path = Path.GetTempFileName();
        using (FileStream file = File.Create(path))
        {
            Model().SaveAsOnnx(file);
        }

        Console.WriteLine(FormattableString.Invariant($"file {new FileInfo(path).Length / 1e6:F1} MB"));
        foreach (int count in new[] { 1, 100, 1_000 })
        {
            using Process process = Process.Start(
                Environment.ProcessPath!, ["onnx-memory", path, count.ToString(CultureInfo.InvariantCulture)]);
            process.WaitForExit();
        }

        File.Delete(path);
    }

    private static void Place(string path, int count)
    {
        double before = Peak();
        using var graph = new OpenedGraph(path, ColumnCount);
        double loaded = Peak();
        graph.Place(Rows(count, seed: 2));
        Console.WriteLine(FormattableString.Invariant(
            $"{count,5} rows at once: peak {Peak():F1} MB ({before:F1} before, {loaded:F1} when loaded)"));
    }

    /// <summary>A model that was never fitted: its rows and coordinates are random, and take what those of a fit would.</summary>
    private static LleModel Model()
    {
        var context = new FitContext();
        CenteredFeatures features = CenteredFeatures.Create(
            FeatureMatrix.FromRowMajor(Rows(RowCount, seed: 1), RowCount, ColumnCount), context);
        var random = new Random(3);
        var content = new LleModelContent
        {
            Method = LleMethod.Standard,
            Placement = LlePlacement.Barycentric,
            Metric = LleMetric.Euclidean,
            NumberOfComponents = ComponentCount,
            NumberOfNeighbors = 12,
            NumberOfTrainingRows = RowCount,
            Regularization = 1e-3,
            Eigenvalues = new double[ComponentCount],
            PartSizes = [RowCount],
            Scaling = features.Scaling,
            Rows = new FittedRows(
                features, [.. Enumerable.Range(0, RowCount * ComponentCount).Select(_ => random.NextDouble())], DistinctIndex: null),
        };
        return new LleModel(content, ModelPlacement.Create(content, null, context));
    }

    private static float[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * ColumnCount).Select(_ => random.NextSingle())];
    }

    /// <summary>The largest resident set so far.</summary>
    private static double Peak()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
