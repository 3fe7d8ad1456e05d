using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>Prints figures: a paragraph a work as it ends, and all of them as one Markdown table.</summary>
internal static class Report
{
    public static void WriteMachine()
    {
        string processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown processor"
            : RuntimeInformation.ProcessArchitecture.ToString();
        string width = Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "128";
        string memory = Invariant($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB");
        Console.WriteLine(
            $"{processor}, {Environment.ProcessorCount} threads, {width}-bit vectors, {memory}; {RuntimeInformation.OSDescription}; " +
            $"{RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, load before the first work: {Load()}");
    }

    public static void WriteWork(WorkFigures figures)
    {
        Console.WriteLine();
        Console.WriteLine($"{figures.Work.Title} [{figures.Work.Name}], load {Load()}");
        if (figures.Fault is string fault)
        {
            Console.WriteLine($"  fault: {fault}");
        }

        if (figures.Ours.Count == 0)
        {
            return;
        }

        Console.WriteLine(
            $"  ours: {Times(figures.Ours)}, peak {Megabytes(figures.OurPeakBytes)}, {DistanceName(figures.Work, false)} " +
            $"{Angle(figures.OurDistance)}");
        if (figures.PeerMedian is not null)
        {
            Console.WriteLine(
                $"  peer: {Times(figures.Peer)}, peak {Megabytes(figures.PeerPeakBytes!.Value)}, {DistanceName(figures.Work, true)} " +
                $"{Angle(figures.PeerDistance)}");
            Console.WriteLine(Invariant($"  ratio {figures.Ratio:0.00}")
                + (figures.Work.RequiredRatio is double required ? Invariant($", required {required:0.0}") : string.Empty));
        }

        WorkerResult typical = figures.Typical;
        if (typical.Phases is Phases phases)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  neighbours {phases.Neighbors:0.000} s, geometry {phases.Geometry:0.000} s, factor {phases.Factor:0.000} s, " +
                $"eigen solve {phases.Eigen:0.000} s, rest {phases.Rest:0.000} s"));
            Console.WriteLine(Invariant(
                $"  {typical.Iterations} iterations, {typical.Nonzeros / 1e6:0.00} million nonzeros in the factor; {typical.Solver}"));
        }

        if (figures.Slope is double slope)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {figures.Work.SlopeFrom} rows: {Seconds(typical.SmallerSeconds!.Value)}; log-log slope {slope:0.000}, " +
                $"at most {figures.Work.SlopeLimit:0.00}"));
        }

        if (typical.AllocatedPerRow is double allocated)
        {
            Console.WriteLine(Invariant($"  {allocated:0.##} bytes allocated a row"));
        }
    }

    public static void WriteTable(IReadOnlyList<WorkFigures> all)
    {
        Console.WriteLine();
        Console.WriteLine(
            "| work | ours | peer | ratio | required | peak, ours | peak, peer | neighbours, geometry, factor, eigen, rest | iterations " +
            "| distance, ours | distance, peer | holds |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: | --- | --: | --: | --: | --- |");
        foreach (WorkFigures figures in all.Where(figures => figures.Ours.Count > 0))
        {
            Phases? phases = figures.Typical.Phases;
            string parts = phases is null ? string.Empty : Invariant(
                $"{phases.Neighbors:0.00}, {phases.Geometry:0.00}, {phases.Factor:0.00}, {phases.Eigen:0.00}, {phases.Rest:0.00}");
            string peer = figures.PeerMedian is double median ? Seconds(median) : "-";
            string peak = figures.PeerPeakBytes is long bytes ? Megabytes(bytes) : "-";
            Console.WriteLine(
                $"| {figures.Work.Title} | {Seconds(figures.OurMedian)} | {peer} | {Ratio(figures.Ratio)} | {Required(figures)} | " +
                $"{Megabytes(figures.OurPeakBytes)} | {peak} "
                + $"| {parts} | {figures.Typical.Iterations} | {Angle(figures.OurDistance)} | {Angle(figures.PeerDistance)} | "
                + $"{(figures.Holds ? "yes" : "**no**")} |");
        }
    }

    private static string Required(WorkFigures figures)
    {
        List<string> parts = [];
        if (figures.Work.RequiredRatio is double ratio)
        {
            parts.Add(Invariant($"{ratio:0.0}"));
        }

        if (figures.Work.TimeLimit is double time)
        {
            parts.Add($"<= {Seconds(time)}");
        }

        if (figures.Work.MemoryLimit is double memory)
        {
            parts.Add($"<= {Megabytes(memory)}");
        }

        if (figures.Slope is double slope)
        {
            parts.Add(Invariant($"slope {slope:0.00} <= {figures.Work.SlopeLimit:0.00}"));
        }

        if (figures.Typical.AllocatedPerRow is double allocated)
        {
            parts.Add(Invariant($"{allocated:0.##} of 0 bytes a row"));
        }

        return string.Join("; ", parts);
    }

    private static string Times(IReadOnlyList<WorkerResult> runs) =>
        $"{Seconds(Median.Of(runs.Select(run => run.Seconds)))} (median of {string.Join(", ", runs.Select(run => Seconds(run.Seconds)))})";

    private static string DistanceName(Work work, bool isPeer) =>
        work.FindsNeighbors(isPeer)
            ? "share of wrong neighbours"
            : "angle to the converged solution";

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Seconds(double seconds) =>
        seconds < 0.01 ? Invariant($"{1e3 * seconds:0.000} ms") : Invariant($"{seconds:0.000} s");

    private static string Megabytes(double bytes) => Invariant($"{bytes / 1e6:0} MB");

    private static string Ratio(double? ratio) => ratio is double value ? Invariant($"{value:0.00}") : "-";

    private static string Angle(double? angle) => angle is double value ? Invariant($"{value:0.0e0}") : "-";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
