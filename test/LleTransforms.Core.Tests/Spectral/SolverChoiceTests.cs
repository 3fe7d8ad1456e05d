using LleTransforms.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Spectral;

[TestClass]
public class SolverChoiceTests
{
    [TestMethod]
    public void A_small_problem_is_solved_densely() => StringAssert.StartsWith(Auto(AlignmentProblems.SwissRoll(80, 8, 1), null).Solver, "dense");

    [TestMethod]
    public void A_swiss_roll_is_solved_directly_and_the_log_counts_its_factor()
    {
        Listener listener = new();
        EigenSolution solution = Auto(AlignmentProblems.SwissRoll(300, 10, 1), null, listener);
        StringAssert.StartsWith(solution.Solver, "direct");
        Assert.IsTrue(listener.Messages.Exists(m => m.Contains("nonzeros", StringComparison.Ordinal) && m.Contains("Gflop", StringComparison.Ordinal)));
        Assert.IsGreaterThan(0, solution.Statistics.FactorNonzeros);
    }

    [TestMethod]
    public void A_factor_beyond_the_budget_leaves_the_problem_to_the_iteration() =>
        StringAssert.StartsWith(Auto(AlignmentProblems.Cube(400, 15, 8, 1), 1000).Solver, "iterative");

    [TestMethod]
    public void A_solver_that_may_not_spend_its_memory_hands_over_and_says_why()
    {
        Listener listener = new();
        FactoredAlignment cube = AlignmentProblems.Cube(300, 6, 12, 1);
        EigenSolution solution = BottomEigenvectors.Find(
            cube, new EigenRequest(3, 1) { Solver = LleEigenSolver.Direct, MemoryBudget = 1000 }, new FitContext(listener));
        StringAssert.StartsWith(solution.Solver, "iterative");
        Assert.IsTrue(listener.Messages.Exists(m => m.Contains("gave up", StringComparison.Ordinal) && m.Contains("GB", StringComparison.Ordinal)));
        (double[] values, _) = DenseReference.Bottom(cube, 3);
        Assert.AreEqual(1, solution.Eigenvalues[2] / values[2], 1e-6);
    }

    [TestMethod]
    public void An_iteration_that_stops_early_hands_over_to_the_direct_solver()
    {
        FactoredAlignment roll = AlignmentProblems.SwissRoll(400, 10, 1);
        EigenSolution solution = BottomEigenvectors.Find(
            roll, new EigenRequest(2, 1) { Solver = LleEigenSolver.Iterative, IterationLimit = 1, IterativeTolerance = 1e-9 }, new FitContext());
        StringAssert.StartsWith(solution.Solver, "direct");
        (_, Matrix<double> vectors) = DenseReference.Bottom(roll, 2);
        Assert.IsInRange(0, 1e-8, DenseReference.SineOfAngle(vectors, DenseReference.Columns(solution, 400)));
    }

    private static EigenSolution Auto(AlignmentMatrix alignment, double? budget, IProgress<LleProgress>? progress = null) =>
        BottomEigenvectors.Find(alignment, new EigenRequest(2, 1) { MemoryBudget = budget }, new FitContext(progress));

    private sealed class Listener : IProgress<LleProgress>
    {
        public List<string> Messages { get; } = [];

        public void Report(LleProgress value)
        {
            if (value.Message is { } message)
            {
                Messages.Add(message);
            }
        }
    }
}
