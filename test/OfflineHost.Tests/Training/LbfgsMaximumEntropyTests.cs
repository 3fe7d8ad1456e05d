namespace OfflineHost.Tests.Training;

[TestClass]
public sealed class LbfgsMaximumEntropyTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Row
    {
        Label = "abc"[i % 3].ToString(),
        Features = [(i % 3) + (0.1f * (i % 7)), (i % 3 == 1 ? 2 : 0) - (0.05f * (i % 11))],
    }).ToArray());

    [TestMethod]
    public void It_finds_the_minimum_that_the_real_one_finds()
    {
        var model = Trained();
        VBuffer<float>[] weights = null;
        model.LastTransformer.Model.GetWeights(ref weights, out int classes);
        float[] biases = [.. model.LastTransformer.Model.GetBiases()];

        Assert.AreEqual(3, classes);
        // Only differences between classes are determined.
        float[] expected = [2.0058f, 3.3833f, 4.0752f, -5.2625f];
        float[] actual =
        [
            weights[1].GetItemOrDefault(0) - weights[0].GetItemOrDefault(0), weights[1].GetItemOrDefault(1) - weights[0].GetItemOrDefault(1),
            weights[2].GetItemOrDefault(0) - weights[0].GetItemOrDefault(0), biases[2] - biases[0],
        ];
        for (int i = 0; i < actual.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-3f, string.Join(", ", actual));
    }

    [TestMethod]
    public void It_adds_a_label_and_probabilities()
    {
        var result = Trained().Transform(Data);

        // The real one marks both with more annotations, by which its evaluators find them.
        Assert.AreEqual(
            "Features: Vector<Single, 2>; Label: String; Label: Key<UInt32, 0-2>; PredictedLabel: Key<UInt32, 0-2>; Score: Vector<Single, 3>",
            string.Join("; ", result.Schema.Select(column => $"{column.Name}: {column.Type}")));
        Assert.IsTrue(result.Schema["PredictedLabel"].HasKeyValues());
        Assert.IsTrue(result.Schema["Score"].HasSlotNames());
        Assert.AreEqual(1f, Expect.Values<VBuffer<float>>(result, "Score")[0].DenseValues().Sum(), 1e-5f);
    }

    [TestMethod]
    public void Its_metrics_are_those_of_the_scores()
    {
        var metrics = _ml.MulticlassClassification.Evaluate(Trained().Transform(Data));

        Assert.AreEqual(1, metrics.MicroAccuracy);
        Assert.AreEqual(1, metrics.MacroAccuracy);
        Assert.AreEqual(0.035996, metrics.LogLoss, 1e-5);
        Assert.AreEqual(20.0, metrics.ConfusionMatrix.GetCountForClassPair(1, 1));
    }

    [TestMethod]
    public void Wrong_columns_are_refused()
    {
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Label");
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find feature column 'None' (Parameter 'inputSchema')", () => keyed.Append(Trainer("None")).Fit(Data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for label column 'Label': expected Key<UInt32>, got String (Parameter 'labelCol')", () => Trainer("Features").Fit(Data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for feature column 'Label': expected Vector<Single>, got Key<UInt32> (Parameter 'inputSchema')",
            () => keyed.Append(Trainer("Label")).Fit(Data));
        var other = _ml.Data.LoadFromEnumerable([new Wider { Features = [1, 2, 3] }]);
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for feature column 'Features': expected Vector<Single, 2>, got Vector<Single, 3> (Parameter 'inputSchema')",
            () => Trained().LastTransformer.GetOutputSchema(other.Schema));
    }

    private Microsoft.ML.Trainers.LbfgsMaximumEntropyMulticlassTrainer Trainer(string features)
        => _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: features, l1Regularization: 0, l2Regularization: 0.5f);

    private TransformerChain<MulticlassPredictionTransformer<Microsoft.ML.Trainers.MaximumEntropyModelParameters>> Trained()
        => _ml.Transforms.Conversion.MapValueToKey("Label").Append(Trainer("Features")).Fit(Data);

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; }

        public string Label { get; set; }
    }

    private sealed class Wider
    {
        [VectorType(3)]
        public float[] Features { get; set; }
    }
}
