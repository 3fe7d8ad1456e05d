using System.Globalization;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>Runs works by this engine and by that of an earlier commit, repetition by repetition in turns: nothing may have become slower or larger.</summary>
internal static class Against
{
    private const int Pairs = 5;
    private const double LeastRatio = 0.95;
    private const double LargestPeak = 1.03;

    /// <summary>Lets the other side's threads, and the compiler in the background, come to rest.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(0.5);

    /// <param name="data">Where the tables lie.</param>
    /// <param name="program">The other commit's build of this program.</param>
    /// <param name="names">The works to run; none for all quick ones.</param>
    /// <returns>0 only if no work is slower than a twentieth or takes more memory than a thirtieth.</returns>
    public static int Run(BenchmarkData data, string program, string[] names)
    {
        Report.WriteMachine();
        Console.WriteLine("| work | before, s | now, s | ratio, pair by pair | median | peak now / before |");
        Console.WriteLine("| --- | --: | --: | --- | --: | --: |");
        bool holds = true;
        foreach (Work work in Works.All.Where(work => names.Length == 0 ? !work.IsSlow : names.Contains(work.Name)))
        {
            try
            {
                holds &= Measure(work, data, program);
            }
            catch (DataUnavailableException fault)
            {
                Console.WriteLine($"| {work.Title} | left out, its data are not here: {fault.Message} | | | | |");
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{(holds ? "All hold" : "NOT all hold")}: each median at least {LeastRatio}, each peak at most {LargestPeak} times what it was."));
        return holds ? 0 : 1;
    }

    private static bool Measure(Work work, BenchmarkData data, string program)
    {
        data.Ensure(work.Data, work.RowCount);
        if (work.Unseen is string unseen)
        {
            data.Ensure(unseen, work.UnseenCount);
        }

        using WorkerProcess now = WorkerProcess.StartOurs(work, data);
        using WorkerProcess before = WorkerProcess.StartOther(program, work, data);
        if ((now.WaitUntilReady().Error ?? before.WaitUntilReady().Error) is string fault)
        {
            Console.WriteLine($"| {work.Title} | {fault} | | | | |");
            return false;
        }

        List<WorkerResult> ours = [], theirs = [];
        for (int pair = 0; pair < Pairs; pair++)
        {
            Thread.Sleep(_rest);
            ours.Add(now.Run());
            Thread.Sleep(_rest);
            theirs.Add(before.Run());
        }

        double[] ratios = [.. theirs.Zip(ours, (then, today) => then.Seconds / today.Seconds)];
        double peak = ours.Max(run => (double)run.PeakBytes) / theirs.Max(run => (double)run.PeakBytes);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {work.Title} | {Median.Of(theirs.Select(run => run.Seconds)):g3} | {Median.Of(ours.Select(run => run.Seconds)):g3} | {string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))} | {Median.Of(ratios):0.00} | {peak:0.00} |"));
        return Median.Of(ratios) >= LeastRatio && peak <= LargestPeak;
    }
}
