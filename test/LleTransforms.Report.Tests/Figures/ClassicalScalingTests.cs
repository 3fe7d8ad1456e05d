using LleTransforms.Report.Figures;

namespace LleTransforms.Report.Tests.Figures;

[TestClass]
public sealed class ClassicalScalingTests
{
    [TestMethod]
    public void Distances_of_a_plane_are_those_of_two_coordinates()
    {
        const int Rows = 60;
        var random = new Random(1);
        double[][] points = [.. Enumerable.Range(0, Rows).Select(_ => new[] { 500 * random.NextDouble(), 200 * random.NextDouble() })];
        float[,] distances = new float[Rows, Rows];
        for (int i = 0; i < Rows * Rows; i++)
        {
            double[] a = points[i / Rows], b = points[i % Rows];
            distances[i / Rows, i % Rows] = (float)Math.Sqrt(Math.Pow(a[0] - b[0], 2) + Math.Pow(a[1] - b[1], 2));
        }

        FeatureMatrix found = ClassicalScaling.Project(FeatureMatrix.FromArray(distances), 2, CancellationToken.None);

        Assert.AreEqual(2, found.NumberOfColumns);
        double unit = Between(found, 3, 40) / distances[3, 40];
        for (int i = 0; i < Rows * Rows; i++)
        {
            Assert.AreEqual(unit * distances[i / Rows, i % Rows], Between(found, i / Rows, i % Rows), 1e-3);
        }
    }

    private static double Between(FeatureMatrix rows, int a, int b) =>
        Math.Sqrt(Math.Pow(rows.Value(a, 0) - rows.Value(b, 0), 2) + Math.Pow(rows.Value(a, 1) - rows.Value(b, 1), 2));
}
