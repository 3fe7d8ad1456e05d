using System.Diagnostics;
using System.Globalization;
using LleTransforms.Eigen;
using LleTransforms.Fitting;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Running;

namespace LleTransforms.Measurements.Scale;

/// <summary>The peak memory of fits, each in a process of its own, beside the formula and the bound of docs/evidence/scale.md.</summary>
internal sealed class MemoryUse(BenchmarkData data)
{
    /// <summary>The bound's share of each row and neighbour: graph, weights, vectors of the iteration,
    /// and what the collector has not taken back.</summary>
    private const double BytesOfNeighbor = 700;

    /// <summary>The bound's share of each row and pair of members where M is summed from forms.</summary>
    private const double BytesOfPair = 20;

    /// <summary>The bound's share of the process: code, scratch of the threads, the collector's own.</summary>
    private const double BytesOfProcess = 100e6;

    private static readonly (string Name, string Table, int NumberOfRows, LleOptions Options)[] Cases =
    [
        ("swiss-roll", "swiss-roll", 100_000, new LleOptions { NumberOfComponents = 2 }),
        ("swiss-roll-ltsa", "swiss-roll", 100_000,
            new LleOptions { NumberOfComponents = 2, Method = LleMethod.LocalTangentSpaceAlignment }),
        ("swiss-roll-landmarks", "swiss-roll", 100_000, new LleOptions { NumberOfComponents = 2, NumberOfLandmarks = 2000 }),
        ("mnist", "mnist-train", 20_000, new LleOptions()),
        ("mnist-landmarks", "mnist-train", 20_000, new LleOptions { NumberOfLandmarks = 2000 }),
        ("mnist-60000", "mnist-train", 60_000, new LleOptions()),
        ("mnist-sample", "mnist-train", 60_000, new LleOptions { MaximumNumberOfTrainingRows = 5000 }),
    ];

    public void Run()
    {
        Console.WriteLine("Peak of the process during a fit, less what it had before with the input in it; megabytes.");
        Console.WriteLine("| fit | rows | input | measured | formula | fill | measured / (formula + fill) | bound | measured / bound |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: | --: | --: |");
        foreach ((string name, string table, int rowCount, _) in Cases)
        {
            data.Ensure(table, rowCount);
            var start = new ProcessStartInfo(
                Environment.ProcessPath!, ["memory-case", data.Folder, name]) { RedirectStandardOutput = true, UseShellExecute = false };
            using Process process = Process.Start(start)!;
            Console.Write(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
        }
    }

    public void RunCase(string name)
    {
        (_, string table, int rowCount, LleOptions options) = Cases.Single(known => known.Name == name);
        FeatureMatrix features = data.Read(table, rowCount, rowCount);
        LocallyLinearEmbedding.Fit(data.Read(table, 500, rowCount), new LleOptions { NumberOfComponents = 2 });
        GC.Collect();
        FitMemory expected = FitMemory.Of(rowCount, features.NumberOfColumns, options);
        double before = WorkingSet();
        var context = new FitContext();
        FitResult fit = LocallyLinearEmbedding.Run(features, null, options, context);
        GC.KeepAlive(LleModel.Of(fit, context));
        double fill = fit.Solutions.Sum(solution => FillOf(solution.Statistics));
        double measured = Peak() - before;
        double formula = expected.Total - expected.Input;
        double bound = Bound(rowCount, expected.Input, options) + fill;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {rowCount:N0} | {expected.Input / 1e6:0.0} | {measured / 1e6:N0} | {formula / 1e6:N0} | {fill / 1e6:N0} | " +
            $"{measured / (formula + fill):0.00} | {bound / 1e6:N0} | {measured / bound:0.00} |"));
    }

    /// <summary>Three times the input, of which the input itself is one, and a stated number of bytes for
    /// each row and neighbour; without fill.</summary>
    private static double Bound(int rowCount, double input, LleOptions options)
    {
        double fitted = Math.Min(rowCount, options.MaximumNumberOfTrainingRows ?? rowCount);
        double k = options.NumberOfNeighbors ?? new LleOptions().NumberOfNeighbors!.Value;
        bool isSummed = !options.Variant.SizeOf(k, fitted).IsFactored;
        return (2 * input) + (BytesOfNeighbor * fitted * k) + (isSummed ? BytesOfPair * fitted * (k + 1) * (k + 1) : 0)
            + (8 * Math.Pow(options.NumberOfLandmarks ?? 0, 2)) + BytesOfProcess;
    }

    /// <summary>Factors and fronts in flight, as the eigen solvers count them.</summary>
    private static double FillOf(EigenStatistics statistics) => 12.0 * statistics.FactorNonzeros;

    private static double WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
