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
    [DataRow(1e8)]
    [DataRow(1e9)]
    [DataRow(1e12)]
    [DataRow(1e30)]
    public void A_column_beside_which_the_variance_of_the_others_is_a_rounding_is_warned_of_too(double factor)
    {
        double[,] rows = Manifolds.SCurve(60, 3).Rows;
        for (int row = 0; row < rows.GetLength(0); row++)
        {
            rows[row, 2] *= factor;
        }

        Assert.HasCount(1, Warnings(FeatureMatrix.FromArray(rows), LleMetric.Euclidean)
            .Where(message => message.StartsWith("column 2, counted from 0, holds 100.0 % of the variance")));
    }

    [TestMethod]
    public void A_single_value_far_out_is_warned_of()
    {
        double[,] rows = Manifolds.SCurve(60, 3).Rows;
        rows[17, 0] = 1e20;

        Assert.HasCount(1, Warnings(FeatureMatrix.FromArray(rows), LleMetric.Euclidean)
            .Where(message => message.StartsWith("column 0, counted from 0, holds 100.0 % of the variance")));
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(0.1)]
    [DataRow(-1e-12)]
    public void Where_no_other_column_varies_there_is_nothing_to_say(double constant)
    {
        double[,] rows = new double[31, 2];
        float[] singles = new float[62];
        for (int row = 0; row < 31; row++)
        {
            (rows[row, 0], rows[row, 1]) = (row * row, constant);
            (singles[2 * row], singles[2 * row + 1]) = (row * row, (float)constant);
        }

        foreach (FeatureMatrix features in new[] { FeatureMatrix.FromArray(rows), FeatureMatrix.FromRowMajor(singles, 31, 2) })
        {
            Assert.IsEmpty(Warnings(features, LleMetric.Euclidean).Where(message => message.Contains("decides alone")));
        }
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
