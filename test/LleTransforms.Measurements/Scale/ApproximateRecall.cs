using System.Diagnostics;
using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Neighbors;
using LleTransforms.Neighbors.Approximate;
using LleTransforms.Running;

namespace LleTransforms.Measurements.Scale;

/// <summary>How many true neighbours the approximate graph holds, and in what time beside the exact one.</summary>
internal static class ApproximateRecall
{
    private const int NumberOfNeighbors = 12;

    public static void Run(BenchmarkData data)
    {
        Console.WriteLine($"k = {NumberOfNeighbors}; each search's second run.");
        Console.WriteLine("| rows | n | D | exact, s | approximate, s | recall | by |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --- |");
        foreach ((string title, string name, int rowCount) in new[]
        {
            ("smooth 4-dimensional manifold", "smooth", 20_000), ("MNIST", "mnist-train", 20_000), ("MNIST", "mnist-train", 60_000),
            ("8-dimensional manifold in 50 columns", "manifold-50", 200_000), ("GloVe", "glove", 20_000),
            ("Fashion-MNIST", "fashion-train", 60_000), ("GloVe", "glove", 100_000),
        })
        {
            data.Ensure(name, rowCount);
            var answer = new Answer();
            var context = new FitContext(answer);
            CenteredFeatures features = CenteredFeatures.Create(data.Read(name, rowCount), context);
            (NeighborGraph exact, double exactSeconds) = Time(NeighborSearches.Create(features), context);
            (NeighborGraph approximate, double seconds) = Time(new NeighborDescent(features, seed: 0), context);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {title} | {rowCount:N0} | {features.NumberOfColumns} | {exactSeconds:0.00} | {seconds:0.00} | " +
                $"{Recall(exact, approximate):0.0000} | {(answer.IsExact ? "exact search" : "descent")} |"));
        }
    }

    private static (NeighborGraph Graph, double Seconds) Time(INeighborSearch search, FitContext context)
    {
        search.FindGraph(NumberOfNeighbors, context);
        long start = Stopwatch.GetTimestamp();
        NeighborGraph graph = search.FindGraph(NumberOfNeighbors, context);
        return (graph, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static double Recall(NeighborGraph exact, NeighborGraph approximate)
    {
        long found = 0;
        for (int row = 0; row < exact.NumberOfRows; row++)
        {
            foreach (int neighbor in approximate.Of(row))
            {
                found += exact.Of(row).Contains(neighbor) ? 1 : 0;
            }
        }

        return (double)found / exact.Indices.Length;
    }

    /// <summary>Hears whether an approximate search gave way to the exact one.</summary>
    private sealed class Answer : IProgress<LleProgress>
    {
        public bool IsExact { get; private set; }

        public void Report(LleProgress value) =>
            IsExact |= value.Message?.EndsWith("the search is exact.", StringComparison.Ordinal) == true;
    }
}
