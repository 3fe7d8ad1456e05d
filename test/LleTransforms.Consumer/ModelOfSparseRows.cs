using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Consumer;

/// <summary>Writes a model zip of wide sparse rows, and beside it rows with what the model makes of them.</summary>
/// <remarks>A line of the table has the values that a row holds, as slot:value pairs, its coordinates
/// and its reconstruction error.</remarks>
internal static class ModelOfSparseRows
{
    private const int Width = 600;
    private const int Held = 9;

    private sealed class Row
    {
        [VectorType(Width)]
        public VBuffer<float> Features { get; set; }
    }

    private sealed class Placed
    {
        public float[] Lle { get; set; } = [];

        public float Error { get; set; }
    }

    public static void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var mlContext = new MLContext(seed: 1);
        List<Row> training = [.. Enumerable.Range(0, 60).Select(Texts)];
        List<Row> placed = [.. training.Take(4), .. Enumerable.Range(60, 12).Select(Texts)];
        var model = mlContext.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            NumberOfComponents = 2,
            NumberOfNeighbors = 9,
            ReconstructionErrorColumnName = nameof(Placed.Error),
        }).Fit(mlContext.Data.LoadFromEnumerable(training));
        mlContext.Model.Save(model, inputSchema: null, Path.Combine(folder, "Sparse.zip"));
        var results =
            mlContext.Data.CreateEnumerable<Placed>(model.Transform(mlContext.Data.LoadFromEnumerable(placed)), reuseRowObject: false);
        File.WriteAllLines(Path.Combine(folder, "Sparse.csv"), placed.Zip(results, Line));
    }

    private static string Line(Row row, Placed placed)
    {
        var pairs = row.Features.Items().Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key}:{item.Value:R}"));
        return string.Join(',', placed.Lle.Append(placed.Error).Select(value => value.ToString("R", CultureInfo.InvariantCulture))
            .Prepend(string.Join(' ', pairs)));
    }

    /// <summary>Terms of a text about one of three subjects, which have most of their terms among their own.</summary>
    private static Row Texts(int number)
    {
        int[] slots = [.. Enumerable.Range(0, Held)
            .Select(term => (term % 3 == 0 ? 450 : 150 * (number % 3)) + (((number * 31) + (term * term * 17)) % 50)).Distinct().Order()];
        float[] values = [.. slots.Select(slot => 1 + (((slot * 7) + number) % 5 / 4f))];
        return new Row { Features = new VBuffer<float>(Width, slots.Length, values, slots) };
    }
}
