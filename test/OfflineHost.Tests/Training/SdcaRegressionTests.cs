namespace OfflineHost.Tests.Training;

[TestClass]
public sealed class SdcaRegressionTests
{
    private readonly MLContext _ml = new(seed: 1);

    // 2 x0 - 3 x1 + 1, and what no line explains.
    private IDataView Data => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 600).Select(i =>
    {
        float first = (i % 20) / 10f, second = (i / 20) / 15f;
        return new Row { Label = (2 * first) - (3 * second) + 1 + (0.2f * ((i * 7 % 11) - 5)), Features = [first, second] };
    }).ToArray());

    [TestMethod]
    public void It_finds_the_line()
    {
        var model = Trainer().Fit(Data).Model;

        // Dual coordinate ascent stops at a gap of a tenth of the loss, not at the minimum.
        Assert.AreEqual(2, model.Weights[0], 0.3);
        Assert.AreEqual(-3, model.Weights[1], 0.3);
        Assert.AreEqual(1, model.Bias, 0.3);
    }

    [TestMethod]
    public void It_adds_a_score_and_its_metrics_are_those_of_the_scores()
    {
        var result = Trainer().Fit(Data).Transform(Data);
        var metrics = _ml.Regression.Evaluate(result);

        Assert.AreEqual("Label: Single; Features: Vector<Single, 2>; Score: Single", string.Join("; ", result.Schema.Select(column => $"{column.Name}: {column.Type}")));
        Assert.AreEqual(0.4, metrics.MeanSquaredError, 0.04);
        Assert.AreEqual(metrics.MeanSquaredError, metrics.RootMeanSquaredError * metrics.RootMeanSquaredError, 1e-9);
        Assert.IsGreaterThan(0.9, metrics.RSquared);
    }

    [TestMethod]
    public void Metrics_are_counted_over_rows_without_NaN()
    {
        var metrics = _ml.Regression.Evaluate(_ml.Data.LoadFromEnumerable(new[]
        {
            new Scored { Label = 1, Score = 2 }, new Scored { Label = 3, Score = 2.5f }, new Scored { Label = 5, Score = 5 },
            new Scored { Label = float.NaN, Score = 1 }, new Scored { Label = 1, Score = float.NaN },
        }));

        Assert.AreEqual(0.5, metrics.MeanAbsoluteError, 1e-12);
        Assert.AreEqual(1.25 / 3, metrics.MeanSquaredError, 1e-12);
        Assert.AreEqual(Math.Sqrt(1.25 / 3), metrics.RootMeanSquaredError, 1e-12);
        Assert.AreEqual(1.25 / 3, metrics.LossFunction, 1e-12);
        Assert.AreEqual(1 - (1.25 / 8), metrics.RSquared, 1e-12);
    }

    [TestMethod]
    public void A_saved_model_scores_the_same()
    {
        var data = Data;
        var model = Trainer().Fit(data);
        using var zip = new MemoryStream();
        _ml.Model.Save(model, data.Schema, zip);

        CollectionAssert.AreEqual(
            model.Transform(data).GetColumn<float>("Score").ToArray(),
            new MLContext().Model.Load(zip, out _).Transform(data).GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    public void Wrong_columns_are_refused()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find feature column 'None' (Parameter 'inputSchema')",
            () => _ml.Transforms.CopyColumns("Copy", "Label").Append(_ml.Regression.Trainers.Sdca(featureColumnName: "None")).Fit(Data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for label column 'Features': expected Single, got Vector<Single> (Parameter 'labelCol')",
            () => _ml.Transforms.CopyColumns("Copy", "Label").Append(_ml.Regression.Trainers.Sdca("Features")).Fit(Data));
        Expect.Error<ArgumentOutOfRangeException>("None column 'Label' not found (Parameter 'schema')", () => _ml.Regression.Evaluate(Data, "None"));
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for score column 'Features': expected Single, got Vector<Single, 2> (Parameter 'schema')",
            () => _ml.Regression.Evaluate(Data, scoreColumnName: "Features"));
    }

    private Microsoft.ML.Trainers.SdcaRegressionTrainer Trainer() => _ml.Regression.Trainers.Sdca();

    private sealed class Row
    {
        public float Label { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; }
    }

    private sealed class Scored
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }
}
