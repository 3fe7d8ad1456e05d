using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Diagnostics;

[TestClass]
public class ModelRowsTests
{
    [TestMethod]
    public void A_table_that_differs_in_a_row_that_the_model_does_not_hold_is_refused()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(120, seed: 9).Features;
        LleModel model = LocallyLinearEmbedding.Fit(rows, new LleOptions
        {
            NumberOfComponents = 2, NumberOfNeighbors = 8, MaximumNumberOfTrainingRows = 60,
        });
        Assert.AreEqual(60, model.NumberOfHeldRows);
        for (int changed = 0; changed < rows.NumberOfRows; changed++)
        {
            float[] values = [.. Enumerable.Range(0, rows.NumberOfRows).SelectMany(row => rows.Row(row).ToArray())];
            values[changed * rows.NumberOfColumns] += 1;
            FeatureMatrix other = FeatureMatrix.FromRowMajor(values, rows.NumberOfRows, rows.NumberOfColumns);
            Assert.Contains("values differ", Assert.ThrowsExactly<ArgumentException>(
                () => FitDiagnostics.Compute(other, model, numberOfEigenvalues: 0)).Message);
        }
    }

    [TestMethod]
    public void Rows_of_another_table_are_refused()
    {
        FeatureMatrix features = Manifolds.SwissRoll(120, seed: 9).Features;
        LleModel model = Fit(features, LleMethod.Standard);

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() =>
                FitDiagnostics.Compute(Manifolds.SwissRoll(119, seed: 9).Features, model)).Message, "119 rows");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() =>
                FitDiagnostics.Compute(Manifolds.SwissRoll(120, seed: 10).Features, model)).Message, "values differ");
    }

    [TestMethod]
    public void Rows_of_other_width_or_scale_are_refused()
    {
        double[,] rows = Manifolds.SwissRoll(120, seed: 9).Rows;
        LleModel model = Fit(FeatureMatrix.FromArray(rows), LleMethod.Standard);
        Assert.Contains("120 rows of 2 values, but the model was fitted on 120 rows of 3", Assert.ThrowsExactly<ArgumentException>(
            () => FitDiagnostics.Compute(FeatureMatrix.FromArray(rows.Select(row => row[..2])), model)).Message);

        // Rows about zero keep their means, of zero, when they are scaled.
        double[,] opposite = ArrayRows.Stack(rows, rows.Select(row => Array.ConvertAll(row, value => -value)));
        LleModel symmetric = Fit(FeatureMatrix.FromArray(Single(opposite)), LleMethod.Standard);
        Assert.Contains("values differ", Assert.ThrowsExactly<ArgumentException>(
            () => FitDiagnostics.Compute(
                FeatureMatrix.FromArray(Single(opposite.Select(row => Array.ConvertAll(row, value => 4 * value)))), symmetric)).Message);
    }

    private static float[,] Single(double[,] rows)
    {
        float[,] rounded = new float[rows.GetLength(0), rows.GetLength(1)];
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i / rows.GetLength(1), i % rows.GetLength(1)] =
                (float)Math.Round(rows[i / rows.GetLength(1), i % rows.GetLength(1)], 2) * 4;
        }

        return rounded;
    }

    private static LleModel Fit(FeatureMatrix features, LleMethod method, int components = 2) =>
        LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = components, Method = method });
}
