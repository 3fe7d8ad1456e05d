using System.Diagnostics;

namespace LleTransforms.Reliability.Laws;

/// <summary>Checks every law on many cases and prints a line for each.</summary>
internal static class LawCommand
{
    public static int Run(int cases, ulong seed)
    {
        Console.WriteLine($"{cases} random fits for each law, seed {seed}");
        Console.WriteLine("| law | cases | applied | seconds | broken |");
        Console.WriteLine("| --- | --: | --: | --: | --- |");
        int broken = 0;
        foreach (FitLaw law in FitLaws.All)
        {
            long started = Stopwatch.GetTimestamp();
            LawResult result = LawChecker.Check(law, cases, seed);
            broken += result.Fault is null ? 0 : 1;
            Console.WriteLine(
                $"| {law.Name} | {result.Cases} | {result.Applied} | {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} | " +
                $"{result.Fault ?? "never"} |");
        }

        Console.WriteLine($"{FitLaws.All.Count - broken} laws hold, {broken} are broken.");
        return broken == 0 ? 0 : 1;
    }
}
