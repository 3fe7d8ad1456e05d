using LleTransforms.Eigen;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>Who is tried after whom, on both sides of every bound.</summary>
[TestClass]
public sealed class SolverRulesTests
{
    private const double Gigabyte = 1e9;

    [TestMethod]
    [DataRow(100, LleEigenSolver.Auto, false)]
    [DataRow(101, LleEigenSolver.Auto, true)]
    [DataRow(49_999, LleEigenSolver.Auto, true)]
    [DataRow(50_000, LleEigenSolver.Auto, false)]
    [DataRow(80, LleEigenSolver.Direct, true)]
    [DataRow(80, LleEigenSolver.Iterative, true)]
    [DataRow(2000, LleEigenSolver.Dense, false)]
    public void Rows_are_ordered_as_they_are_unless_a_dense_solver_comes_first_or_they_are_renumbered(
        int rows, LleEigenSolver solver, bool expected) => Assert.AreEqual(expected, BottomEigenvectors.OrdersRows(rows, solver));

    [TestMethod]
    [DataRow(2)]
    [DataRow(100)]
    public void The_smallest_problems_are_dense_and_nothing_is_counted(int rows)
    {
        var rules = new SolverRules(rows, false, LleEigenSolver.Auto, Gigabyte, () =>
            throw new InvalidOperationException("Counting is work."));
        Assert.AreEqual("Dense Direct Lobpcg Inexact FinerLobpcg", Names(rules));
        Assert.AreEqual("Dense Direct Lobpcg FinerLobpcg", Names(rules with { DrownsSmallEigenvalues = true }));
    }

    [TestMethod]
    [DataRow(101, 1e6 * 101, 5e7, "Direct")]
    [DataRow(101, 1.001e6 * 101, Gigabyte, "Lobpcg")]
    [DataRow(101, 1.0, Gigabyte, "Direct")]
    [DataRow(101, 1.0, Gigabyte + 1, "SinglePrecision")]
    [DataRow(101, 1.0, (2 * Gigabyte) + 1, "Lobpcg")]
    [DataRow(100_000, 1e11, 1.0, "Direct")]
    [DataRow(100_000, 1.001e11, 1.0, "Lobpcg")]
    public void Direct_comes_first_while_its_flops_and_bytes_stay_within_bounds(
        int rows, double flops, double bytes, string first) =>
        Assert.AreEqual(first, Rules(rows, false, LleEigenSolver.Auto, flops, bytes).Order().First().ToString());

    [TestMethod]
    [DataRow(101, false, LleEigenSolver.Auto, "Direct Lobpcg Inexact FinerLobpcg Dense")]
    [DataRow(2500, false, LleEigenSolver.Auto, "Direct Lobpcg Inexact FinerLobpcg Dense")]
    [DataRow(2501, false, LleEigenSolver.Auto, "Direct Lobpcg Inexact FinerLobpcg")]
    [DataRow(1000, true, LleEigenSolver.Auto, "Direct Dense Lobpcg FinerLobpcg")]
    [DataRow(1001, true, LleEigenSolver.Auto, "Direct Lobpcg FinerLobpcg Dense")]
    [DataRow(50, false, LleEigenSolver.Direct, "Direct Lobpcg Inexact FinerLobpcg Dense")]
    [DataRow(50, false, LleEigenSolver.Iterative, "Lobpcg Inexact FinerLobpcg Direct Dense")]
    [DataRow(50, true, LleEigenSolver.Iterative, "Lobpcg FinerLobpcg Direct Dense")]
    [DataRow(5000, true, LleEigenSolver.Dense, "Dense Direct Lobpcg FinerLobpcg")]
    [DataRow(5000, false, LleEigenSolver.Dense, "Dense Direct Lobpcg Inexact FinerLobpcg")]
    public void Who_fails_hands_over_and_each_is_tried_once(int rows, bool isAssembled, LleEigenSolver requested, string order) =>
        Assert.AreEqual(order, Names(Rules(rows, isAssembled, requested, 1, 1)));

    [TestMethod]
    [DataRow(false, (1e6 * 2000) + 1e6, 2 * Gigabyte, "Lobpcg Inexact SinglePrecision Direct FinerLobpcg Dense")]
    [DataRow(false, 1e12, (2 * Gigabyte) + 1, "Lobpcg Inexact Direct FinerLobpcg Dense")]
    [DataRow(true, (1e6 * 2000) + 1e6, Gigabyte, "Lobpcg Direct FinerLobpcg Dense")]
    [DataRow(true, 1e12, Gigabyte, "Lobpcg Direct FinerLobpcg Dense")]
    public void Inner_iterations_follow_the_iteration_where_there_is_a_root(
        bool isAssembled, double flops, double bytes, string order) =>
        Assert.AreEqual(order, Names(Rules(2000, isAssembled, LleEigenSolver.Auto, flops, bytes)));

    [TestMethod]
    [DataRow(false, 1.01 * 3e5, 1.01 * 5e7, "SinglePrecision Direct Lobpcg Inexact FinerLobpcg")]
    [DataRow(false, 0.99 * 3e5, 1.01 * 5e7, "Direct Lobpcg Inexact FinerLobpcg")]
    [DataRow(false, 1.01 * 3e5, 0.99 * 5e7, "Direct SinglePrecision Lobpcg Inexact FinerLobpcg")]
    [DataRow(true, 1.01 * 3e5, 1.01 * 5e7, "Direct Lobpcg FinerLobpcg")]
    public void Where_rows_fill_more_than_a_surface_single_precision_comes_first_for_large_factors_and_second_for_others(
        bool isAssembled, double flopsOfRow, double bytes, string order) =>
        Assert.AreEqual(order, Names(Rules(100_000, isAssembled, LleEigenSolver.Auto, 100_000 * flopsOfRow, bytes)));

    [TestMethod]
    [DataRow(LleEigenSolver.Auto, 7e9, 2 * Gigabyte, 1e7)]
    [DataRow(LleEigenSolver.Auto, 7e9, (2 * Gigabyte) + 1, double.PositiveInfinity)]
    [DataRow(LleEigenSolver.Auto, 3e14, 1.0, double.PositiveInfinity)]
    [DataRow(LleEigenSolver.Iterative, 7e9, 1.0, double.PositiveInfinity)]
    public void Incomplete_factors_may_take_a_quarter_of_the_time_of_the_direct_way(
        LleEigenSolver requested, double flops, double bytes, double operations) =>
        Assert.AreEqual(operations, Rules(2000, false, requested, flops, bytes).LargestOperations);

    [TestMethod]
    [DataRow(false, LleEigenSolver.Auto, 3e10, 2 * Gigabyte, true)]
    [DataRow(true, LleEigenSolver.Auto, 3e10, Gigabyte, false)]
    [DataRow(false, LleEigenSolver.Iterative, 3e10, Gigabyte, false)]
    [DataRow(false, LleEigenSolver.Auto, 3.001e10, Gigabyte, false)]
    [DataRow(false, LleEigenSolver.Auto, 3e10, (2 * Gigabyte) + 1, false)]
    public void An_iteration_ends_early_where_a_direct_factorisation_takes_less(
        bool isFiner, LleEigenSolver requested, double flops, double bytes, bool waits)
    {
        SolverRules rules = Rules(1000, false, requested, flops, bytes);
        Assert.AreEqual(waits, rules.DirectWaits(isFiner ? SolverStep.FinerLobpcg : SolverStep.Lobpcg));
        Assert.AreEqual(waits, rules.DirectWaits(isFiner ? SolverStep.FinerLobpcg : SolverStep.Inexact));
    }

    [TestMethod]
    [DataRow(2e14, Gigabyte, true)]
    [DataRow(2.001e14, Gigabyte, false)]
    [DataRow(2e14, Gigabyte + 1, false)]
    public void A_direct_factorisation_has_bounds_even_as_a_last_resort(double flops, double bytes, bool isAllowed) =>
        Assert.AreEqual(isAllowed, Rules(1_000_000, false, LleEigenSolver.Direct, flops, bytes).AllowsDirect);

    [TestMethod]
    [DataRow(2500, 1.0, true)]
    [DataRow(2501, 32.0 * 2501 * 2501, true)]
    [DataRow(2501, (32.0 * 2501 * 2501) - 1, false)]
    [DataRow(46_340, 1e12, true)]
    [DataRow(46_342, 1e12, false)]
    public void A_dense_decomposition_must_fit_the_budget_and_one_array(int rows, double budget, bool isAllowed) =>
        Assert.AreEqual(isAllowed, (Rules(rows, false, LleEigenSolver.Dense, 1, 1) with { Budget = budget }).AllowsDense);

    private static SolverRules Rules(int rows, bool isAssembled, LleEigenSolver requested, double flops, double bytes) =>
        new(rows, isAssembled, requested, Gigabyte, () => new FactorCosts(flops, bytes, bytes / 2));

    private static string Names(SolverRules rules) => string.Join(' ', rules.Order());
}
