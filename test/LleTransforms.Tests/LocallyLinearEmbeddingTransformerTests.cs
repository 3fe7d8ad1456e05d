using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests;

[TestClass]
public sealed class LocallyLinearEmbeddingTransformerTests
{
    private const int Components = 3;

    private static readonly MLContext _context = new(seed: 3);
    private static readonly Lazy<LocallyLinearEmbeddingTransformer> _transformer = new(
        () => _context.Transforms.LocallyLinearEmbedding("Lle", "Features", Components, 8).Fit(Samples.View(_context, Samples.Sheet(80))));

    [TestMethod]
    public void A_training_row_maps_to_its_own_coordinates()
    {
        float[][] rows = Transform(Samples.Sheet(80));
        Assert.HasCount(80, rows);
        for (int row = 0; row < rows.Length; row++)
        {
            float[] expected = [.. _transformer.Value.Model.Coordinates(row).ToArray().Select(value => (float)value)];
            CollectionAssert.AreEqual(expected, rows[row], $"row {row}");
        }
    }

    [TestMethod]
    public void An_unseen_row_maps_as_the_model_itself_maps_it()
    {
        var unseen = Samples.Sheet(20, offset: 0.3137f);
        float[][] rows = Transform(unseen);
        float[] expected = new float[Components];
        for (int row = 0; row < rows.Length; row++)
        {
            _transformer.Value.Model.Transform(unseen[row].Features, expected);
            CollectionAssert.AreEqual(expected, rows[row], $"row {row}");
            Assert.IsTrue(rows[row].All(float.IsFinite));
        }
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void A_row_that_is_not_finite_maps_to_NaN_and_its_neighbours_do_not_notice(float value)
    {
        var samples = Samples.Sheet(10, offset: 0.3137f);
        float[][] expected = Transform(samples);
        Samples.Set(samples[4], 2, value);
        float[][] rows = Transform(samples);

        Assert.IsTrue(rows[4].All(float.IsNaN));
        for (int row = 0; row < rows.Length; row++)
        {
            if (row != 4)
            {
                CollectionAssert.AreEqual(expected[row], rows[row], $"row {row}");
            }
        }
    }

    [TestMethod]
    public void Prediction_engines_give_the_rows_of_the_batch()
    {
        var samples = Samples.Sheet(20, offset: 0.2f);
        float[][] expected = Transform(samples);
        var engines = Enumerable.Range(0, 4).Select(_ => _context.Model.CreatePredictionEngine<Sample, Embedded>(_transformer.Value)).ToArray();
        for (int row = 0; row < samples.Count; row++)
        {
            CollectionAssert.AreEqual(expected[row], engines[row % engines.Length].Predict(samples[row]).Lle, $"row {row}");
        }
    }

    [TestMethod]
    public void A_column_of_the_output_name_is_hidden_not_lost()
    {
        var view = Samples.View(_context, Samples.Sheet(40));
        var named = _context.Transforms.CopyColumns("Lle", nameof(Sample.Name)).Fit(view).Transform(view);
        var schema = _transformer.Value.GetOutputSchema(named.Schema);

        var both = schema.Where(column => column.Name == "Lle").ToArray();
        Assert.HasCount(2, both);
        Assert.IsTrue(both[0].IsHidden);
        Assert.IsInstanceOfType<TextDataViewType>(both[0].Type);
        Assert.IsFalse(both[1].IsHidden);
        Assert.AreEqual(both[0].Index + 1, both[1].Index);
    }

    [TestMethod]
    public void A_row_of_another_schema_is_refused()
    {
        var mapper = _transformer.Value.GetRowToRowMapper(Samples.View(_context, Samples.Sheet(1)).Schema);
        using var other = Samples.View(_context, Samples.Sheet(1)).GetRowCursor([]);
        Assert.ThrowsExactly<ArgumentException>(() => mapper.GetRow(other, mapper.OutputSchema));
    }

    [TestMethod]
    public void A_getter_of_the_wrong_type_is_refused_in_words()
    {
        var view = _transformer.Value.Transform(Samples.View(_context, Samples.Sheet(1)));
        using var cursor = view.GetRowCursor(view.Schema);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Lle"]));
        Assert.Contains("'Lle'", error.Message);
        Assert.Contains("System.Single", error.Message);
    }

    private static float[][] Transform(IEnumerable<Sample> samples) =>
        [.. _transformer.Value.Transform(Samples.View(_context, samples)).GetColumn<float[]>("Lle")];

    private sealed class Embedded
    {
        public float[] Lle { get; set; } = [];
    }
}
