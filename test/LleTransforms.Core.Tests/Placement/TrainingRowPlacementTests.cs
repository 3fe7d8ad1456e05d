using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Placement;

/// <summary>Training rows placed without themselves, and found again by their features.</summary>
[TestClass]
public sealed class TrainingRowPlacementTests
{
    private static readonly double[,] Rows = Manifolds.SwissRoll(300, 5).Rows;

    [TestMethod]
    public void Of_a_sample_the_rows_that_were_not_drawn_have_no_features_to_explain()
    {
        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), new LleOptions
        {
            NumberOfComponents = 2, NumberOfNeighbors = 8, MaximumNumberOfTrainingRows = 100,
        });
        int explained = 0;
        for (int row = 0; row < 300; row++)
        {
            try
            {
                Assert.AreEqual(1, model.ExplainTrainingRow(row).Weights.Sum(), 1e-9);
                explained++;
            }
            catch (InvalidOperationException error)
            {
                Assert.AreEqual(
                    $"The model does not hold the features of training row {row}, only of the 100 rows that were drawn; " +
                    "Explain takes its features.", error.Message);
            }
        }

        Assert.AreEqual(100, explained);
    }

    [TestMethod]
    public void A_row_of_another_length_is_refused_by_what_the_model_was_fitted_on()
    {
        LleModel ofRows = Fit(FeatureMatrix.FromArray(Rows), LlePlacement.Barycentric, LleMetric.Euclidean);
        Assert.Contains("has 2 values, but the model was fitted on 3.", Refusal(ofRows, 2));
        LleModel ofDistances = Fit(DistanceTables.Euclidean(Rows), LlePlacement.Barycentric, LleMetric.Precomputed);
        Assert.Contains(
            "has 299 values, but the model was fitted on the distances of 300 rows to each other: a row to place holds its distance " +
            "to each.", Refusal(ofDistances, 299));

        static string Refusal(LleModel model, int length) =>
            Assert.Throws<ArgumentException>(() => model.Explain(new float[length])).Message;
    }

    [TestMethod]
    [DataRow(LlePlacement.Barycentric, LleMetric.Euclidean)]
    [DataRow(LlePlacement.LocalAffine, LleMetric.Euclidean)]
    [DataRow(LlePlacement.Barycentric, LleMetric.Cosine)]
    public void Each_lies_where_its_neighbours_without_itself_put_it(LlePlacement rule, LleMetric metric)
    {
        LleModel model = Fit(FeatureMatrix.FromArray(Rows), rule, metric);
        FeatureMatrix placed = model.PlaceTrainingRows();

        Assert.AreEqual(300, placed.NumberOfRows);
        for (int row = 0; row < 300; row++)
        {
            LleExplanation why = model.ExplainTrainingRow(row);
            Assert.DoesNotContain(row, why.TrainingRows);
            for (int c = 0; c < 2; c++)
            {
                double expected = why.TrainingRows.Zip(why.Weights, (neighbor, weight) => weight * model.Coordinates(neighbor)[c]).Sum();
                Assert.AreEqual(expected, placed.Row(row)[c], 1e-6 * (1 + Math.Abs(expected)), $"row {row}, coordinate {c}");
            }
        }
    }

    [TestMethod]
    public void It_is_not_where_the_fit_put_them()
    {
        LleModel model = Fit(FeatureMatrix.FromArray(Rows), LlePlacement.Barycentric);
        FeatureMatrix placed = model.PlaceTrainingRows();
        Assert.IsTrue(Enumerable.Range(0, 300).Any(row => Math.Abs(placed.Row(row)[0] - model.Coordinates(row)[0]) > 1e-3));
    }

    [TestMethod]
    public void Equal_rows_are_left_out_together()
    {
        var doubled = new double[310, 3];
        for (int row = 0; row < 310; row++)
        {
            for (int c = 0; c < 3; c++)
            {
                doubled[row, c] = Rows[row % 300, c];
            }
        }

        LleModel model = Fit(FeatureMatrix.FromArray(doubled), LlePlacement.Barycentric);
        FeatureMatrix placed = model.PlaceTrainingRows();
        for (int row = 0; row < 10; row++)
        {
            CollectionAssert.AreEqual(placed.Row(row).ToArray(), placed.Row(300 + row).ToArray());
            Assert.DoesNotContain(300 + row, model.ExplainTrainingRow(row).TrainingRows);
            Assert.AreEqual(row, model.FindTrainingRow([Rows[row, 0], Rows[row, 1], Rows[row, 2]]));
        }

        CollectionAssert.AreNotEqual(placed.Row(0).ToArray(), Array.ConvertAll(model.Coordinates(0).ToArray(), value => (float)value));
    }

    [TestMethod]
    public void A_training_row_is_found_by_its_features_and_another_is_not()
    {
        var features = FeatureMatrix.FromArray(new float[,] { { 1, 2 }, { 4, 5 }, { 7, 8 }, { 1, 5 }, { 3, 1 }, { 2, 7 } });
        LleModel model = LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = 1, NumberOfNeighbors = 3 });
        for (int row = 0; row < 6; row++)
        {
            Assert.AreEqual(row, model.FindTrainingRow(features.Row(row)));
        }

        Assert.AreEqual(-1, model.FindTrainingRow([1f, 2.000001f]));
        Assert.AreEqual(-1, model.FindTrainingRow([float.NaN, 2f]));
        Assert.ThrowsExactly<ArgumentException>(() => model.FindTrainingRow([1f]));
    }

    [TestMethod]
    public void A_projection_has_no_training_rows_to_place()
    {
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(Rows), new LleOptions { NumberOfComponents = 2, Method = LleMethod.NeighborhoodPreservingEmbedding });
        Assert.Contains(
            "NeighborhoodPreservingEmbedding", Assert.ThrowsExactly<InvalidOperationException>(() => model.PlaceTrainingRows()).Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => model.FindTrainingRow([1f, 2f, 3f]));
    }

    [TestMethod]
    public void It_reports_its_end_and_can_be_stopped()
    {
        LleModel model = Fit(FeatureMatrix.FromArray(Rows), LlePlacement.Barycentric);
        var last = new LastReport();
        model.PlaceTrainingRows(last);
        Assert.AreEqual((LlePhase.Placement, 300L, 300L), (last.Value.Phase, last.Value.Completed, last.Value.Total));

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => model.PlaceTrainingRows(null, cancelled.Token));
    }

    private static LleModel Fit(FeatureMatrix rows, LlePlacement rule, LleMetric metric = LleMetric.Euclidean) =>
        LocallyLinearEmbedding.Fit(
        rows, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, Placement = rule, Metric = metric });

    private sealed class LastReport : IProgress<LleProgress>
    {
        public LleProgress Value { get; private set; }

        public void Report(LleProgress value) => Value = value;
    }
}
