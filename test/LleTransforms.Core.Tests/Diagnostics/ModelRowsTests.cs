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
}
