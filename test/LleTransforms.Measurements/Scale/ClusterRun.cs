using System.Diagnostics;
using System.Globalization;
using LleTransforms.Orleans;
using LleTransforms.Samples.Cluster;

namespace LleTransforms.Measurements.Scale;

/// <summary>What the measurements of clusters share: silos that are processes, and a fit that tells its phases.</summary>
internal static class ClusterRun
{
    /// <summary>Silos in processes of the sample beside this program.</summary>
    public static Task<SiloProcesses> StartAsync(int siloCount, long? heapLimit = null, string? redis = null)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Cluster", configuration, "Cluster.dll"));
        return SiloProcesses.StartAsync(siloCount, redis, heapLimit, program);
    }

    /// <summary>Fits, and prints when each phase ended and what the fit says of itself.</summary>
    public static async Task<(LleModel Model, double Seconds)> FitAsync(
        SiloProcesses silos, LleShard[] shards, LleOptions options, string sink, bool isQuiet = false)
    {
        var watch = Stopwatch.StartNew();
        LlePhase phase = default;
        var progress = new Hearer(report =>
        {
            if (isQuiet)
            {
                return;
            }

            if (report.Message is not null)
            {
                Print($"  {report.Message}");
            }
            else if (report.Phase > phase)
            {
                Print($"  {phase} ended at {watch.Elapsed.TotalSeconds:f1} s");
                phase = report.Phase;
            }
        });
        LleModel model = await silos.Grains.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(sink), progress);
        return (model, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Seconds of all threads of all silos, by step.</summary>
    public static void PrintWork(IReadOnlyList<SiloFigures> figures)
    {
        IEnumerable<string> steps = WorkOf(figures).OrderByDescending(step => step.Value)
            .Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Key} {step.Value:f1}"));
        Print($"  seconds of work: {string.Join(", ", steps)}");
    }

    public static Dictionary<string, double> WorkOf(IReadOnlyList<SiloFigures> figures) =>
        figures.SelectMany(silo => silo.Work).GroupBy(step => step.Key).ToDictionary(step => step.Key, step => step.Sum(one => one.Value));

    public static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed class Hearer(Action<LleProgress> hear) : IProgress<LleProgress>
    {
        public void Report(LleProgress value) => hear(value);
    }
}
