using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>Lanczos with inner iterations against full decompositions, and its place among the solvers.</summary>
[TestClass]
public sealed class InexactEigenSolverTests : InexactLanczosTests
{
    private const double Plenty = 1e9;

    [TestMethod]
    [DataRow(2)]
    [DataRow(10)]
    public void Swiss_rolls_agree_with_a_full_decomposition(int count) => AssertAgrees(AlignmentProblems.SwissRoll(500, 12, 1), count);

    [TestMethod]
    public void The_cost_is_told()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(400, 8, 15, 2);
        var messages = new List<string>();
        EigenStatistics statistics = new();
        InexactEigenSolver.Run(
            cube, cube.Analyze(new FitContext()), new EigenRequest(3, 1), new SolverLimits(Plenty, false), new KeptFactors(), statistics,
            Listening(messages));
        Assert.IsGreaterThan(0, statistics.FactorSeconds);
        Assert.IsInRange(2, 100, statistics.Iterations);
        Assert.IsGreaterThan(cube.Size, statistics.FactorNonzeros);
        StringAssert.StartsWith(messages[0], "Inner solves with what is above 0.01 kept: 2 with ");
        StringAssert.StartsWith(messages[^1], $"Inner solves after {statistics.Iterations} steps: ");
    }

    [TestMethod]
    public void Where_neither_factors_nor_bases_fit_the_budget_it_is_left_to_others()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(400, 8, 15, 2);
        foreach (double budget in new[] { 1000.0, (InexactEigenSolver.BytesOfRow(3) + 100) * cube.Size })
        {
            var error = Assert.ThrowsExactly<SolverException>(() => InexactEigenSolver.Run(
                cube, cube.Analyze(new FitContext()), new EigenRequest(3, 1), new SolverLimits(budget), new KeptFactors(),
                new EigenStatistics(), new FitContext()));
            StringAssert.Contains(error.Message, "the incomplete factors passed");
        }
    }

    [TestMethod]
    public void Where_another_solver_stands_ready_factors_that_serve_badly_are_given_up()
    {
        FactoredAlignment line = Line(12_000);
        var error = Assert.ThrowsExactly<SolverException>(() => InexactEigenSolver.Run(
            line, line.Analyze(new FitContext()), new EigenRequest(2, 1), new SolverLimits(Plenty, true), new KeptFactors(),
            new EigenStatistics(), new FitContext()));
        StringAssert.StartsWith(error.Message, "its inner solves take 1");
        StringAssert.EndsWith(error.Message, " iterations each");
    }

    [TestMethod]
    public void Where_nobody_else_does_they_are_followed_by_finer_ones_and_used_all_the_same()
    {
        FactoredAlignment line = Line(6000);
        var messages = new List<string>();
        ColumnBlocks vectors = InexactEigenSolver.Run(
            line, line.Analyze(new FitContext()), new EigenRequest(2, 1) { IterativeTolerance = 1e-7 }, new SolverLimits(Plenty, false),
            new KeptFactors(),
            new EigenStatistics(), Listening(messages));
        Assert.HasCount(3, messages);
        StringAssert.StartsWith(messages[1], "Inner solves with what is above 0.001 kept: 2 with ");

        // The bottom vector of a line is half a wave, of which the mean square is one half.
        (_, DenseMatrix found) = RayleighRitz.Solve(vectors, line, 2, new FitContext());
        double along = Enumerable.Range(0, 6000).Sum(i => found[0, i] * Math.Cos(Math.PI * i / 5999) / Math.Sqrt(3000));
        Assert.AreEqual(1, Math.Abs(along), 1e-3);
    }

    [TestMethod]
    public void Factors_that_an_iteration_left_are_used_where_they_fit_and_forgotten()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(400, 8, 15, 2);
        SymbolicFactor symbolic = cube.Analyze(new FitContext());
        foreach ((double room, string drop) in ((double, string)[])[(1, "0.005"), (0.99, "0.01")])
        {
            KeptFactors kept = new();
            SolverLimits limits = new(Plenty) { InnerSolvesWait = true };
            Assert.ThrowsExactly<SolverException>(() => IterativeEigenSolver.Run(
                cube, symbolic, new EigenRequest(3, 1) { IterationLimit = 1 }, 0, limits, kept, new EigenStatistics(), new FitContext()));
            Assert.IsNotNull(kept.Factors);
            double bytes = kept.Factors.Nonzeros * (IncompleteOptions.BytesOfGrowth + BorderedSystem.BytesOfNonzero);
            double budget = (InexactEigenSolver.BytesOfRow(3) * cube.Size) + (room * bytes) + 1;

            var messages = new List<string>();
            ColumnBlocks basis = InexactEigenSolver.Run(
                cube, symbolic, new EigenRequest(3, 1), new SolverLimits(budget), kept, new EigenStatistics(), Listening(messages));
            StringAssert.StartsWith(messages[0], $"Inner solves with what is above {drop} kept: ");
            Assert.IsNull(kept.Factors);
            (double[] values, DenseMatrix vectors) = RayleighRitz.Solve(basis, cube, 3, new FitContext());
            ResidualCheck.Require(cube, values, vectors, 5e-5, new FitContext());
            Assert.AreEqual(1, values[2] / DenseReference.Bottom(cube, 3).Values[2], 1e-6);
        }
    }

    [TestMethod]
    public void An_iteration_that_fails_hands_over_to_it_and_it_to_the_next()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(400, 8, 15, 2);
        EigenRequest hurried = new(3, 1) { Solver = LleEigenSolver.Iterative, IterationLimit = 1 };
        EigenSolution solution = BottomEigenvectors.Find(cube, hurried, new FitContext());
        StringAssert.StartsWith(solution.Solver, "iterative by inner solves, a direct factorisation counts");
        (_, Matrix<double> vectors) = DenseReference.Bottom(cube, 3);
        Assert.IsInRange(0, hurried.IterativeTolerance, DenseReference.SineOfAngle(vectors, DenseReference.Columns(solution)));

        var messages = new List<string>();
        EigenSolution other = BottomEigenvectors.Find(cube, hurried with { MemoryBudget = 1000 }, Listening(messages));
        StringAssert.StartsWith(other.Solver, "dense");
        Assert.ContainsSingle(messages.Where(message =>
            message.StartsWith("Eigen solver iterative by inner solves, ", StringComparison.Ordinal)
            && message.Contains("gave up: the incomplete factors passed", StringComparison.Ordinal)));
    }

    /// <summary>Rows on a line, each between the two beside it: the longer it is, the more singular values lie below the shift of its
    /// factors.</summary>
    internal static FactoredAlignment Line(int size) => new(
        AlignmentProblems.FromSortedRows([.. Enumerable.Range(0, size).Select(i => i == 0 || i == size - 1
            ? new SortedDictionary<int, double> { [i] = 1, [i == 0 ? 1 : i - 1] = -1 }
            : new SortedDictionary<int, double> { [i - 1] = -0.5, [i] = 1, [i + 1] = -0.5 })]), 0);

    private protected override ColumnBlocks Run(AlignmentMatrix alignment, EigenRequest request, FitContext context) =>
        InexactEigenSolver.Run(
            alignment, alignment.Analyze(context), request, new SolverLimits(Plenty, false), new KeptFactors(), new EigenStatistics(),
            context);

    private static FitContext Listening(List<string> messages) => new(Listener.To(messages));
}
