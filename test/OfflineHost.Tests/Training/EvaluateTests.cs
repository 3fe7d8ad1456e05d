namespace OfflineHost.Tests.Training;

[TestClass]
public sealed class EvaluateTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Metrics_are_counted_over_rows_with_a_label_and_finite_scores()
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Data(
            (0, [0.7f, 0.2f, 0.1f]), (0, [0.3f, 0.6f, 0.1f]), (1, [0.25f, 0.5f, 0.25f]), (2, [0.4f, 0.4f, 0.2f]),
            (1, [0, 0, 1]), (9, [1, 0, 0]), (2, [float.NaN, 0, 0])));

        Assert.AreEqual(0.4, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual(1.0 / 3, metrics.MacroAccuracy, 1e-12);
        Assert.AreEqual(7.680401838986843, metrics.LogLoss, 1e-9);
        Assert.AreEqual(-6.280552663666321, metrics.LogLossReduction, 1e-9);
        CollectionAssert.AreEqual(new double[] { 1, 1, 0 }, metrics.ConfusionMatrix.Counts[0].ToArray());
        CollectionAssert.AreEqual(new double[] { 0, 1, 1 }, metrics.ConfusionMatrix.Counts[1].ToArray());
        CollectionAssert.AreEqual(new double[] { 1, 0, 0 }, metrics.ConfusionMatrix.Counts[2].ToArray());
        Assert.AreEqual(0.5, metrics.ConfusionMatrix.PerClassPrecision[0], 1e-12);
        Assert.AreEqual(0.5, metrics.ConfusionMatrix.PerClassRecall[0], 1e-12);
        Assert.AreEqual(0.7803, metrics.PerClassLogLoss[0], 1e-3);
    }

    [TestMethod]
    public void Wrong_columns_are_refused()
    {
        var data = Data((0, [0.7f, 0.2f, 0.1f]));
        Expect.Error<ArgumentOutOfRangeException>(
            "None column 'Label' not found (Parameter 'schema')", () => _ml.MulticlassClassification.Evaluate(data, "None"));
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for score column 'PredictedLabel': expected vector of two or more items of type Single, got Key<UInt32, 0-2> (Parameter 'schema')",
            () => _ml.MulticlassClassification.Evaluate(data, scoreColumnName: "PredictedLabel"));
    }

    private IDataView Data(params (uint Label, float[] Score)[] rows)
        => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Label = row.Label, Score = row.Score, PredictedLabel = 0 }).ToArray());

    private sealed class Row
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; }

        [KeyType(3)]
        public uint PredictedLabel { get; set; }
    }
}
