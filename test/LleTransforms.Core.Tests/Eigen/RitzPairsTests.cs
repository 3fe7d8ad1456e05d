using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The error bound that ends block Lanczos, by numbers that can be worked out on paper.</summary>
[TestClass]
public sealed class RitzPairsTests
{
    private const double Tolerance = 1e-3;

    [TestMethod]
    public void The_residual_is_that_of_the_newest_block_through_the_coupling()
    {
        // Six pairs of which two are wanted: only the last four rows lead out of the basis.
        DenseMatrix vectors = new(2, 6);
        (vectors[0, 0], vectors[1, 1]) = (100, 100);
        (vectors[0, 2], vectors[0, 3], vectors[0, 4], vectors[0, 5]) = (1, 2, 3, 4);
        vectors[1, 5] = 1;
        DenseMatrix coupling = new(4, 4, [.. Enumerable.Range(1, 16).Select(i => (double)i)]);
        var ritz = new RitzPairs([8, 6, 4, 3, 2, 1], vectors);

        // The coupling times (1, 2, 3, 4) is (30, 70, 110, 150); times (0, 0, 0, 1) it is its last column. The gap is 2.
        Assert.AreEqual(Length(30, 70, 110, 150) / (Tolerance * 2), ritz.WorstError(2, coupling, Tolerance), 1e-6);
        (vectors[0, 2], vectors[0, 3], vectors[0, 4], vectors[0, 5]) = (0, 0, 0, 0.5);
        Assert.AreEqual(Length(4, 8, 12, 16) / (Tolerance * 2), ritz.WorstError(2, coupling, Tolerance), 1e-6);

        // The first alone: its gap is that to the second.
        Assert.AreEqual(0.5 * Length(4, 8, 12, 16) / (Tolerance * 2), ritz.WorstError(1, coupling, Tolerance), 1e-6);
    }

    [TestMethod]
    [DataRow(5.0, 3.0, 2.0)]
    [DataRow(5.0, 4.999, 0.005)]
    [DataRow(5.0, 5.0, 0.005)]
    public void A_gap_counts_down_to_a_thousandth_of_the_value(double last, double next, double gap) =>
        Assert.AreEqual(1 / (Tolerance * gap), Unit(6, last, next).WorstError(2, Identity, Tolerance), 1e-6);

    [TestMethod]
    [DataRow(1e3, 4e-9)]
    [DataRow(1e9, 1e-5)]
    [DataRow(1e13, 4e-3)]
    public void Rounding_of_the_largest_value_is_excused_up_to_a_thousandth_of_the_smallest(double largest, double limit) =>
        Assert.AreEqual(1 / limit, Unit(largest, 4, 2).WorstError(2, Identity, 2e-9), 1e-6 / limit);

    [TestMethod]
    public void Pairs_without_one_more_beside_them_are_not_trusted()
    {
        Assert.AreEqual(double.PositiveInfinity, Unit(8, 6, 4).WorstError(6, Identity, Tolerance));
        Assert.AreEqual(0, Unit(8, 6, 4).WorstError(5, new DenseMatrix(4, 4), Tolerance), "Five of six have one beside them.");
    }

    [TestMethod]
    public void What_is_not_a_number_is_no_small_error()
    {
        // Neither in the first vector, where a number follows it, nor in the last.
        for (int c = 0; c < 2; c++)
        {
            RitzPairs ritz = Unit(8, 6, 4);
            ritz.Vectors[c, 5] = double.NaN;
            Assert.AreEqual(double.NaN, ritz.WorstError(2, Identity, Tolerance));
        }
    }

    private static DenseMatrix Identity => DenseMatrix.Identity(4);

    /// <summary>Six pairs whose first two have a residual of 1 through the identity.</summary>
    private static RitzPairs Unit(double first, double second, double third)
    {
        DenseMatrix vectors = new(6, 6);
        (vectors[0, 2], vectors[1, 3]) = (1, 1);
        return new RitzPairs([first, second, third, third / 2, third / 3, third / 4], vectors);
    }

    private static double Length(params double[] vector) => Math.Sqrt(vector.Sum(v => v * v));
}
