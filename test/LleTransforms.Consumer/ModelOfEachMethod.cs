using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Consumer;

/// <summary>Writes a small model zip for each method, and beside it rows with what the model makes of them.</summary>
/// <remarks>
/// A zip that is there is kept: it was saved by an earlier version, and shows that such files still load.
/// The zips hold no schema, so that they are no larger than what is tested. Each line of a table has the features of a row, its coordinates
/// and, unless the model is a projection, its reconstruction error.
/// </remarks>
internal static class ModelOfEachMethod
{
    private sealed class Placed
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Lle { get; set; } = [];

        public float Error { get; set; }
    }

    public static void Save(string folder)
    {
        foreach (LleMethod method in Enum.GetValues<LleMethod>())
        {
            bool isProjection = method.IsLinear();
            Save(folder, $"{method}", new LocallyLinearEmbeddingOptions
            {
                Method = method,
                NumberOfComponents = 2,
                NumberOfNeighbors = 9,
                ReconstructionErrorColumnName = isProjection ? null : nameof(Placed.Error),
            });
        }
    }

    /// <summary>The same of a model that was fitted by landmarks.</summary>
    public static void SaveLandmarks(string folder) => Save(folder, "Landmarks", new LocallyLinearEmbeddingOptions
    {
        NumberOfComponents = 2,
        NumberOfNeighbors = 9,
        NumberOfLandmarks = 25,
        ReconstructionErrorColumnName = nameof(Placed.Error),
    });

    private static void Save(string folder, string name, LocallyLinearEmbeddingOptions options)
    {
        string file = Path.Combine(folder, $"{name}.zip");
        if (File.Exists(file))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var mlContext = new MLContext(seed: 1);
        List<Point> training = [.. Sheet(60, 0)];
        var model = mlContext.Transforms.LocallyLinearEmbedding(options).Fit(mlContext.Data.LoadFromEnumerable(training));
        mlContext.Model.Save(model, inputSchema: null, file);

        // Training rows and unseen ones.
        var placed = mlContext.Data.LoadFromEnumerable(training.Take(4).Concat(Sheet(12, 0.29)));
        var results = mlContext.Data.CreateEnumerable<Placed>(model.Transform(placed), reuseRowObject: false, ignoreMissingColumns: true);
        File.WriteAllLines(
            Path.Combine(folder, $"{name}.csv"), results.Select(row => Line(row, options.ReconstructionErrorColumnName is null)));
    }

    private static string Line(Placed row, bool isProjection) => string.Join(
        ',',
        row.Features.Concat(row.Lle).Concat(isProjection ? [] : [row.Error])
            .Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Points of a bent sheet.</summary>
    private static IEnumerable<Point> Sheet(int count, double offset) =>
        from row in Enumerable.Range(1, count)
        let u = Fraction((row * 0.7548776662466927) + offset)
        let v = Fraction((row * 0.5698402909980532) + offset)
        select new Point { Features = [(float)u, (float)v, (float)Math.Sin(2 * u)] };

    private static double Fraction(double value) => value - Math.Floor(value);
}
