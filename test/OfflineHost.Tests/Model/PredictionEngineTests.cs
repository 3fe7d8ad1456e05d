namespace OfflineHost.Tests.Model;

[TestClass]
public sealed class PredictionEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    private TransformerChain<Microsoft.ML.Transforms.KeyToValueMappingTransformer> Model
    {
        get
        {
            var data = _ml.Data.LoadFromEnumerable([new Row { X = [1, 2], Text = "a" }, new Row { X = [4, 8], Text = "b" }]);
            return _ml.Transforms.NormalizeMinMax("X").Append(_ml.Transforms.Conversion.MapValueToKey("Key", "Text"))
                .Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "Key")).Fit(data);
        }
    }

    [TestMethod]
    public void It_maps_one_object_after_the_other()
    {
        using var engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(Model);
        var first = engine.Predict(new Row { X = [2, 2], Text = "b" });
        var second = new Prediction { Kept = 5 };
        engine.Predict(new Row { X = [4, 4], Text = "z" }, ref second);

        CollectionAssert.AreEqual(new[] { 0.5f, 0.25f }, first.X);
        Assert.AreEqual((2u, "b"), (first.Key, first.Back));
        CollectionAssert.AreEqual(new[] { 1, 0.5f }, second.X);
        Assert.AreEqual((0u, "", 5), (second.Key, second.Back, second.Kept));
        Assert.AreEqual("Back: String", engine.OutputSchema["Back"].ToString());
    }

    [TestMethod]
    public void Rows_agree_with_the_batch()
    {
        var rows = Enumerable.Range(0, 5).Select(i => new Row { X = [i, -i], Text = "a" }).ToArray();
        using var engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(Model);
        var batch = _ml.Data.CreateEnumerable<Prediction>(Model.Transform(_ml.Data.LoadFromEnumerable(rows)), false, ignoreMissingColumns: true);

        CollectionAssert.AreEqual(batch.SelectMany(row => row.X).ToArray(), rows.SelectMany(row => engine.Predict(row).X).ToArray());
    }

    [TestMethod]
    public void What_does_not_fit_is_said()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find input column 'X' (Parameter 'inputSchema')", () => _ml.Model.CreatePredictionEngine<Unrelated, Prediction>(Model));
        Expect.Error<ArgumentOutOfRangeException>(
            "Must be a row to row mapper (Parameter 'transformer')",
            () => _ml.Model.CreatePredictionEngine<Row, Prediction>(new CountingTransformer { Text = "a" }));
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find  column 'Kept' (Parameter 'Schema')",
            () => _ml.Model.CreatePredictionEngine<Row, Prediction>(Model, ignoreMissingColumns: false));
        using var engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(Model);
        Expect.Error<ArgumentNullException>("Value cannot be null. (Parameter 'example')", () => engine.Predict(null));
    }

    [TestMethod]
    public void It_owns_the_transformer_unless_told_otherwise()
    {
        var owned = new Disposable();
        _ml.Model.CreatePredictionEngine<Row, Row>(owned).Dispose();
        var kept = new Disposable();
        _ml.Model.CreatePredictionEngine<Row, Row>(kept, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();

        Assert.AreEqual((1, 0), (owned.Disposals, kept.Disposals));
    }

    private sealed class Disposable : ITransformer, IDisposable
    {
        private readonly ITransformer _inner = new TransformerChain<ITransformer>();

        public int Disposals { get; private set; }

        public bool IsRowToRowMapper => true;

        public void Dispose() => Disposals++;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => _inner.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) => input;

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] X { get; set; }

        public string Text { get; set; }
    }

    private sealed class Unrelated
    {
        public float Y { get; set; }
    }

    private sealed class Prediction
    {
        public float[] X { get; set; }

        public uint Key { get; set; }

        public string Back { get; set; }

        public int Kept { get; set; }
    }
}
