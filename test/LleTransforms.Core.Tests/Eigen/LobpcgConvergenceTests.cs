using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The figures that end LOBPCG, on numbers that can be worked out on paper.</summary>
[TestClass]
public sealed class LobpcgConvergenceTests
{
    private static readonly double[] Values = [1, 2, 4, 7];

    [TestMethod]
    [DataRow(1, 3.0)]
    [DataRow(2, 5.0 / 2)]
    [DataRow(3, 11.0 / 3)]
    public void The_largest_wanted_residual_counts_in_gaps(int wanted, double expected) =>
        Assert.AreEqual(expected, LobpcgConvergence.ResidualOverGap(Squares(3, 5, 11, 1000), Values, wanted), 1e-12);

    [TestMethod]
    [DataRow(2.0, 0.02)]
    [DataRow(2.01, 0.02)]
    [DataRow(2.03, 0.03)]
    public void A_gap_counts_down_to_a_hundredth_of_the_last_wanted_value(double next, double gap)
    {
        Assert.AreEqual(5 / gap, LobpcgConvergence.ResidualOverGap(Squares(3, 5, 0, 0), [1, 2, next, 9], 2), 1e-9);
        DenseMatrix along = new(4, 4);
        Assert.AreEqual(5 * next / gap, LobpcgConvergence.EstimatedError(along, Squares(3, 5, 0, 0), [1, 2, next, 9], 2), 1e-9);
    }

    [TestMethod]
    public void The_estimate_is_what_lies_beside_all_vectors()
    {
        // Column 0 has length 5, of which 3 along vector 2; column 1 length 13, of which 3 along vector 0 and 4 along vector 3.
        DenseMatrix along = new(4, 4);
        (along[2, 0], along[0, 1], along[3, 1]) = (3, 3, 4);
        DenseMatrix gram = Squares(5, 13, 100, 100);
        Assert.AreEqual(4 * 2 / 1.0, LobpcgConvergence.EstimatedError(along, gram, Values, 1), 1e-12);
        Assert.AreEqual(12 * 4 / 2.0, LobpcgConvergence.EstimatedError(along, gram, Values, 2), 1e-12);
    }

    [TestMethod]
    public void Rounding_below_nothing_is_nothing()
    {
        DenseMatrix along = new(4, 4);
        along[0, 0] = 1;
        Assert.AreEqual(0, LobpcgConvergence.EstimatedError(along, Squares(1 - 1e-9, 0, 0, 0), Values, 1));
    }

    [TestMethod]
    public void What_is_not_a_number_is_no_small_error()
    {
        DenseMatrix gram = Squares(3, 5, 11, 1);
        gram[0, 0] = double.NaN;
        Assert.AreEqual(double.NaN, LobpcgConvergence.ResidualOverGap(gram, Values, 2));
        Assert.AreEqual(double.NaN, LobpcgConvergence.EstimatedError(new DenseMatrix(4, 4), gram, Values, 2));
    }

    [TestMethod]
    [DataRow(30, 0.9, true)]
    [DataRow(29, 0.9, false)]
    [DataRow(30, 0.85, false)]
    [DataRow(30, 1.0, true)]
    [DataRow(60, 0.9, true)]
    [DataRow(60, 0.88, false)]
    public void A_rate_that_would_miss_the_limit_even_half_as_good_again_is_hopeless(int iteration, double factor, bool isHopeless)
    {
        // Of 100 iterations. From 1e8 by 0.9: e^15.3 after thirty of them, and 71 more at 0.9^1.5 take e^11.2; by 0.85 e^13.5 and e^17.3.
        // From 1e6 by 0.9: e^7.5 after sixty, and 41 more take e^6.5; by 0.88 e^6.1 and e^7.9.
        double start = iteration < 60 ? 1e8 : 1e6;
        double[] history = [.. Enumerable.Range(0, 101).Select(i => start * Math.Pow(factor, i))];
        Assert.AreEqual(isHopeless, LobpcgConvergence.IsHopeless(history, iteration));
    }

    [TestMethod]
    public void The_excess_is_what_residuals_weigh()
    {
        var weighted = new DenseMatrix(3, 3);
        weighted[0, 0] = 0.1;
        weighted[1, 1] = 0.3;
        weighted[2, 2] = 70;
        weighted[0, 1] = 5;
        Assert.AreEqual(0.4, LobpcgConvergence.EstimatedExcess(weighted, 2), 1e-15);
        Assert.AreEqual(0.4 / 4, LobpcgConvergence.Excess(weighted, [3, 5, 9], 2), 1e-15);
        Assert.AreEqual(0.0, LobpcgConvergence.Excess(new DenseMatrix(3, 3), [0, 0, 9], 2));
        weighted[1, 1] = double.NaN;
        Assert.IsTrue(double.IsNaN(LobpcgConvergence.Excess(weighted, [3, 5, 9], 2)));
    }

    [TestMethod]
    public void Columns_that_are_not_orthonormal_deviate()
    {
        var gram = new DenseMatrix(3, 3, [1, 0, 0, 0, 1.5, 0, 0, 0, 1]);
        Assert.AreEqual(0.5, LobpcgConvergence.Deviation(gram));
        gram[0, 2] = -0.75;
        Assert.AreEqual(0.75, LobpcgConvergence.Deviation(gram));
        gram[2, 0] = double.NaN;
        Assert.IsTrue(double.IsNaN(LobpcgConvergence.Deviation(gram)));
    }

    [TestMethod]
    public void Only_the_last_fifteen_iterations_tell_the_rate()
    {
        // Nothing happens until iteration 20; then it falls by half each time, and the rest of the
        // hundred is enough. The other way about it is not.
        double[] history = [.. Enumerable.Range(0, 101).Select(i => 1e6 * Math.Pow(0.5, Math.Max(0, i - 20)))];
        Assert.IsFalse(LobpcgConvergence.IsHopeless(history, 35));
        Assert.IsTrue(LobpcgConvergence.IsHopeless([.. history.Select((_, i) => 1e6 * Math.Pow(0.5, Math.Min(18, i)))], 36));
    }

    [TestMethod]
    public void An_error_that_is_no_number_is_hopeless() =>
        Assert.IsTrue(LobpcgConvergence.IsHopeless([.. Enumerable.Repeat(double.NaN, 101)], 30));

    [TestMethod]
    [DataRow(30, 0.94, false)]
    [DataRow(30, 0.95, true)]
    [DataRow(25, 0.96, true)]
    [DataRow(24, 0.99, false)]
    public void Inner_solves_outrun_an_iteration_that_needs_more_than_a_hundred_and_twenty_more(int iteration, double factor, bool isOutrun)
    {
        // From 1e3 at iteration 30, a factor of 0.94 takes 112 more and one of 0.95 135.
        double[] history = [.. Enumerable.Range(0, 101).Select(i => 1e3 * Math.Pow(factor, i - 30))];
        Assert.AreEqual(isOutrun, LobpcgConvergence.IsOutrun(history, iteration));
        Assert.IsTrue(LobpcgConvergence.IsOutrun([.. Enumerable.Repeat(double.NaN, 101)], 30));
    }

    [TestMethod]
    [DataRow(true, 5e-3, 1e-4, 1e-6)]
    [DataRow(false, 1e-3, 4e-4, 4e-6)]
    public void A_factor_resolves_four_times_what_it_dropped_and_hides_a_twenty_fifth(
        bool isSquared, double dropTolerance, double resolved, double outOfReach)
    {
        var coarse = CoarseFactor.Of(dropTolerance, isSquared, giveUpEarly: true);
        Assert.AreEqual(resolved, coarse.Resolved, 1e-15);
        Assert.AreEqual(outOfReach, coarse.OutOfReach, 1e-15);
        Assert.IsTrue(coarse.GiveUpEarly);
        Assert.IsFalse(CoarseFactor.Of(dropTolerance, isSquared, giveUpEarly: false).GiveUpEarly);
    }

    [TestMethod]
    [DataRow(10, 0.9, 1.0, true)]
    [DataRow(10, 1.0, 1.0, false)]
    [DataRow(10, 2.0, 101.0, true)]
    [DataRow(10, 2.0, 100.0, false)]
    [DataRow(9, 0.9, 101.0, false)]
    [DataRow(11, 0.9, 101.0, false)]
    public void An_early_look_is_taken_once(int iteration, double lastWanted, double residual, bool isTooCoarse)
    {
        Assert.AreEqual(isTooCoarse, new CoarseFactor(100, 1, GiveUpEarly: true).IsTooCoarse(iteration, lastWanted, residual));
        Assert.IsFalse(new CoarseFactor(100, 1, GiveUpEarly: false).IsTooCoarse(iteration, lastWanted, residual));
    }

    /// <summary>A matrix with these squares on its diagonal and none of its business elsewhere.</summary>
    private static DenseMatrix Squares(params double[] lengths)
    {
        DenseMatrix gram = new(4, 4, [.. Enumerable.Repeat(1e6, 16)]);
        for (int c = 0; c < 4; c++)
        {
            gram[c, c] = lengths[c] * lengths[c];
        }

        return gram;
    }
}
