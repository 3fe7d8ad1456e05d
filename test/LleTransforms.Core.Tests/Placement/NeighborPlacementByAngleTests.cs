using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Placement;

/// <summary>Rows placed by neighbours of the cosine metric, to which rows of one direction are the same
/// though their features differ.</summary>
[TestClass]
public sealed class NeighborPlacementByAngleTests
{
    private const int Components = 2, NumberOfNeighbors = 4, InDirection = 10;
    private const double Ridge = 1e-2;

    private static readonly FitContext Context = new();

    [TestMethod]
    public void A_row_without_direction_has_no_place()
    {
        CenteredFeatures roll = CenteredFeatures.Create(Manifolds.SwissRoll(30, 3).Features, Context);
        NeighborPlacement placement = Create(roll, Draw(roll.NumberOfRows));

        // In centred units the user's zero is not zero.
        float[] none = new float[3];
        roll.Scaling.Map(new float[3], none);
        double[] placed = new double[Components];
        placement.Place(none, placed);
        Assert.IsTrue(placed.All(double.IsNaN));

        double[] block = new double[2 * Components];
        placement.PlaceBlock(new float[][] { none, [0.1f, 0.2f, -0.1f] }.SelectMany(row => row).ToArray(), 2, block, Context);
        Assert.IsTrue(double.IsNaN(block[0]) && double.IsNaN(block[1]) && double.IsFinite(block[2]) && double.IsFinite(block[3]));
    }

    [TestMethod]
    public void A_fitted_row_explains_itself_among_others_of_its_direction()
    {
        CenteredFeatures features = Bundle();
        double[] embedding = Draw(features.NumberOfRows);
        NeighborPlacement placement = Create(features, embedding);
        int[] neighbors = new int[NumberOfNeighbors];
        double[] weights = new double[NumberOfNeighbors], placed = new double[Components];
        for (int row = 0; row < InDirection; row++)
        {
            Assert.AreEqual(0, placement.Explain(features.Row(row), neighbors, weights, placed));
            CollectionAssert.AllItemsAreUnique(neighbors);
            Assert.IsTrue(neighbors.All(neighbor => neighbor < InDirection));
            Assert.AreEqual(1, weights[Array.IndexOf(neighbors, row)]);
            Assert.AreEqual(1, weights.Sum(Math.Abs));
            CollectionAssert.AreEqual(embedding[(row * Components)..((row + 1) * Components)], placed);
        }
    }

    [TestMethod]
    public void A_fitted_row_behind_others_of_its_direction_is_placed_by_them()
    {
        // Row 9 is not even among the five nearest to itself.
        CenteredFeatures features = Bundle();
        double[] embedding = Draw(features.NumberOfRows);
        NeighborPlacement placement = Create(features, embedding);
        double[] all = new double[features.NumberOfRows * Components];
        placement.PlaceFitted(all, Context);
        int[] neighbors = new int[NumberOfNeighbors];
        double[] weights = new double[NumberOfNeighbors], placed = new double[Components];
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            placement.ExplainFitted(row, neighbors, weights, placed);
            Assert.DoesNotContain(row, neighbors);
            if (row < InDirection)
            {
                CollectionAssert.AreEqual(
                    Enumerable.Range(0, InDirection).Where(other => other != row).Take(NumberOfNeighbors).ToArray(), neighbors);
            }

            CollectionAssert.AreEqual(all[(row * Components)..((row + 1) * Components)], placed);
        }
    }

    // Each row has its opposite, so that the mean is zero and lengths that are powers of two leave the directions' bits alone.
    private static CenteredFeatures Bundle()
    {
        var random = new Random(2);
        double[][] half =
        [
            .. Enumerable.Range(0, InDirection).Select(row => new[] { 1.0, 2, 2 }.Select(value => Math.ScaleB(value, row)).ToArray()),
            .. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 3).Select(_ => (double)random.Next(-90, 90)).ToArray()),
        ];
        return CenteredFeatures.Create(
            FeatureMatrix.FromArray(ArrayRows.FromRows([.. half, .. half.Select(row => Array.ConvertAll(row, value => -value))])), Context);
    }

    private static NeighborPlacement Create(CenteredFeatures features, double[] embedding) => new(
        features,
        NeighborSearches.Create(features, LleNeighborSearch.Auto, LleMetric.Cosine, null, Context),
        embedding,
        Components,
        NumberOfNeighbors,
        PlacementRule.CreateWeights(
            LlePlacement.Barycentric, LleMethod.Standard.Variant(), NumberOfNeighbors, features.NumberOfColumns, Ridge));

    private static double[] Draw(int rowCount)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, rowCount * Components).Select(_ => random.NextDouble() - 0.5)];
    }
}
