using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests;

[TestClass]
public sealed class LocallyLinearEmbeddingEstimatorTests
{
    [TestMethod]
    public void Input_column_defaults_to_the_output_column()
    {
        var context = new MLContext();
        var data = Samples.View(context, Samples.Sheet(40));
        var output = context.Transforms.LocallyLinearEmbedding("Features", numberOfComponents: 2, numberOfNeighbors: 6).Fit(data)
            .Transform(data);

        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2), output.Schema["Features"].Type);
        Assert.HasCount(2, output.Schema.Where(column => column.Name == "Features"));
    }

    [TestMethod]
    public void Arguments_are_checked_when_the_estimator_is_made()
    {
        var transforms = new MLContext().Transforms;

        Assert.ThrowsExactly<ArgumentException>(() => transforms.LocallyLinearEmbedding(""));
        Assert.ThrowsExactly<ArgumentException>(() => transforms.LocallyLinearEmbedding("Lle", ""));
        Assert.ThrowsExactly<ArgumentNullException>(() => transforms.LocallyLinearEmbedding((LocallyLinearEmbeddingOptions)null!));
        var components =
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transforms.LocallyLinearEmbedding("Lle", numberOfComponents: 0));
        Assert.AreEqual("NumberOfComponents", components.ParamName);
        var neighbors =
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transforms.LocallyLinearEmbedding("Lle", numberOfNeighbors: -3));
        Assert.AreEqual("NumberOfNeighbors", neighbors.ParamName);
        Assert.Contains("-3", neighbors.Message);
    }

    [TestMethod]
    public void Options_are_copied()
    {
        var context = new MLContext();
        var options = new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, NumberOfNeighbors = 6 };
        var estimator = context.Transforms.LocallyLinearEmbedding(options);
        options.NumberOfComponents = 4;
        options.OutputColumnName = "Other";

        var transformer = estimator.Fit(Samples.View(context, Samples.Sheet(40)));

        Assert.AreEqual(2, transformer.Model.NumberOfComponents);
        Assert.IsNotNull(transformer.GetOutputSchema(Samples.View(context, Samples.Sheet(1)).Schema).GetColumnOrNull("Lle"));
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void A_value_that_is_not_finite_is_an_error_that_names_row_and_slot(float value, string shown)
    {
        foreach (string column in new[] { nameof(Sample.Features), nameof(Sample.DoubleFeatures), nameof(Sample.SparseFeatures) })
        {
            var samples = Samples.Sheet(40);
            Samples.Set(samples[17], 3, value);
            Samples.Set(samples[23], 1, value);
            var context = new MLContext();

            var error = Assert.ThrowsExactly<InvalidOperationException>(
                () => context.Transforms.LocallyLinearEmbedding("Lle", column, 2, 6).Fit(Samples.View(context, samples)));

            Assert.Contains($"'{column}' holds {shown} in row 17, slot 3 ", error.Message);
        }
    }

    [TestMethod]
    public void The_name_of_a_slot_is_given_where_there_is_one()
    {
        var samples = Samples.Sheet(40);
        samples[4].Weight = float.NaN;
        var context = new MLContext();
        var pipeline = context.Transforms.Concatenate("All", nameof(Sample.Features), nameof(Sample.Weight))
            .Append(context.Transforms.LocallyLinearEmbedding("Lle", "All", 2, 6));

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => pipeline.Fit(Samples.View(context, samples)));

        Assert.Contains("row 4, slot 5 ('Weight')", error.Message);
    }

    [TestMethod]
    public void No_rows_is_an_error()
    {
        var context = new MLContext();
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => context.Transforms.LocallyLinearEmbedding("Lle", "Features").Fit(Samples.View(context, [])));
        Assert.Contains("'Features' has no rows", error.Message);
    }

    [TestMethod]
    public void An_option_that_does_not_suit_the_data_is_an_error_that_names_it()
    {
        var context = new MLContext();
        var data = Samples.View(context, Samples.Sheet(10));

        var neighbors =
            Assert.Throws<ArgumentException>(() => context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 10).Fit(data));
        Assert.Contains("NumberOfNeighbors", neighbors.Message);
        var components =
            Assert.Throws<ArgumentException>(() => context.Transforms.LocallyLinearEmbedding("Lle", "Features", 10, 5).Fit(data));
        Assert.Contains("NumberOfComponents", components.Message);
    }

    [TestMethod]
    public void Dense_and_sparse_input_give_the_same_bits()
    {
        float[][] dense = Embed(nameof(Sample.Features));
        float[][] sparse = Embed(nameof(Sample.SparseFeatures));
        for (int row = 0; row < dense.Length; row++)
        {
            CollectionAssert.AreEqual(dense[row], sparse[row], $"row {row}");
        }
    }

    [TestMethod]
    public void Double_input_of_single_values_gives_the_same_embedding()
    {
        // Doubles are stored as differences from the first row, which rounds differently: equal to a few units of single precision.
        float[][] single = Embed(nameof(Sample.Features));
        float[][] twice = Embed(nameof(Sample.DoubleFeatures));
        for (int row = 0; row < single.Length; row++)
        {
            for (int component = 0; component < single[row].Length; component++)
            {
                Assert.AreEqual(single[row][component], twice[row][component], 1e-4f, $"row {row}, component {component}");
            }
        }
    }

    [TestMethod]
    public void Doubles_keep_digits_that_single_precision_would_lose()
    {
        // At an offset of 1e8, single precision has a spacing of 8: every row would be the same.
        var context = new MLContext();
        var samples = Samples.Sheet(80);
        float[][] expected = Embed(nameof(Sample.DoubleFeatures));
        foreach (var sample in samples)
        {
            sample.DoubleFeatures = Array.ConvertAll(sample.DoubleFeatures, value => value + 1e8);
        }

        var output = context.Transforms.LocallyLinearEmbedding("Lle", nameof(Sample.DoubleFeatures), 3, 8)
            .Fit(Samples.View(context, samples)).Transform(Samples.View(context, samples));

        float[][] actual = [.. output.GetColumn<float[]>("Lle")];
        for (int row = 0; row < expected.Length; row++)
        {
            for (int component = 0; component < 3; component++)
            {
                Assert.AreEqual(expected[row][component], actual[row][component], 1e-3f, $"row {row}, component {component}");
            }
        }
    }

    [TestMethod]
    public void Options_and_the_estimator_made_from_them_do_not_reach_each_other()
    {
        var context = new MLContext(seed: 9);
        var data = Samples.View(context, Samples.Sheet(80));
        var options = new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, NumberOfNeighbors = 8 };

        var estimator = context.Transforms.LocallyLinearEmbedding(options);
        Assert.IsNull(options.Seed);
        options.NumberOfComponents = 3;
        options.Engine.NumberOfNeighbors = 9;

        var model = estimator.Fit(data).Model;
        Assert.AreEqual(2, model.NumberOfComponents);
        Assert.AreEqual(8, model.NumberOfNeighbors);
    }

    [TestMethod]
    public void Seed_of_the_context_draws_the_sample_that_the_same_seed_in_the_options_draws()
    {
        float[][] first = EmbedSample(contextSeed: 7, seed: null);

        AssertRows(true, first, EmbedSample(contextSeed: 7, seed: null));
        AssertRows(true, first, EmbedSample(contextSeed: 2, seed: 7));
        AssertRows(false, first, EmbedSample(contextSeed: 2, seed: null));
        AssertRows(true, EmbedSample(contextSeed: null, seed: null), EmbedSample(contextSeed: null, seed: 0));

        static void AssertRows(bool equal, float[][] expected, float[][] actual) =>
            Assert.AreEqual(equal, expected.Zip(actual).All(pair => pair.First.SequenceEqual(pair.Second)));
    }

    private static float[][] EmbedSample(int? contextSeed, int? seed)
    {
        var context = new MLContext(contextSeed);
        var data = Samples.View(context, Samples.Sheet(80));
        var options = new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, MaximumNumberOfTrainingRows = 40,
            Seed = seed };
        return [.. context.Transforms.LocallyLinearEmbedding(options).Fit(data).Transform(data).GetColumn<float[]>("Lle")];
    }

    private static float[][] Embed(string inputColumnName)
    {
        var context = new MLContext();
        var data = Samples.View(context, Samples.Sheet(80));
        var output = context.Transforms.LocallyLinearEmbedding("Lle", inputColumnName, 3, 8).Fit(data).Transform(data);
        return [.. output.GetColumn<float[]>("Lle")];
    }
}
