namespace OfflineHost.Tests.Training;

[TestClass]
public sealed class CrossValidateTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new Row
    {
        Class = "abc"[i % 3].ToString(),
        Features = [(i % 3) + (0.1f * (i % 7)), (i % 3 == 1 ? 2 : 0) - (0.05f * (i % 11))],
    }).ToArray());

    private EstimatorChain<MulticlassPredictionTransformer<Microsoft.ML.Trainers.MaximumEntropyModelParameters>> Pipeline => _ml.Transforms.Conversion
        .MapValueToKey("Label", "Class")
        .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.1f));

    [TestMethod]
    public void Each_fold_has_a_model_and_the_metrics_of_the_rows_held_out()
    {
        var data = Data;
        var folds = _ml.MulticlassClassification.CrossValidate(data, Pipeline, numberOfFolds: 3, seed: 5);
        var splits = _ml.Data.CrossValidationSplit(data, numberOfFolds: 3, seed: 5);

        Assert.HasCount(3, folds);
        for (int number = 0; number < 3; number++)
        {
            var fold = folds[number];
            Assert.AreEqual(number, fold.Fold);
            float[] first = [.. fold.ScoredHoldOutSet.GetColumn<float[]>("Features").Select(features => features[0])];
            CollectionAssert.AreEqual(splits[number].TestSet.GetColumn<float[]>("Features").Select(features => features[0]).ToArray(), first);

            // The metrics are those of the fold's own model, which has not seen the rows.
            var anew = Pipeline.Fit(splits[number].TrainSet);
            var metrics = _ml.MulticlassClassification.Evaluate(anew.Transform(splits[number].TestSet));
            Assert.AreEqual(metrics.LogLoss, fold.Metrics.LogLoss, 1e-3);
            Assert.AreEqual(
                fold.Metrics.LogLoss, _ml.MulticlassClassification.Evaluate(fold.Model.Transform(splits[number].TestSet)).LogLoss, 1e-9);
            Assert.IsGreaterThan(0.95, fold.Metrics.MicroAccuracy);
        }
    }

    [TestMethod]
    public void Wrong_arguments_are_refused()
    {
        var catalog = _ml.MulticlassClassification;
        Expect.Error<ArgumentOutOfRangeException>(
            "Must be more than 1 (Parameter 'numFolds')", () => catalog.CrossValidate(Data, Pipeline, numberOfFolds: 1));
        Expect.Error<ArgumentNullException>("Value cannot be null. (Parameter 'data')", () => catalog.CrossValidate(null, Pipeline));
        Expect.Error<ArgumentNullException>("Value cannot be null. (Parameter 'estimator')", () => catalog.CrossValidate(Data, null));
    }

    private sealed class Row
    {
        public string Class { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; }
    }
}
