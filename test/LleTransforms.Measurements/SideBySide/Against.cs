using System.Globalization;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>Runs works by this engine and by that of an earlier commit, pair by pair: nothing may have become slower or larger.</summary>
internal static class Against
{
    private const int Pairs = 5;
    private const int MostTurns = 20;

    /// <summary>Seconds that a process works at least, unless it has had its turns.</summary>
    private const double LeastWork = 2;
    private const double LeastRatio = 0.95;
    private const double LargestPeak = 1.03;

    /// <summary>Lets the other side's threads, and the compiler in the background, come to rest.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(0.2);

    /// <param name="data">Where the tables lie.</param>
    /// <param name="program">The other commit's build of this program.</param>
    /// <param name="names">The works to run; none for all quick ones.</param>
    /// <returns>0 only if no work is slower than a twentieth or takes more memory than a thirtieth.</returns>
    public static int Run(BenchmarkData data, string program, string[] names)
    {
        Report.WriteMachine();
        Console.WriteLine("| work | before, s | now, s | before / now, pair by pair | median | peak now / before, pair by pair | median |");
        Console.WriteLine("| --- | --: | --: | --- | --: | --- | --: |");
        bool holds = true;
        foreach (Work work in Works.All.Where(work => names.Length == 0 ? !work.IsSlow : names.Contains(work.Name)))
        {
            try
            {
                holds &= Measure(work, data, program);
            }
            catch (DataUnavailableException fault)
            {
                Console.WriteLine($"| {work.Title} | left out, its data are not here: {fault.Message} | | | | | |");
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(holds ? "All hold" : "NOT all hold")}: each median ratio at least {LeastRatio}, each median peak at most " +
            $"{LargestPeak} times what it was."));
        return holds ? 0 : 1;
    }

    private static bool Measure(Work work, BenchmarkData data, string program)
    {
        data.Ensure(work.Data, work.NumberOfRows);
        if (work.Unseen is string unseen)
        {
            data.Ensure(unseen, work.UnseenCount);
        }

        List<WorkerResult> ours = [], theirs = [];
        for (int pair = 0; pair < Pairs; pair++)
        {
            // Each pair has two new processes: a peak is the largest that a process ever had, so one run's would hide the next one's.
            using WorkerProcess now = WorkerProcess.StartOurs(work, data);
            string? fault = now.WaitUntilReady().Error;
            using WorkerProcess before = WorkerProcess.StartOther(program, work, data);
            if ((fault ?? before.WaitUntilReady().Error) is string error)
            {
                Console.WriteLine($"| {work.Title} | {error} | | | | | |");
                return false;
            }

            (WorkerResult today, WorkerResult then) = RunInTurns(now, before);
            ours.Add(today);
            theirs.Add(then);
        }

        double[] ratios = [.. theirs.Zip(ours, (then, today) => then.Seconds / today.Seconds)];
        double[] peaks = [.. theirs.Zip(ours, (then, today) => (double)today.PeakBytes / then.PeakBytes)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {work.Title} | {Median.Of(theirs.Select(run => run.Seconds)):g3} | " +
            $"{Median.Of(ours.Select(run => run.Seconds)):g3} | {List(ratios)} " +
            $"| {Median.Of(ratios):0.00} | {List(peaks)} | {Median.Of(peaks):0.00} |"));
        return Median.Of(ratios) >= LeastRatio && Median.Of(peaks) <= LargestPeak;
    }

    /// <summary>Short works several times over: the compiler and the clock weigh most on them.</summary>
    private static (WorkerResult Now, WorkerResult Before) RunInTurns(WorkerProcess now, WorkerProcess before)
    {
        List<WorkerResult> ours = [], theirs = [];
        do
        {
            Thread.Sleep(_rest);
            ours.Add(now.Run());
            Thread.Sleep(_rest);
            theirs.Add(before.Run());
        }
        while (ours.Count < MostTurns && ours.Sum(run => run.Seconds) < LeastWork);
        return (Middle(ours), Middle(theirs));
    }

    private static WorkerResult Middle(List<WorkerResult> turns) =>
        turns[^1] with { Seconds = Median.Of(turns.Select(turn => turn.Seconds)) };

    private static string List(IEnumerable<double> figures) =>
        string.Join(' ', figures.Select(figure => figure.ToString("0.00", CultureInfo.InvariantCulture)));
}
