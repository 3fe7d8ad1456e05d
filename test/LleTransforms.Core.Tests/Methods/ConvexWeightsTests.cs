using LleTransforms.Core.Tests.LocalGeometry;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Methods;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Methods;

/// <summary>The shares of a row's neighbours against their definition, and against solvers of other kinds.</summary>
[TestClass]
public sealed class ConvexWeightsTests
{
    [TestMethod]
    [DataRow(2, 1)]
    [DataRow(5, 3)]
    [DataRow(9, 20)]
    [DataRow(14, 37)]
    [DataRow(40, 3)]
    [DataRow(60, 16)]
    public void Shares_are_those_of_the_minimum(int k, int columns)
    {
        foreach (double ridge in new[] { 1e-9, 1e-3, 0.5 })
        {
            for (int seed = 0; seed < 20; seed++)
            {
                var patch = new Patch(k, columns, seed);
                Vector<double> weights = Solve(patch, ridge);
                Vector<double> slope = Form(patch, ridge) * weights;
                double level = weights * slope;
                for (int j = 0; j < k; j++)
                {
                    // No neighbour draws more than those that have a share, which draw alike.
                    Assert.IsGreaterThan(level - (1e-8 * slope.AbsoluteMaximum()) - 1e-14, slope[j]);
                    Assert.IsTrue(weights[j] == 0 || Math.Abs(slope[j] - level) < (1e-8 * slope.AbsoluteMaximum()) + 1e-14, $"share {j}");
                }
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(8)]
    public void Shares_are_the_best_over_all_sets_of_neighbours(int columns)
    {
        foreach (double ridge in new[] { 1e-3, 0.1 })
        {
            for (int seed = 0; seed < 25; seed++)
            {
                var patch = new Patch(7, columns, seed);
                AssertEqual(SimplexReference.ByEnumeration(Form(patch, ridge)), Solve(patch, ridge), 1e-9);
            }
        }
    }

    [TestMethod]
    [DataRow(12, 3)]
    [DataRow(20, 5)]
    [DataRow(30, 40)]
    public void Shares_are_where_a_projected_gradient_ends(int k, int columns)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            var patch = new Patch(k, columns, seed);
            AssertEqual(SimplexReference.ByProjectedGradient(Form(patch, 1e-3)), Solve(patch, 1e-3), 1e-7);
        }
    }

    [TestMethod]
    public void Without_negative_weights_shares_are_the_barycentric_weights()
    {
        int compared = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var patch = new Patch(6, 3, seed);
            double[] plain = new double[6];
            new BarycentricWeights(6, 3, 0.2).Solve(patch.Features.Row(0), patch.Features, patch.Neighbors, plain);
            if (plain.Min() > 0)
            {
                compared++;
                AssertEqual(Vector<double>.Build.DenseOfArray(plain), Solve(patch, 0.2), 1e-10);
            }
        }

        Assert.IsGreaterThan(5, compared);
    }

    [TestMethod]
    public void A_row_within_the_hull_of_its_neighbours_is_rebuilt_and_one_outside_is_rebuilt_by_a_side()
    {
        // The corners of a square and one of its inner rows.
        float[] corners = [0, 0, 0.5f, 0, 0, 0.5f, 0.5f, 0.5f, 0.25f, 0.25f];
        double[] inside = Solve([0.1f, 0.4f], corners, 1e-12);
        AssertRebuilt([0.1f, 0.4f], [0.1, 0.4], inside, corners, 1e-6);

        double[] outside = Solve([0.9f, 0.2f], corners, 1e-12);
        AssertRebuilt([0.9f, 0.2f], [0.5, 0.2], outside, corners, 1e-6);
        CollectionAssert.AreEqual(new[] { 0.0, 0, 0 }, new[] { outside[0], outside[2], outside[4] });
        Assert.AreEqual(0.4, outside[3], 1e-6);

        double[] beyondCorner = Solve([0.9f, 0.9f], corners, 1e-3);
        CollectionAssert.AreEqual(new[] { 0.0, 0, 0, 1, 0 }, beyondCorner);
    }

    [TestMethod]
    public void Neighbours_that_equal_each_other_share_alike()
    {
        double[] weights = Solve([0.2f], [0, 1, 0, 0, 1], 1e-3);
        Assert.AreEqual(weights[0], weights[2], 1e-12);
        Assert.AreEqual(weights[0], weights[3], 1e-12);
        Assert.AreEqual(weights[1], weights[4], 1e-12);
        Assert.AreEqual(0.2, weights[1] + weights[4], 0.01);
    }

    [TestMethod]
    public void Where_all_neighbours_equal_the_row_shares_are_equal()
    {
        foreach (int k in new[] { 2, 7, 40 })
        {
            AssertEqual(Vector<double>.Build.Dense(k, 1.0 / k), Solve(new Patch(k, 3, seed: 1, rank: 0), 1e-3), 1e-12);
        }
    }

    [TestMethod]
    public void Without_a_ridge_neighbours_that_equal_the_row_are_an_error_that_names_it() => Assert.Contains(
        "Regularization 0.", Assert.ThrowsExactly<ArithmeticException>(() => Solve(new Patch(3, 2, seed: 1, rank: 0), 0)).Message);

    [TestMethod]
    [DataRow(1, 1e-12)]
    [DataRow(1, 1e-3)]
    [DataRow(2, 1e-12)]
    [DataRow(2, 1.0)]
    public void A_thousand_neighbours_on_a_line_or_in_a_plane_have_shares(int rank, double ridge)
    {
        var patch = new Patch(1000, 3, seed: 8, rank);
        Vector<double> weights = Solve(patch, ridge);
        Vector<double> slope = Form(patch, ridge) * weights;

        // With a ridge near to the rounding of a number the level itself is not much more.
        Assert.IsInRange(-1e-12 * (1 + Form(patch, ridge).Trace()), double.PositiveInfinity, (slope - (weights * slope)).Minimum());
    }

    [TestMethod]
    public void Shares_do_not_know_the_size_of_the_rows()
    {
        var patch = new Patch(8, 3, seed: 4);
        Vector<double> expected = Solve(patch, 1e-3);
        foreach (int exponent in new[] { -60, -30, 0 })
        {
            float[] scaled = [.. Enumerable.Range(0, 9).SelectMany(row => patch.Features.Row(row).ToArray())
                .Select(value => MathF.ScaleB(value, exponent))];
            AssertEqual(expected, Vector<double>.Build.DenseOfArray(Solve(scaled[..3], scaled[3..], 1e-3)), 1e-12);
        }
    }

    [TestMethod]
    public void Solving_allocates_nothing()
    {
        var patch = new Patch(30, 12, seed: 2);
        var rule = new ConvexWeights(30, 12, 1e-3);
        double[] weights = new double[30];
        rule.Solve(patch.Features.Row(0), patch.Features, patch.Neighbors, weights);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int again = 0; again < 100; again++)
        {
            rule.Solve(patch.Features.Row(0), patch.Features, patch.Neighbors, weights);
        }

        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [TestMethod]
    public void One_scratch_gives_the_bits_of_another()
    {
        var used = new ConvexWeights(9, 5, 1e-3);
        for (int seed = 0; seed < 30; seed++)
        {
            var patch = new Patch(9, 5, seed);
            double[] first = new double[9], second = new double[9];
            used.Solve(patch.Features.Row(0), patch.Features, patch.Neighbors, first);
            new ConvexWeights(9, 5, 1e-3).Solve(patch.Features.Row(0), patch.Features, patch.Neighbors, second);
            CollectionAssert.AreEqual(second, first);
        }
    }

    private static Vector<double> Solve(Patch patch, double ridge)
    {
        double[] weights = [.. Enumerable.Repeat(double.NaN, patch.NumberOfNeighbors)];
        new ConvexWeights(patch.NumberOfNeighbors, patch.Features.NumberOfColumns, ridge)
            .Solve(patch.Features.Row(0), patch.Features, patch.Neighbors, weights);
        Assert.AreEqual(1, weights.Sum(), 1e-12);
        Assert.IsGreaterThanOrEqualTo(0, weights.Min());
        return Vector<double>.Build.DenseOfArray(weights);
    }

    private static double[] Solve(float[] row, float[] neighbors, double ridge)
    {
        int k = neighbors.Length / row.Length;
        double[] weights = new double[k];
        var features = new CenteredFeatures(neighbors, k, new double[row.Length], 0);
        new ConvexWeights(k, row.Length, ridge).Solve(row, features, [.. Enumerable.Range(0, k)], weights);
        Assert.AreEqual(1, weights.Sum(), 1e-12);
        Assert.IsGreaterThanOrEqualTo(0, weights.Min());
        return weights;
    }

    private static void AssertRebuilt(float[] row, double[] expected, double[] weights, float[] neighbors, double tolerance)
    {
        for (int c = 0; c < row.Length; c++)
        {
            Assert.AreEqual(expected[c], weights.Select((weight, j) => weight * neighbors[(j * row.Length) + c]).Sum(), tolerance);
        }
    }

    private static Matrix<double> Form(Patch patch, double ridge)
    {
        Matrix<double> gram = patch.Differences * patch.Differences.Transpose();
        return gram + Matrix<double>.Build.DenseDiagonal(patch.NumberOfNeighbors, patch.NumberOfNeighbors, ridge * gram.Trace());
    }

    private static void AssertEqual(Vector<double> expected, Vector<double> actual, double tolerance) =>
        Assert.IsInRange(0, tolerance, (expected - actual).InfinityNorm());
}
