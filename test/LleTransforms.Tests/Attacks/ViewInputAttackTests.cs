using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Attacks;

/// <summary>Views, labels and rows to be placed that are not what they say.</summary>
[TestClass]
public sealed class ViewInputAttackTests : InputAttack
{
    [TestMethod]
    public void A_view_without_rows_is_refused() =>
        AssertThrows<InvalidOperationException>(() => Fit([]), "Column 'Features' has no rows", "at least 3");

    [TestMethod]
    public void Vectors_without_values_are_refused()
    {
        var view = Context.Data.LoadFromEnumerable(new[] { new Unsized() { Features = [] }, new Unsized() { Features = [] } });
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

        var view = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 1).SelectMany(_ => Changing()));
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
        var broken = new HostileView(Samples.View(Context, samples)) { BreaksAt = row };
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
        var model = Estimator().Fit(new HostileView(Samples.View(Context, samples)) { ClaimedRowCount = claimed });

        Assert.AreEqual(Rows, model.Model.NumberOfTrainingRows);
        CollectionAssert.AreEqual(Coordinates(Fit(samples), samples), Coordinates(model, samples));
    }

    [TestMethod]
    public void A_missing_label_is_named_by_its_row()
    {
        var samples = Samples.Sheet(Rows);
        samples[11].Weight = float.NaN;
        AssertThrows<InvalidOperationException>(
            () => Supervised(nameof(Sample.Weight)).Fit(Samples.View(Context, samples)),
            "Label column 'Weight' is missing a value in row 11");
    }

    [TestMethod]
    public void A_label_that_was_not_seen_is_missing_and_named_by_its_row()
    {
        var samples = Samples.Sheet(Rows);
        var keys = Context.Transforms.Conversion.MapValueToKey("Key", nameof(Sample.Name)).Fit(Samples.View(Context, samples));
        samples[30].Name = "unseen";
        AssertThrows<InvalidOperationException>(
            () => Supervised("Key").Fit(keys.Transform(Samples.View(Context, samples))),
            "Label column 'Key' is missing a value in row 30");
    }

    [TestMethod]
    public void Rows_to_be_placed_need_no_labels()
    {
        var samples = Samples.Sheet(Rows);
        var model = Supervised(nameof(Sample.Upper)).Fit(Samples.View(Context, samples));
        var unlabelled = Context.Data.LoadFromEnumerable(samples.Select(sample => new Unlabelled { Features = sample.Features }));

        Assert.IsTrue(Column(model.Transform(unlabelled)).All(float.IsFinite));
    }

    [TestMethod]
    public void A_row_to_be_placed_that_is_not_finite_gets_NaN_and_a_row_of_another_width_an_error_and_the_engine_goes_on()
    {
        var samples = Samples.Sheet(Rows);
        var model = Fit(samples);
        using var engine = Context.Model.CreatePredictionEngine<Unlabelled, Placed>(model);
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

    private LocallyLinearEmbeddingEstimator Supervised(string label) => Context.Transforms.LocallyLinearEmbedding(
        new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, NumberOfNeighbors = 6, LabelColumnName = label,
            SupervisionStrength = 0.2 });

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
