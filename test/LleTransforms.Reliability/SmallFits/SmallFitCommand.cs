using System.Diagnostics;

namespace LleTransforms.Reliability.SmallFits;

/// <summary>Runs small fits and prints how many ended in which way.</summary>
internal static class SmallFitCommand
{
    private const int FaultsShown = 20;

    public static int Run(int fits, int seed)
    {
        long started = Stopwatch.GetTimestamp();
        SmallFitSweep sweep = SmallFitSweep.Run(fits, seed);
        Console.WriteLine($"{fits} fits of 5 to 49 rows, seed {seed}, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
        foreach ((string outcome, int count) in sweep.Outcomes)
        {
            Console.WriteLine($"{count,8} {outcome} (such as {sweep.Examples[outcome]})");
        }

        foreach (string fault in sweep.Faults.Take(FaultsShown))
        {
            Console.WriteLine(fault);
        }

        Console.WriteLine($"{sweep.Faults.Count} ended in a way that is not documented.");
        return sweep.Faults.Count == 0 ? 0 : 1;
    }
}
