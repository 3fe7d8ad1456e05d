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
        var engines = Enumerable.Range(0, 4).Select(_ => _context.Model.CreatePredictionEngine<Sample, Embedded>(_transformer.Value))
            .ToArray();
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

    [TestMethod]
    public void A_value_asked_for_where_there_is_no_row_is_refused_by_the_name_of_its_column()
    {
        var data = Samples.View(_context, Samples.Sheet(60));
        var options = new LocallyLinearEmbeddingOptions
        {
            NumberOfComponents = 2,
            ReconstructionErrorColumnName = "Error",
            NeighborsColumnName = "Neighbors",
            NeighborWeightsColumnName = "Weights",
        };
        var transformer = _context.Transforms.LocallyLinearEmbedding(options).Fit(data);
        var view = transformer.Transform(data);
        using var cursor = view.GetRowCursor(view.Schema);
        var row = transformer.GetRowToRowMapper(data.Schema).GetRow(data.GetRowCursor(data.Schema), view.Schema);
        Action[] reads = [.. Reads(cursor), .. Reads(row)];
        string[] named =
        [
            "Column 'Lle'", "Column 'Error'", "Column 'Neighbors'", "Column 'Weights'", "Column 'Features'", "Column 'Name'",
            "The row has no id",
        ];

        AssertRefused(reads, [.. named, .. named]);
        while (cursor.MoveNext())
        {
            Array.ForEach(reads[..named.Length], read => read());
        }

        AssertRefused(reads[..named.Length], named);
    }

    [TestMethod]
    public void Values_of_a_cursor_are_fetched_without_an_allocation()
    {
        var view = _transformer.Value.Transform(_context.Data.LoadFromEnumerable(Samples.Sheet(300, offset: 0.1f)));
        using var cursor = view.GetRowCursor([view.Schema["Lle"], view.Schema["Weight"]]);
        var coordinates = cursor.GetGetter<VBuffer<float>>(view.Schema["Lle"]);
        var weights = cursor.GetGetter<float>(view.Schema["Weight"]);
        VBuffer<float> buffer = default;
        float weight = 0f, sum = 0f;
        long allocated = 0;
        for (int row = 0; cursor.MoveNext(); row++)
        {
            // The scratch of the placement and the buffers are made in the first rows.
            long before = GC.GetAllocatedBytesForCurrentThread();
            coordinates(ref buffer);
            weights(ref weight);
            allocated += row < 100 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            sum += buffer.GetValues()[0] + weight;
        }

        Assert.IsTrue(float.IsFinite(sum));
        Assert.AreEqual(0L, allocated);
    }

    private static Action[] Reads(DataViewRow row)
    {
        return
        [
            Read(row.GetGetter<VBuffer<float>>(row.Schema["Lle"])),
            Read(row.GetGetter<float>(row.Schema["Error"])),
            Read(row.GetGetter<VBuffer<int>>(row.Schema["Neighbors"])),
            Read(row.GetGetter<VBuffer<float>>(row.Schema["Weights"])),
            Read(row.GetGetter<VBuffer<float>>(row.Schema["Features"])),
            Read(row.GetGetter<ReadOnlyMemory<char>>(row.Schema["Name"])),
            Read(row.GetIdGetter()),
        ];

        static Action Read<T>(ValueGetter<T> getter) => () =>
        {
            T value = default!;
            getter(ref value);
        };
    }

    private static void AssertRefused(Action[] reads, string[] named)
    {
        for (int number = 0; number < named.Length; number++)
        {
            var error = Assert.ThrowsExactly<InvalidOperationException>(reads[number], named[number]);
            Assert.StartsWith(named[number], error.Message);
            Assert.EndsWith("here: MoveNext was not called yet, or has returned false.", error.Message);
        }
    }

    private static float[][] Transform(IEnumerable<Sample> samples) =>
        [.. _transformer.Value.Transform(Samples.View(_context, samples)).GetColumn<float[]>("Lle")];

    private sealed class Embedded
    {
        public float[] Lle { get; set; } = [];
    }
}
