using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests;

/// <summary>Supervised LLE through the step: the label column, read at Fit.</summary>
[TestClass]
public sealed class LabelColumnTests
{
    [TestMethod]
    public void Boolean_and_key_labels_give_what_the_engine_gives()
    {
        var context = new MLContext();
        var samples = Samples.Sheet(80);
        var view = Samples.View(context, samples);
        var keyed = context.Transforms.Conversion.MapValueToKey("Key", nameof(Sample.Upper)).Fit(view).Transform(view);
        var expected = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromRowMajor([.. samples.SelectMany(sample => sample.Features)], 80, Sample.Width),
            [.. samples.Select(sample => sample.Upper == samples[0].Upper ? 0 : 1)],
            Options("any").Engine);

        foreach (string label in new[] { nameof(Sample.Upper), "Key" })
        {
            var model = context.Transforms.LocallyLinearEmbedding(Options(label)).Fit(keyed).Model;
            for (int row = 0; row < 80; row++)
            {
                CollectionAssert.AreEqual(expected.Coordinates(row).ToArray(), model.Coordinates(row).ToArray(), $"{label}, row {row}");
            }
        }
    }

    [TestMethod]
    public void Single_labels_give_what_keys_of_the_same_classes_give()
    {
        var context = new MLContext();
        var samples = Samples.Sheet(80);
        foreach (var sample in samples)
        {
            sample.Weight = sample.Upper ? 2.5f : -1f;
        }

        var view = Samples.View(context, samples);
        var expected = context.Transforms.LocallyLinearEmbedding(Options(nameof(Sample.Upper))).Fit(view).Model;
        var model = context.Transforms.LocallyLinearEmbedding(Options(nameof(Sample.Weight))).Fit(view).Model;
        var unlabelled = context.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2, numberOfNeighbors: 8)
            .Fit(view).Model;
        for (int row = 0; row < 80; row++)
        {
            CollectionAssert.AreEqual(expected.Coordinates(row).ToArray(), model.Coordinates(row).ToArray(), $"row {row}");
        }

        CollectionAssert.AreNotEqual(unlabelled.Coordinates(0).ToArray(), model.Coordinates(0).ToArray());
    }

    [TestMethod]
    public void Supervision_without_a_label_column_is_refused_when_the_estimator_is_made()
    {
        var options = Options("any");
        options.LabelColumnName = null;
        var error = Assert.ThrowsExactly<ArgumentException>(() => new MLContext().Transforms.LocallyLinearEmbedding(options));
        Assert.Contains("SupervisionStrength is 0.1, but LabelColumnName is null", error.Message);

        Assert.Contains(
            "LabelColumnName is empty",
            Assert.ThrowsExactly<ArgumentException>(() => new MLContext().Transforms.LocallyLinearEmbedding(Options(""))).Message);
    }

    [TestMethod]
    public void A_missing_label_is_an_error_that_names_the_row()
    {
        var context = new MLContext();
        var samples = Samples.Sheet(40);
        samples[7].Weight = float.NaN;
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => context.Transforms.LocallyLinearEmbedding(Options(nameof(Sample.Weight))).Fit(Samples.View(context, samples)));
        Assert.Contains("'Weight'", error.Message);
        Assert.Contains("row 7", error.Message);
    }

    [TestMethod]
    [DataRow("Nowhere", "Could not find label column 'Nowhere'")]
    [DataRow(nameof(Sample.Name), "label column 'Name': expected Key<UInt32>, Boolean or Single")]
    [DataRow(nameof(Sample.Features), "label column 'Features'")]
    public void A_wrong_label_column_is_refused(string label, string message)
    {
        var context = new MLContext();
        var view = Samples.View(context, Samples.Sheet(40));
        var estimator = context.Transforms.LocallyLinearEmbedding(Options(label));

        Assert.Contains(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(view)).Message);

        // A chain asks for the schema before it fits.
        Assert.Contains(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new EstimatorChain<ITransformer>().Append(estimator).Fit(view)).Message);
    }

    private static LocallyLinearEmbeddingOptions Options(string label) =>
        new() { NumberOfComponents = 2, NumberOfNeighbors = 8, LabelColumnName = label, SupervisionStrength = 0.1 };
}
