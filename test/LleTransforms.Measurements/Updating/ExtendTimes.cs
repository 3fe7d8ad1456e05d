using System.Diagnostics;
using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Running;

namespace LleTransforms.Measurements.Updating;

/// <summary>MNIST's training rows and some of its test rows more. It tells what Extend takes beside a fit of all of them, in one process,
/// and how far the two results are apart.</summary>
internal static class ExtendTimes
{
    private const int TestRows = 10_000;
    private const int Components = 10;
    private const int Neighbors = 12;

    public static void Run(BenchmarkData data, int rowCount, IReadOnlyList<int> added)
    {
        data.Ensure("mnist-train", rowCount);
        data.Ensure("mnist-test", TestRows);
        FeatureMatrix known = data.Read("mnist-train", rowCount);
        FeatureMatrix others = data.Read("mnist-test", TestRows);
        LleOptions options = new() { NumberOfComponents = Components, NumberOfNeighbors = Neighbors, KeepsGraph = true };
        LleModel model = LocallyLinearEmbedding.Fit(known, options);
        FeatureMatrix before = Living.Coordinates(model);
        Console.WriteLine($"MNIST, {rowCount} rows, k = {Neighbors}, d = {Components}; the model holds its graph.");
        Console.WriteLine(
            "| new rows | Extend, s | full fit, s | ratio | rows of other neighbours | largest angle | in one centring | moved, Extend | "
            + "moved, full fit aligned |");
        Console.WriteLine("| --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        foreach (int count in added)
        {
            FeatureMatrix rows = Living.Join(others, 0, count);
            FeatureMatrix all = Living.Join(known, 0, rowCount, rows);
            var log = new Living.Log();
            long started = Stopwatch.GetTimestamp();
            LleAlignment extended = model.Extend(rows, options, log);
            double extendSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var fitLog = new Living.Log();
            started = Stopwatch.GetTimestamp();
            LleModel full = LocallyLinearEmbedding.Fit(all, options, fitLog);
            double fitSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            double angle = PrincipalAngle.Largest(Table.Of(extended.Model), Table.Of(full));
            double inOneCentring = PrincipalAngle.Largest(
                Table.Of(extended.Model), Table.Of(FitInScaleOf(model, rows, options)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {count} | {extendSeconds:0.00} | {fitSeconds:0.00} | {extendSeconds / fitSeconds:0.000} | " +
                $"{Living.OtherNeighbors(extended.Model, full)} | {angle:0.0e0} | {inOneCentring:0.0e0} | " +
                $"{extended.MovementAfter:0.0000} | " +
                $"{full.AlignTo(before).MovementAfter:0.0000} |"));
            Console.Error.WriteLine($"Extend: {log}\nFull fit: {fitLog}");
        }
    }

    /// <summary>A fit of all rows as the model has centred them. Pixels are whole numbers, and where two rows are equally far from a third,
    /// the rounding of the centring decides.</summary>
    private static LleModel FitInScaleOf(LleModel model, FeatureMatrix rows, LleOptions options)
    {
        var context = new FitContext();
        DistinctRows all = DistinctRows.Find(AppendedRows.Append(model.Content.Rows!.Features, rows, context), context);
        return LleModel.Of(FitPipeline.Run(new PreparedRows(all), FitPlan.Of(options, Neighbors), context), context);
    }
}
