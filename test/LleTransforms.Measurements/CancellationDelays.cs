using System.Diagnostics;
using System.Globalization;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Measurements;

/// <summary>How long a fit goes on after its token is cancelled, at 50 moments spread over the time that the fit takes.</summary>
internal static class CancellationDelays
{
    private const int Moments = 50;

    /// <param name="rows">Rows of each case.</param>
    /// <param name="named">Parts of the names of the cases to run; none for all.</param>
    public static void Run(int rows, IReadOnlyList<string> named)
    {
        Console.WriteLine("| fit | rows | uncancelled | longest delay | in |");
        Console.WriteLine("| --- | --: | --: | --: | --- |");
        foreach ((string name, FeatureMatrix features, LleOptions options) in Cases(rows)
            .Where(one => named.Count == 0 || named.Any(part => one.Name.Contains(part, StringComparison.OrdinalIgnoreCase))))
        {
            TimeSpan whole = Time(features, options);
            var delays = new (TimeSpan Moment, TimeSpan Delay, string Phase)[Moments];
            for (int i = 0; i < Moments; i++)
            {
                delays[i] = Delay(features, options, whole * ((i + 0.5) / Moments));
            }

            var worst = delays.MaxBy(delay => delay.Delay);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {features.NumberOfRows:N0} | {whole.TotalSeconds:F2} s | {worst.Delay.TotalMilliseconds:F0} ms | " +
                $"{worst.Phase}, cancelled at {worst.Moment.TotalSeconds:F2} s |"));
        }
    }

    private static IEnumerable<(string Name, FeatureMatrix Features, LleOptions Options)> Cases(int rows)
    {
        FeatureMatrix roll = Manifolds.SwissRoll(rows, 1).Features;
        foreach (LleMethod method in Enum.GetValues<LleMethod>())
        {
            yield return ($"swiss roll, {method}", roll, new LleOptions { Method = method, NumberOfComponents = 2 });
        }

        yield return ("smooth 4-D map, Standard", Manifolds.SmoothMap(rows, 1).Features,
            new LleOptions { NumberOfComponents = 4, NumberOfNeighbors = 20 });
        yield return ("smooth 4-D map, Direct", Manifolds.SmoothMap(rows, 1).Features,
            new LleOptions { NumberOfComponents = 4, NumberOfNeighbors = 20, EigenSolver = LleEigenSolver.Direct });
        yield return ("swiss roll, Dense", Manifolds.SwissRoll(Math.Min(rows, 500), 1).Features,
            new LleOptions { NumberOfComponents = 2, EigenSolver = LleEigenSolver.Dense });
    }

    private static TimeSpan Time(FeatureMatrix features, LleOptions options)
    {
        // The shortest of several, so that the moments lie within a fit of warm code and not behind its end.
        TimeSpan shortest = TimeSpan.MaxValue;
        for (int run = 0; run < 3; run++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = LocallyLinearEmbedding.Fit(features, options);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            shortest = time < shortest ? time : shortest;
        }

        return shortest;
    }

    private static (TimeSpan Moment, TimeSpan Delay, string Phase) Delay(FeatureMatrix features, LleOptions options, TimeSpan moment)
    {
        using var source = new CancellationTokenSource();
        var phase = new LastPhase();
        long cancelled = 0;
        string where = "";
        using var timer = new Timer(_ =>
        {
            where = phase.Name;
            Volatile.Write(ref cancelled, Stopwatch.GetTimestamp());
            source.Cancel();
        });
        timer.Change(moment, Timeout.InfiniteTimeSpan);
        try
        {
            _ = LocallyLinearEmbedding.Fit(features, options, phase, source.Token);
        }
        catch (OperationCanceledException)
        {
        }

        // Zero where the fit was done before it was cancelled.
        long at = Volatile.Read(ref cancelled);
        return (moment, at == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(at), where);
    }

    /// <summary>Remembers where a fit last said it was.</summary>
    private sealed class LastPhase : IProgress<LleProgress>
    {
        public string Name { get; private set; } = "the start";

        public void Report(LleProgress value) => Name = $"{value.Phase} {value.Completed}/{value.Total}";
    }
}
