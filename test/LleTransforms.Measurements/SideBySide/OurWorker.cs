using System.Diagnostics;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// Our side of one work, in a process of its own so that its peak memory is that work's: it warms up, then answers every line "run" with a
/// line of figures. Only the fit, the search or the placement lies inside the clock.
/// </summary>
internal sealed class OurWorker(Work work, BenchmarkData data, string output)
{
    private const int WarmUpRows = 2000;
    private const double WarmUpSeconds = 3;
    private const int PlacedBeforeCounting = 100;

    private readonly FeatureMatrix _features = data.Read(work.Data, work.NumberOfRows);

    public void Serve(TextReader input, TextWriter replies)
    {
        Func<WorkerResult> run = Prepare();
        replies.WriteLine(new WorkerResult().ToLine());
        while (input.ReadLine() == "run")
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            WorkerResult result = run();
            using var process = Process.GetCurrentProcess();
            replies.WriteLine((result with { PeakBytes = process.PeakWorkingSet64 }).ToLine());
        }
    }

    private Func<WorkerResult> Prepare()
    {
        switch (work.Kind)
        {
            case WorkKind.Fit or WorkKind.FitAgainstNeighbors:
                FeatureMatrix small = _features.NumberOfRows <= WarmUpRows
                    ? _features
                    : data.Read(work.Data, WarmUpRows, work.NumberOfRows);
                Repeat(() => LocallyLinearEmbedding.Fit(small, work.Options()));
                double? smaller = work.SlopeFrom > 0 ? MedianOfSmaller() : null;
                return () => Fit() with { SmallerSeconds = smaller };
            case WorkKind.Neighbors or WorkKind.ApproximateNeighbors:
                Repeat(() => Find(data.Read(work.Data, WarmUpRows, work.NumberOfRows)));
                return FindNeighbors;
            default:
                LleModel model = LocallyLinearEmbedding.Fit(_features, work.Options());
                FeatureMatrix unseen = data.Read(work.Unseen!, work.UnseenCount);
                FeatureMatrix few = data.Read(work.Unseen!, Math.Min(WarmUpRows, work.UnseenCount));
                Repeat(() => model.Transform(few));
                return work.Kind == WorkKind.Transform ? () => Transform(model, unseen) : () => PlaceSingly(model, unseen);
        }
    }

    private static void Repeat(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        do
        {
            action();
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < WarmUpSeconds);
    }

    private WorkerResult Fit()
    {
        (LleModel model, WorkerResult result) = PhaseClock.Fit(_features, work.Options());
        Table.Write(output, Table.Of(model));
        return result;
    }

    private double MedianOfSmaller()
    {
        data.Ensure(work.Data, work.SlopeFrom);
        FeatureMatrix features = data.Read(work.Data, work.SlopeFrom);
        double[] seconds = new double[5];
        for (int i = 0; i < seconds.Length; i++)
        {
            GC.Collect();
            long started = Stopwatch.GetTimestamp();
            LocallyLinearEmbedding.Fit(features, work.Options());
            seconds[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        return Median.Of(seconds);
    }

    private WorkerResult FindNeighbors()
    {
        long started = Stopwatch.GetTimestamp();
        NeighborGraph graph = Find(_features);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Table.Write(output,
            new Table(graph.NumberOfRows, graph.NumberOfNeighbors, Array.ConvertAll(graph.Indices, index => (double)index)));
        return new WorkerResult { Seconds = seconds };
    }

    private NeighborGraph Find(FeatureMatrix features)
    {
        var context = new FitContext();
        LleNeighborSearch search = work.Kind == WorkKind.ApproximateNeighbors ? LleNeighborSearch.Approximate : LleNeighborSearch.Auto;
        return NeighborSearches.Create(CenteredFeatures.Create(features, context), search, context)
            .FindGraph(work.NumberOfNeighbors, context);
    }

    private WorkerResult Transform(LleModel model, FeatureMatrix unseen)
    {
        long started = Stopwatch.GetTimestamp();
        FeatureMatrix placed = model.Transform(unseen);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Table.Write(output, Table.Of(placed));
        return new WorkerResult { Seconds = seconds };
    }

    private WorkerResult PlaceSingly(LleModel model, FeatureMatrix unseen)
    {
        float[] placed = new float[unseen.NumberOfRows * model.NumberOfComponents];
        double[] seconds = new double[unseen.NumberOfRows];
        for (int row = 0; row < Math.Min(PlacedBeforeCounting, unseen.NumberOfRows); row++)
        {
            model.Transform(unseen.Row(row), placed.AsSpan(0, model.NumberOfComponents));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int row = 0; row < unseen.NumberOfRows; row++)
        {
            long started = Stopwatch.GetTimestamp();
            model.Transform(unseen.Row(row), placed.AsSpan(row * model.NumberOfComponents, model.NumberOfComponents));
            seconds[row] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Table.Write(output, Table.Of(FeatureMatrix.FromRowMajor(placed, unseen.NumberOfRows, model.NumberOfComponents)));
        return new WorkerResult { Seconds = Median.Of(seconds), AllocatedPerRow = (double)allocated / unseen.NumberOfRows };
    }
}

/// <summary>The middle of some figures.</summary>
internal static class Median
{
    public static double Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : 0.5 * (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]);
    }
}
