using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>Parts stand as their centroids do, as near as they may, each unchanged in itself.</summary>
[TestClass]
public sealed class PartLayoutTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Centres_stand_to_each_other_as_the_centroids_do(bool isWide)
    {
        // A triangle of sides 3, 4 and 5, in a plane of two or of seven columns: fewer and more than there are parts.
        double[][] centroids = isWide ? [[0, 5, 0, 1, 0, 0, 0], [3, 5, 0, 1, 0, 0, 0], [0, 5, 0, 1, 0, 4, 0]] : [[0, 0], [3, 0], [0, 4]];
        double[][] centers = Arranged(centroids, 2, radius: 1, out double[][] coordinates);

        // Balls of radius 1 touch where the centroids are nearest.
        double[] distances = [Distance(centers[0], centers[1]), Distance(centers[0], centers[2]), Distance(centers[1], centers[2])];
        Assert.AreEqual(2, distances[0], 1e-5);
        Assert.AreEqual(2 * 4 / 3.0, distances[1], 1e-5);
        Assert.AreEqual(2 * 5 / 3.0, distances[2], 1e-5);
        for (int p = 0; p < 3; p++)
        {
            Assert.AreEqual(1, coordinates[p][0] - centers[p][0], 1e-12);
            Assert.AreEqual(-1, coordinates[p][2] - centers[p][0], 1e-12);
        }

        // The longest direction comes first, with its largest entry above 0.
        Assert.IsGreaterThan(centers.Sum(center => center[1] * center[1]), centers.Sum(center => center[0] * center[0]));
        Assert.IsTrue(Enumerable.Range(0, 2).All(c => centers.MaxBy(center => Math.Abs(center[c]))![c] > 0));
    }

    [TestMethod]
    public void More_coordinates_than_directions_are_left_0()
    {
        double[][] centers = Arranged([[0, 0], [3, 0], [0, 4], [9, 9]], 4, radius: 1, out _);
        Assert.IsTrue(centers.All(center => center[2] == 0 && center[3] == 0));
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1e-7)]
    [DataRow(0.019)]
    public void Parts_whose_centres_all_but_coincide_stand_in_line(double apart)
    {
        // Pulled apart by their own direction they would send the third out of sight, and seem points beside it.
        double[][] centers = Arranged([[0, 0], [apart, 0], [0, 20]], 2, radius: 1, out _);
        CollectionAssert.AreEqual(new[] { 1.0, 3, 5 }, centers.Select(center => center[0]).ToArray());
        Assert.IsTrue(centers.All(center => center[1] == 0));
    }

    [TestMethod]
    public void Parts_a_thousandth_apart_stand_as_they_do()
    {
        double[][] centers = Arranged([[0, 0], [0.021, 0], [0, 20]], 2, radius: 1, out _);
        Assert.AreEqual(2, Distance(centers[0], centers[1]), 1e-3);
        Assert.AreEqual(2 * 20 / 0.021, Distance(centers[0], centers[2]), 10);
    }

    [TestMethod]
    public void A_cancelled_fit_stops() =>
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            Arranged([[0, 0], [1, 0], [0, 4]], 2, 1, out _, new FitContext(cancellationToken: new CancellationToken(true))));

    /// <summary>Arranges parts of three rows, one of them at the centre, whose features are one row;
    /// tells where the centres went.</summary>
    private static double[][] Arranged(
        double[][] centroids, int componentCount, double radius, out double[][] coordinates, FitContext? context = null)
    {
        float[] values = [.. centroids.SelectMany(row => row.Select(value => (float)value))];
        CenteredFeatures all =
            CenteredFeatures.Create(FeatureMatrix.FromRowMajor(values, centroids.Length, centroids[0].Length), new FitContext());
        GraphPart[] parts = [.. centroids.Select((_, p) => new GraphPart([p], all.Gather([p]), null!, 0))];
        double[][] placed = [.. parts.Select(_ => new double[3 * componentCount])];
        foreach (double[] part in placed)
        {
            part[0] = radius;
            part[componentCount] = -radius;
        }

        PartLayout.Arrange(parts, placed, componentCount, context ?? new FitContext());
        coordinates = [.. placed.Select(part => new[] { part[0], part[1], part[componentCount], part[componentCount + 1] })];
        return [.. placed.Select(part => part[(2 * componentCount)..])];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
