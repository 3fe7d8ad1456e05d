using LleTransforms.Report.Figures;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Report.Tests.Figures;

[TestClass]
public sealed class PrincipalComponentsTests
{
    [TestMethod]
    [DataRow(200, 5, 2)]
    [DataRow(150, 40, 3)]
    [DataRow(30, 100, 4)]
    [DataRow(3000, 25, 6)]
    public void Coordinates_are_those_of_a_singular_value_decomposition(int rowCount, int columnCount, int count)
    {
        FeatureMatrix features = Make(rowCount, columnCount);
        var centered = Matrix<double>.Build.Dense(rowCount, columnCount, (i, j) => features.Row(i)[j]);
        Vector<double> mean = centered.ColumnSums() / rowCount;
        centered.MapIndexedInplace((_, j, value) => value - mean[j]);
        var svd = centered.Svd();

        FeatureMatrix found = PrincipalComponents.Project(features, count, CancellationToken.None);

        Assert.AreEqual(count, found.NumberOfColumns);
        for (int c = 0; c < count; c++)
        {
            double[] column = [.. Enumerable.Range(0, rowCount).Select(i => (double)found.Row(i)[c])];
            double length = Math.Sqrt(column.Sum(value => value * value));
            double along = column.Select((value, i) => value * svd.U[i, c]).Sum();
            Assert.AreEqual(svd.S[c], length, 1e-4 * svd.S[c]);
            Assert.AreEqual(1, Math.Abs(along) / length, 1e-3);
        }
    }

    [TestMethod]
    public void There_are_no_more_components_than_columns() =>
        Assert.AreEqual(3, PrincipalComponents.Project(Make(50, 3), 10, CancellationToken.None).NumberOfColumns);

    private static FeatureMatrix Make(int rowCount, int columnCount)
    {
        var random = new Random(5);
        float[] values = new float[rowCount * columnCount];
        for (int i = 0; i < values.Length; i++)
        {
            // Each column varies a little less than the one before.
            values[i] = (float)((random.NextDouble() - 0.5) * 10 * Math.Pow(0.8, i % columnCount)) + 3;
        }

        return FeatureMatrix.FromRowMajor(values, rowCount, columnCount);
    }
}
