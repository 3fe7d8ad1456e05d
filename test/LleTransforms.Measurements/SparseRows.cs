using System.Diagnostics;
using System.Globalization;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Measurements;

/// <summary>What sparse rows cost as they are and widened: each fit in a process of its own, time by phase and peak memory.</summary>
internal static class SparseRows
{
    private const int Topics = 40;
    private const int Neighbors = 12;

    private static readonly (int Rows, int Columns, int Terms)[] Tables =
    [
        (5_000, 512, 5), (5_000, 512, 26), (5_000, 512, 51),
        (5_000, 5_000, 50), (5_000, 5_000, 250), (5_000, 5_000, 500),
        (20_000, 5_000, 50), (5_000, 50_000, 500), (10_000, 50_000, 100),
    ];

    /// <param name="largest">The largest table to widen, in values.</param>
    public static void Run(double largest)
    {
        Console.WriteLine($"k = {Neighbors}, d = 10; seconds (neighbours, local geometry, all) and peak memory of the process");
        Console.WriteLine(
            "| rows | columns | values in a row | widened: neighbours | geometry | all | peak | sparse: neighbours | " +
            "geometry | all | peak |");
        Console.WriteLine("| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        foreach ((int rows, int columns, int terms) in Tables)
        {
            string widened = (double)rows * columns <= largest ? RunCase(rows, columns, terms, "widened") : "| | | |";
            Console.WriteLine($"| {rows:N0} | {columns:N0} | {terms} {widened} {RunCase(rows, columns, terms, "sparse")} |");
        }
    }

    public static void RunOne(int rows, int columns, int terms, bool widened)
    {
        Documents documents = Documents.Create(rows, columns, terms, Topics, 1);
        FeatureMatrix features = widened ? documents.Dense() : documents.Sparse(always: true);
        var options = new LleOptions { NumberOfNeighbors = Neighbors };
        var clock = new PhaseClock();
        _ = LocallyLinearEmbedding.Fit(features, options, clock);
        double neighbors = clock.At(LlePhase.Neighbors);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {neighbors:0.0} | {clock.At(LlePhase.LocalGeometry) - neighbors:0.0} | {clock.Elapsed:0.0} | " +
            $"{process.PeakWorkingSet64 / 1e6:N0} MB"));
    }

    private static string RunCase(int rows, int columns, int terms, string form)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in new[] { typeof(SparseRows).Assembly.Location, "sparse-case", $"{rows}", $"{columns}", $"{terms}",
            form })
        {
            start.ArgumentList.Add(argument);
        }

        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) != "dotnet")
        {
            start.ArgumentList.RemoveAt(0);
        }

        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return line;
    }

    private sealed class PhaseClock : IProgress<LleProgress>
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly Dictionary<LlePhase, double> _ends = [];

        public double Elapsed => _watch.Elapsed.TotalSeconds;

        public double At(LlePhase phase) => _ends.GetValueOrDefault(phase);

        public void Report(LleProgress value)
        {
            lock (_ends)
            {
                if (value.Total > 0)
                {
                    _ends[value.Phase] = Elapsed;
                }
            }
        }
    }
}
