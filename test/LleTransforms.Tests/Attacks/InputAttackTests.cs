using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Attacks;

/// <summary>Data that break steps: each ends in the documented error or in finite numbers, and the
/// context fits good data afterwards as before.</summary>
[TestClass]
public sealed class InputAttackTests
{
    private const int Rows = 40;

    private readonly MLContext _context = new(seed: 1);
    private float[] _before = [];

    public TestContext TestContext { get; set; } = null!;

    [TestInitialize]
    public void Fit_good_data() => _before = PlaceGoodData();

    [TestCleanup]
    public void The_context_still_fits_good_data() => CollectionAssert.AreEqual(_before, PlaceGoodData());

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void A_value_that_is_not_finite_is_named_with_its_place(float value, string text)
    {
        var samples = Samples.Sheet(Rows);
        Samples.Set(samples[17], 3, value);
        foreach (string column in new[] { "Features", "DoubleFeatures", "SparseFeatures" })
        {
            AssertThrows<InvalidOperationException>(
                () => Fit(samples, column), $"Column '{column}' holds {text} in row 17, slot 3", "features must be finite",
                "ReplaceMissingValues");
        }
    }

    [TestMethod]
    [DataRow(1e38f)]
    [DataRow(3e38f)]
    [DataRow(1e-38f)]
    [DataRow(1e-42f)]
    public void Huge_tiny_and_denormal_values_give_finite_coordinates(float scale) =>
        AssertFinite(Fit(Scaled(scale)), Scaled(scale));

    [TestMethod]
    public void Values_at_both_ends_of_single_precision_give_finite_coordinates()
    {
        var samples = Scaled(1);
        for (int row = 0; row < samples.Count; row++)
        {
            Samples.Set(samples[row], 0, (row % 2 == 0 ? 1 : -1) * float.MaxValue * (1 - (row / 100f)));
        }

        AssertFinite(Fit(samples), samples);
    }

    [TestMethod]
    public void Double_values_beyond_single_precision_are_refused_by_row_and_column()
    {
        var samples = Samples.Sheet(Rows);
        samples[5].DoubleFeatures[2] = 1e300;
        AssertThrows<ArgumentException>(() => Fit(samples, "DoubleFeatures"), "Row 5, column 2", "1E+300", "rescale the column");
    }

    [TestMethod]
    public void Negative_zero_is_zero()
    {
        var samples = Samples.Sheet(Rows);
        foreach (var sample in samples)
        {
            Samples.Set(sample, 4, 0f);
        }

        var expected = Coordinates(Fit(samples), samples);
        for (int row = 0; row < Rows; row += 2)
        {
            Samples.Set(samples[row], 4, -0f);
        }

        CollectionAssert.AreEqual(expected, Coordinates(Fit(samples), samples));
    }

    [TestMethod]
    public void A_view_without_rows_is_refused() =>
        AssertThrows<InvalidOperationException>(() => Fit([]), "Column 'Features' has no rows", "at least 3");

    [TestMethod]
    public void One_row_is_refused() => AssertThrows<ArgumentException>(() => Fit(Samples.Sheet(1)), "only 1 row", "several");

    [TestMethod]
    public void Equal_rows_are_refused() =>
        AssertThrows<ArgumentException>(() => Fit([.. Enumerable.Repeat(Samples.Sheet(1)[0], 20)]), "All 20 rows are equal");

    [TestMethod]
    [DataRow(6)]
    [DataRow(4)]
    public void As_many_neighbours_as_rows_are_refused_with_a_number_that_works(int rows) =>
        AssertThrows<ArgumentOutOfRangeException>(() =>
            Fit(Samples.Sheet(rows)), "NumberOfNeighbors is 6", $"at most {rows - 1}", "would work");

    [TestMethod]
    public void More_neighbours_than_any_model_may_have_are_refused() => AssertThrows<ArgumentOutOfRangeException>(
        () => _context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 1001), "NumberOfNeighbors is 1001", "from 2 to 1000");

    [TestMethod]
    public void Vectors_without_values_are_refused()
    {
        var view = _context.Data.LoadFromEnumerable(new[] { new Unsized() { Features = [] }, new Unsized() { Features = [] } });
        AssertThrows<InvalidOperationException>(() =>
            Estimator().Fit(view), "Column 'Features' holds 0 values in row 0", "at least 1");
    }

    [TestMethod]
    public void A_row_of_another_width_than_its_column_is_refused()
    {
        var samples = Samples.Sheet(Rows);
        var model = Fit(samples);
        samples[9].Features = [1, 2, 3];

        AssertThrows<InvalidOperationException>(() => Fit(samples), "'Features'", "3", "5");
        AssertThrows<InvalidOperationException>(() => Coordinates(model, samples), "'Features'", "3", "5");
    }

    [TestMethod]
    public void A_column_that_changes_between_passes_is_fitted_as_the_first_pass_showed_it()
    {
        int passes = 0;
        IEnumerable<Sample> Changing()
        {
            passes++;
            return Samples.Sheet(Rows, offset: 0.1f * (passes - 1));
        }

        var view = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 1).SelectMany(_ => Changing()));
        var model = Estimator().Fit(view);

        CollectionAssert.AreEqual(Coordinates(Fit(Samples.Sheet(Rows)), Samples.Sheet(Rows)), Coordinates(model, Samples.Sheet(Rows)));
        float[] second = [.. Column(model.Transform(view))];
        Assert.HasCount(2 * Rows, second);
        Assert.IsTrue(Array.TrueForAll(second, float.IsFinite));
        CollectionAssert.AreNotEqual(Coordinates(model, Samples.Sheet(Rows)), second);
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(7L)]
    [DataRow(39L)]
    public void A_cursor_that_throws_midway_throws_through(long row)
    {
        var samples = Samples.Sheet(Rows);
        var broken = new HostileView(Samples.View(_context, samples)) { BreaksAt = row };
        var model = Fit(samples);

        AssertThrows<IOException>(() => Estimator().Fit(broken), "The disk is gone.");
        AssertThrows<IOException>(() => GC.KeepAlive(Column(model.Transform(broken)).ToArray()), "The disk is gone.");
        Assert.HasCount(2 * Rows, Coordinates(model, samples));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(0L)]
    [DataRow(3L)]
    [DataRow(400L)]
    [DataRow(-5L)]
    [DataRow(long.MaxValue)]
    public void A_view_that_miscounts_its_rows_is_fitted_by_those_that_it_has(long? claimed)
    {
        var samples = Samples.Sheet(Rows);
        var model = Estimator().Fit(new HostileView(Samples.View(_context, samples)) { ClaimedRowCount = claimed });

        Assert.AreEqual(Rows, model.Model.NumberOfTrainingRows);
        CollectionAssert.AreEqual(Coordinates(Fit(samples), samples), Coordinates(model, samples));
    }

    [TestMethod]
    public void A_missing_label_is_named_by_its_row()
    {
        var samples = Samples.Sheet(Rows);
        samples[11].Weight = float.NaN;
        AssertThrows<InvalidOperationException>(
            () => Supervised(nameof(Sample.Weight)).Fit(Samples.View(_context, samples)),
            "Label column 'Weight' is missing a value in row 11");
    }

    [TestMethod]
    public void A_label_that_was_not_seen_is_missing_and_named_by_its_row()
    {
        var samples = Samples.Sheet(Rows);
        var keys = _context.Transforms.Conversion.MapValueToKey("Key", nameof(Sample.Name)).Fit(Samples.View(_context, samples));
        samples[30].Name = "unseen";
        AssertThrows<InvalidOperationException>(
            () => Supervised("Key").Fit(keys.Transform(Samples.View(_context, samples))),
            "Label column 'Key' is missing a value in row 30");
    }

    [TestMethod]
    public void Rows_to_be_placed_need_no_labels()
    {
        var samples = Samples.Sheet(Rows);
        var model = Supervised(nameof(Sample.Upper)).Fit(Samples.View(_context, samples));
        var unlabelled = _context.Data.LoadFromEnumerable(samples.Select(sample => new Unlabelled { Features = sample.Features }));

        Assert.IsTrue(Column(model.Transform(unlabelled)).All(float.IsFinite));
    }

    [TestMethod]
    public void A_row_to_be_placed_that_is_not_finite_gets_NaN_and_a_row_of_another_width_an_error_and_the_engine_goes_on()
    {
        var samples = Samples.Sheet(Rows);
        var model = Fit(samples);
        using var engine = _context.Model.CreatePredictionEngine<Unlabelled, Placed>(model);
        float[] expected = engine.Predict(new Unlabelled { Features = samples[3].Features }).Lle;

        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            Assert.IsTrue(Array.TrueForAll(engine.Predict(new Unlabelled { Features = [0, value, 0, 0, 0] }).Lle, float.IsNaN));
        }

        foreach (float value in new[] { 1e38f, -float.MaxValue, 1e-45f, -0f })
        {
            Assert.IsTrue(
                Array.TrueForAll(engine.Predict(new Unlabelled { Features = [0, value, 0, 0, 0] }).Lle, float.IsFinite), $"{value}");
        }

        AssertThrows<Exception>(() => engine.Predict(new Unlabelled { Features = [1, 2] }), "2", "5");
        CollectionAssert.AreEqual(expected, engine.Predict(new Unlabelled { Features = samples[3].Features }).Lle);
    }

    private static IReadOnlyList<Sample> Scaled(float scale)
    {
        var samples = Samples.Sheet(Rows);
        foreach (var sample in samples)
        {
            for (int slot = 0; slot < Sample.Width; slot++)
            {
                Samples.Set(sample, slot, sample.Features[slot] * scale);
            }
        }

        return samples;
    }

    private static void AssertFinite(LocallyLinearEmbeddingTransformer model, IReadOnlyList<Sample> samples)
    {
        float[] place = new float[2];
        foreach (var sample in samples)
        {
            model.Model.Transform(sample.Features, place);
            Assert.IsTrue(Array.TrueForAll(place, float.IsFinite), sample.Name);
        }
    }

    private void AssertThrows<T>(Action action, params string[] fragments)
        where T : Exception
    {
        Exception error = Assert.Throws<Exception>(action);
        Exception found = error as T ?? error.GetBaseException();
        Assert.IsInstanceOfType<T>(found, $"{error}");
        TestContext.WriteLine($"{found.GetType().Name}: {found.Message}");
        foreach (string fragment in fragments)
        {
            StringAssert.Contains(found.Message, fragment);
        }
    }

    private LocallyLinearEmbeddingEstimator Estimator(string column = "Features") =>
        _context.Transforms.LocallyLinearEmbedding("Lle", column, 2, 6);

    private LocallyLinearEmbeddingEstimator Supervised(string label) => _context.Transforms.LocallyLinearEmbedding(
        new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, NumberOfNeighbors = 6, LabelColumnName = label,
            SupervisionStrength = 0.2 });

    private LocallyLinearEmbeddingTransformer Fit(IReadOnlyList<Sample> samples, string column = "Features") =>
        Estimator(column).Fit(Samples.View(_context, samples));

    private float[] Coordinates(LocallyLinearEmbeddingTransformer model, IReadOnlyList<Sample> samples) =>
        [.. Column(model.Transform(Samples.View(_context, samples)))];

    private static IEnumerable<float> Column(IDataView view) => view.GetColumn<float[]>("Lle").SelectMany(row => row);

    private float[] PlaceGoodData() => Coordinates(Fit(Samples.Sheet(Rows)), Samples.Sheet(Rows, offset: 0.3f));

    private sealed class Unsized
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Unlabelled
    {
        [VectorType(Sample.Width)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Placed
    {
        public float[] Lle { get; set; } = [];
    }
}
