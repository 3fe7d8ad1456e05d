using System.Globalization;
using LleTransforms.Measurements.SideBySide;

namespace LleTransforms.Measurements.Updating;

/// <summary>Rows that come day after day: a model that grows twenty times by a hundredth, beside a fit of the same rows anew each
/// time.</summary>
internal static class DayAfterDay
{
    private const int Days = 20;
    private const int Neighborhood = 12;

    public static void Run(BenchmarkData data)
    {
        Run(data, "swiss-roll", 20_000, components: 2);
        Run(data, "mnist-train", 10_000, components: 10);
    }

    private static void Run(BenchmarkData data, string name, int rowCount, int components)
    {
        int added = rowCount / 100;
        int all = name == "swiss-roll" ? rowCount + (Days * added) : 60_000;
        data.Ensure(name, all);
        FeatureMatrix table = data.Read(name, rowCount + (Days * added), all);
        LleOptions options = new() { NumberOfComponents = components, KeepsGraph = true };
        LleModel model = LocallyLinearEmbedding.Fit(Living.Join(table, 0, rowCount), options);
        Console.WriteLine($"{name}, {rowCount} rows and {added} more each day, d = {components}, k = {options.NumberOfNeighbors}:");
        Console.WriteLine("| day | rows | angle to a fresh fit | trustworthiness | of the fresh fit | moved since the day before |");
        Console.WriteLine("| --: | --: | --: | --: | --: | --: |");
        for (int day = 1; day <= Days; day++)
        {
            int count = rowCount + (day * added);
            LleAlignment grown = model.Extend(Living.Join(table, count - added, added), options);
            model = grown.Model;
            FeatureMatrix rows = Living.Join(table, 0, count);
            LleModel fresh = LocallyLinearEmbedding.Fit(rows, options);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {day} | {count} | {PrincipalAngle.Largest(Table.Of(model), Table.Of(fresh)):0.0e0} | {Trust(rows, model):0.0000} | " +
                $"{Trust(rows, fresh):0.0000} | {grown.MovementAfter:0.0000} |"));
        }
    }

    private static double Trust(FeatureMatrix rows, LleModel model)
    {
        EmbeddingQualityOptions options = new() { NeighborhoodSize = Neighborhood, SampleSize = 500 };
        return EmbeddingQuality.Measure(rows, Living.Coordinates(model), options).Figures.Trustworthiness;
    }
}
