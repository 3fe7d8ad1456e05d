using LleTransforms.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tests.Attacks;

/// <summary>Values and sizes that break steps: each ends in the documented error or in finite numbers.</summary>
[TestClass]
public sealed class InputAttackTests : InputAttack
{
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
        () => Context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 1001), "NumberOfNeighbors is 1001", "from 2 to 1000");

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
}
