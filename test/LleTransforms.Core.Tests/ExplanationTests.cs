using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests;

[TestClass]
public sealed class ExplanationTests
{
    private static readonly double[,] Rows = Manifolds.SwissRoll(300, 5).Rows;

    [TestMethod]
    [DataRow(LlePlacement.Barycentric)]
    [DataRow(LlePlacement.LocalAffine)]
    public void An_unseen_row_lies_where_its_explanation_puts_it(LlePlacement rule)
    {
        LleModel model = Fit(rule, Rows);
        float[] row = [4.1f, 9.3f, -6.2f];
        LleExplanation why = model.Explain(row);
        float[] placed = new float[2];
        model.Transform(row, placed);

        Assert.AreEqual(1, why.Weights.Sum(), 1e-12);
        for (int c = 0; c < 2; c++)
        {
            double weighted = why.TrainingRows.Zip(why.Weights, (neighbor, weight) => weight * model.Coordinates(neighbor)[c]).Sum();
            Assert.AreEqual(placed[c], weighted, 1e-6);
        }
    }

    [TestMethod]
    public void Reconstruction_error_is_the_squared_distance_in_the_features_units()
    {
        LleModel model = Fit(LlePlacement.Barycentric, Rows);
        float[] row = [4.1f, 9.3f, -6.2f];
        LleExplanation why = model.Explain(row);

        double expected = Enumerable.Range(0, 3)
            .Sum(c => Math.Pow(row[c] - why.TrainingRows.Zip(why.Weights, (n, w) => w * Rows[n, c]).Sum(), 2));

        Assert.AreEqual(expected, why.ReconstructionError, 1e-4 * expected);
        Assert.IsGreaterThan(why.ReconstructionError, model.Explain([400f, 9f, -6f]).ReconstructionError);
    }

    [TestMethod]
    public void A_training_row_is_not_its_own_neighbour_but_explains_an_equal_row_alone()
    {
        LleModel model = Fit(LlePlacement.Barycentric, Rows);
        Assert.DoesNotContain(7, model.ExplainTrainingRow(7).TrainingRows);

        var single = FeatureMatrix.FromArray(
            new float[,] { { 1, 2, 3 }, { 4, 5, 7 }, { 7, 8, 8 }, { 1, 5, 9 }, { 3, 1, 4 }, { 2, 7, 1 }, { 1, 2, 3 } });
        LleModel small = LocallyLinearEmbedding.Fit(single, new LleOptions { NumberOfComponents = 1, NumberOfNeighbors = 3 });
        LleExplanation why = small.Explain([1f, 2f, 3f]);

        Assert.AreEqual(0, why.TrainingRows[0]);
        CollectionAssert.AreEqual(new[] { 1.0, 0, 0 }, why.Weights.ToArray());
        Assert.AreEqual(0, why.ReconstructionError);
    }

    [TestMethod]
    public void A_linear_model_says_that_it_has_no_neighbours()
    {
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(Rows), new LleOptions { Method = LleMethod.NeighborhoodPreservingEmbedding, NumberOfComponents = 2 });

        Assert.ThrowsExactly<InvalidOperationException>(() => model.Explain([1f, 2f, 3f]));
        Assert.ThrowsExactly<InvalidOperationException>(() => model.Coordinates(0).Length);
    }

    private static LleModel Fit(LlePlacement rule, double[,] rows) => LocallyLinearEmbedding.Fit(
        FeatureMatrix.FromArray(rows), new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 9, Placement = rule });
}
