using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Features;

/// <summary>A column that decides alone is said, and no other.</summary>
[TestClass]
public sealed class ColumnSpreadTests
{
    [TestMethod]
    [DataRow(1000, LleMetric.Euclidean, 1)]
    [DataRow(1000, LleMetric.Cosine, 0)]
    [DataRow(1, LleMetric.Euclidean, 0)]
    public void A_column_that_holds_nearly_all_of_the_variance_is_warned_of_by_name(int factor, LleMetric metric, int expected)
    {
        double[,] rows = Manifolds.SCurve(60, 3).Rows;
        for (int row = 0; row < rows.GetLength(0); row++)
        {
            rows[row, 1] *= factor;
        }

        Assert.HasCount(expected, Warnings(FeatureMatrix.FromArray(rows).WithColumnNames(["x", "price", "z"]), metric)
            .Where(message => message.StartsWith("column 1 ('price'), counted from 0, holds 100.0 % of the variance")));
    }

    [TestMethod]
    public void Where_no_other_column_varies_there_is_nothing_to_say()
    {
        double[,] rows = new double[30, 2];
        for (int row = 0; row < 30; row++)
        {
            (rows[row, 0], rows[row, 1]) = (row * row, 5);
        }

        Assert.IsEmpty(Warnings(FeatureMatrix.FromArray(rows), LleMetric.Euclidean).Where(message => message.Contains("decides alone")));
    }

    private static List<string> Warnings(FeatureMatrix features, LleMetric metric)
    {
        var warnings = new List<string>();
        var listener = new Listener(report =>
        {
            if (report.Severity == LleSeverity.Warning)
            {
                warnings.Add(report.Message!);
            }
        });
        LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = 1, NumberOfNeighbors = 8, Metric = metric }, listener);
        return warnings;
    }
}
