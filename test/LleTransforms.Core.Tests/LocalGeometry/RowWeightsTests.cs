using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LocalGeometry;

/// <summary>Weights of a row's neighbours against their definitions on full matrices.</summary>
[TestClass]
public sealed class RowWeightsTests
{
    [TestMethod]
    [DataRow(2, 1)]
    [DataRow(5, 3)]
    [DataRow(9, 20)]
    [DataRow(14, 37)]
    [DataRow(12, 16)]
    public void Barycentric_weights_solve_the_ridged_Gram_system(int k, int columns)
    {
        foreach (double ridge in new[] { 1e-3, 0.5 })
        {
            var patch = new Patch(k, columns, seed: k);
            Matrix<double> gram = patch.Differences * patch.Differences.Transpose();
            Vector<double> expected = (gram + Identity(k, ridge * gram.Trace())).Solve(Ones(k));

            AssertEqual(expected / expected.Sum(), Solve(patch, new BarycentricWeights(k, columns, ridge)), 1e-9);
        }
    }

    [TestMethod]
    [DataRow(3, 1)]
    [DataRow(6, 3)]
    [DataRow(10, 24)]
    public void Affine_weights_are_those_of_the_ridge_regression(int k, int columns)
    {
        foreach (double ridge in new[] { 1e-3, 0.5 })
        {
            var patch = new Patch(k, columns, seed: k);
            Matrix<double> gram = patch.Centered * patch.Centered.Transpose();
            Vector<double> v = (gram + Identity(k, ridge * gram.Trace())).Solve(patch.Centered * -patch.Mean);
            Vector<double> expected = v - (v.Sum() / k) + (1.0 / k);

            AssertEqual(expected, Solve(patch, new LocalAffineWeights(k, columns, ridge)), 1e-9);
        }
    }

    [TestMethod]
    public void Where_all_neighbours_equal_the_row_weights_are_equal()
    {
        var patch = new Patch(4, 3, seed: 1, rank: 0);
        foreach (IRowWeights rule in new IRowWeights[] { new BarycentricWeights(4, 3, 1e-3), new LocalAffineWeights(4, 3, 1e-3) })
        {
            AssertEqual(Ones(4) / 4, Solve(patch, rule), 1e-12);
        }
    }

    [TestMethod]
    public void Without_a_ridge_dependent_neighbours_are_an_error_that_names_it()
    {
        // Two neighbours in one dimension at 1 and 3 give Gram matrices whose second pivot is exactly 0,
        // about the row and about their mean.
        CenteredFeatures features = new([0, 1, 3], 3, new double[1], 0);
        foreach (IRowWeights rule in new IRowWeights[] { new BarycentricWeights(2, 1, 0), new LocalAffineWeights(2, 1, 0) })
        {
            var error = Assert.ThrowsExactly<ArithmeticException>(() => rule.Solve(features.Row(0), features, [1, 2], new double[2]));
            StringAssert.Contains(error.Message, "Regularization 0.");
        }
    }

    [TestMethod]
    public void The_residual_matrix_is_one_less_the_weights_with_ascending_columns()
    {
        var patch = new Patch(149, 3, seed: 5);
        var context = new FitContext();
        var graph = LleTransforms.Neighbors.NeighborSearches.Create(patch.Features).FindGraph(6, context);
        var matrix = WeightGraph.ResidualMatrix(patch.Features, graph, () => new BarycentricWeights(6, 3, 1e-3), context);
        double[] weights = new double[6];
        for (int row = 0; row < 150; row++)
        {
            new BarycentricWeights(6, 3, 1e-3).Solve(patch.Features.Row(row), patch.Features, graph.Of(row), weights);
            var expected = new SortedDictionary<int, double> { [row] = 1 };
            for (int j = 0; j < 6; j++)
            {
                expected[graph.Of(row)[j]] = -weights[j];
            }

            int start = matrix.RowStarts[row];
            CollectionAssert.AreEqual(expected.Keys, matrix.Columns[start..matrix.RowStarts[row + 1]]);
            CollectionAssert.AreEqual(expected.Values, matrix.Values[start..matrix.RowStarts[row + 1]]);
        }
    }

    [TestMethod]
    public void Neighbours_without_a_weight_are_left_out_of_the_residual_matrix_and_of_the_links()
    {
        var patch = new Patch(39, 3, seed: 5);
        var context = new FitContext();
        NeighborGraph graph = LleTransforms.Neighbors.NeighborSearches.Create(patch.Features).FindGraph(4, context);
        var matrix = WeightGraph.ResidualMatrix(patch.Features, graph, () => new EveryOtherNeighbor(), context, keepsZeros: false);
        RowLinks links = WeightGraph.Links(patch.Features, graph, () => new EveryOtherNeighbor(), context);
        for (int row = 0; row < 40; row++)
        {
            int[] expected = [.. new[] { row, graph.Of(row)[0], graph.Of(row)[2] }.Order()];
            CollectionAssert.AreEqual(expected, matrix.Columns[matrix.RowStarts[row]..matrix.RowStarts[row + 1]]);
            CollectionAssert.AreEqual(expected, links.Of(row).ToArray());
        }
    }

    private static double[] Solve(Patch patch, IRowWeights rule)
    {
        double[] weights = [.. Enumerable.Repeat(double.NaN, patch.NumberOfNeighbors)];
        rule.Solve(patch.Features.Row(0), patch.Features, patch.Neighbors, weights);
        Assert.AreEqual(1, weights.Sum(), 1e-12);
        return weights;
    }

    private static Matrix<double> Identity(int size, double scale) => Matrix<double>.Build.DenseDiagonal(size, size, scale);

    private static Vector<double> Ones(int size) => Vector<double>.Build.Dense(size, 1);

    private static void AssertEqual(Vector<double> expected, double[] actual, double tolerance) =>
        Assert.IsInRange(0, tolerance * (1 + expected.L2Norm()), (expected - Vector<double>.Build.DenseOfArray(actual)).L2Norm());

    private sealed class EveryOtherNeighbor : IRowWeights
    {
        public void Solve(ReadOnlySpan<float> row, CenteredFeatures features, ReadOnlySpan<int> neighbors, Span<double> weights)
        {
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] = j % 2 == 0 ? 2.0 / weights.Length : 0;
            }
        }
    }
}
