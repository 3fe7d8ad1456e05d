using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Inputs;

/// <summary>A vector column whose type has no size, and one whose size is not the model's.</summary>
[TestClass]
public sealed class UnsizedVectorTests
{
    private const int Rows = 60, Columns = 5;

    private static readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    [DataRow(null)]
    [DataRow(Columns)]
    public void Rows_of_one_length_are_fitted_placed_and_loaded_as_if_the_type_said_it(int? size)
    {
        var samples = Samples.Sheet(Rows);
        var sized = Samples.View(_mlContext, samples);
        IDataView unsized = View([.. samples.Select(sample => sample.Features)]);
        float[][] expected = Coordinates(Step(null).Fit(sized).Transform(sized));

        var model = Step(size).Fit(unsized);

        Assert.AreEqual(Columns, model.Model.NumberOfFeatures);
        AssertEqual(expected, Coordinates(model.Transform(unsized)));
        AssertEqual(expected, Coordinates(model.Transform(sized)));
        using var zip = new MemoryStream();
        _mlContext.Model.Save(model, unsized.Schema, zip);
        ITransformer loaded = new MLContext().Model.Load(zip, out _);
        AssertEqual(expected, Coordinates(loaded.Transform(unsized)));
        using var engine = _mlContext.Model.CreatePredictionEngine<Unsized, Placed>(loaded);
        CollectionAssert.AreEqual(expected[7], engine.Predict(new Unsized { Features = samples[7].Features }).Lle);
    }

    [TestMethod]
    [DataRow(null, 17)]
    [DataRow(Columns, 17)]
    [DataRow(Columns - 1, 0)]
    public void A_row_of_another_length_is_named(int? size, int row)
    {
        float[][] rows = [.. Samples.Sheet(Rows).Select(sample => sample.Features)];
        rows[17] = [1, 2, 3];

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Step(size).Fit(View(rows)));

        Assert.AreEqual(
            $"Column 'Features' holds {rows[row].Length} values in row {row} (counted from 0); its type has no size, and every row must " +
            $"have {size ?? Columns}. Drop such rows, or put mlContext.Transforms.CustomMapping in front to make vectors of one size.",
            error.Message);
    }

    [TestMethod]
    public void A_row_to_place_of_another_length_than_the_model_has_is_named()
    {
        float[][] rows = [.. Samples.Sheet(Rows).Select(sample => sample.Features)];
        var model = Step(null).Fit(View(rows));
        rows[23] = [1];

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Coordinates(model.Transform(View(rows))));

        Assert.Contains("holds 1 values in row 23 (counted from 0)", error.Message);
        Assert.Contains($"every row must have {Columns}", error.Message);
    }

    [TestMethod]
    public void The_size_that_is_asked_for_must_be_that_of_the_type()
    {
        var sized = Samples.View(_mlContext, Samples.Sheet(Rows));

        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Step(6).Fit(sized));

        Assert.Contains("expected Vector<Single, 6> or Vector<Double, 6>, got Vector<Single, 5>. NumberOfFeatures is 6.", error.Message);
        error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Step(0));
        Assert.Contains("NumberOfFeatures is 0, but must be at least 1, or null.", error.Message);
    }

    [TestMethod]
    public void A_file_of_SvmLight_that_is_narrower_is_refused_with_the_cure_which_cures_it()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var samples = Samples.Sheet(Rows);
            string train = Write(folder, "train.txt", samples, Columns), test = Write(folder, "test.txt", samples, Columns - 1);
            IDataView data = _mlContext.Data.LoadFromSvmLightFile(train);
            var model = Step(null).Fit(data);

            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => model.Transform(_mlContext.Data.LoadFromSvmLightFile(test)));

            Assert.Contains($"unless its inputSize is {Columns}.", error.Message);
            IDataView cured = _mlContext.Data.LoadFromSvmLightFile(test, inputSize: Columns);
            Assert.HasCount(Rows, Coordinates(model.Transform(cured)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Write(string folder, string name, IReadOnlyList<Sample> samples, int columns)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllLines(path, samples.Select(sample => "1 " + string.Join(' ', Enumerable.Range(0, columns).Select(
            column => FormattableString.Invariant($"{column + 1}:{sample.Features[column]}")))));
        return path;
    }

    private static LocallyLinearEmbeddingEstimator Step(int? size) => _mlContext.Transforms.LocallyLinearEmbedding(
        new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, NumberOfFeatures = size });

    private static IDataView View(float[][] rows) =>
        _mlContext.Data.LoadFromEnumerable(rows.Select(row => new Unsized { Features = row }));

    private static float[][] Coordinates(IDataView view) => [.. view.GetColumn<float[]>("Lle")];

    private static void AssertEqual(float[][] expected, float[][] actual)
    {
        Assert.HasCount(Rows, actual);
        for (int row = 0; row < Rows; row++)
        {
            CollectionAssert.AreEqual(expected[row], actual[row], $"row {row}");
        }
    }

    private sealed class Unsized
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Placed
    {
        public float[] Lle { get; set; } = [];
    }
}
