using System.Globalization;
using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

[TestClass]
public class SolverChoiceTests
{
    [TestMethod]
    public void A_small_problem_is_solved_densely() =>
        Assert.AreEqual("dense, 80 rows", Auto(AlignmentProblems.SwissRoll(80, 8, 1), null).Solver);

    [TestMethod]
    public void A_swiss_roll_is_solved_directly_and_the_log_counts_its_factor()
    {
        var messages = new List<string>();
        FactoredAlignment roll = AlignmentProblems.SwissRoll(300, 10, 1);
        EigenSolution solution = Auto(roll, null, messages);
        var counts = SymbolicFactor.Analyze(roll.Residual, new FitContext());

        Assert.AreEqual(
            string.Create(CultureInfo.InvariantCulture,
                $"direct, a direct factorisation counts {counts.Nonzeros / 1e6:0.00} million nonzeros, 0.00 GB, and 0.00 Gflop"),
            solution.Solver);
        CollectionAssert.Contains(messages, $"Eigen solver: {solution.Solver}.");
        Assert.AreEqual(counts.Nonzeros, solution.Statistics.FactorNonzeros);
        Assert.IsGreaterThan(0.005e6, counts.Nonzeros, "The message has a figure to show.");
        AssertTimed(solution.Statistics);
        Assert.IsInRange(2, 100, solution.Statistics.Iterations);
    }

    [TestMethod]
    public void A_factor_beyond_the_budget_leaves_the_problem_to_the_iteration()
    {
        EigenSolution solution = Auto(AlignmentProblems.Cube(400, 15, 8, 1), 1000);
        StringAssert.StartsWith(solution.Solver, "iterative, a direct factorisation counts");
        AssertTimed(solution.Statistics);
    }

    [TestMethod]
    public void A_budget_that_just_suffices_is_spent()
    {
        FactoredAlignment roll = AlignmentProblems.SwissRoll(300, 10, 1);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(roll.Residual, new FitContext());
        double bytes = DirectEigenSolver.Bytes(symbolic, FactorKind.Lu, 2);
        StringAssert.StartsWith(Auto(roll, bytes).Solver, "direct,");
        StringAssert.StartsWith(Auto(roll, bytes - 1).Solver, "direct in single precision, ");
        double fewer = DirectEigenSolver.Bytes(symbolic, FactorKind.SingleLu, 2);
        StringAssert.StartsWith(Auto(roll, fewer).Solver, "direct in single precision, ");
        StringAssert.StartsWith(Auto(roll, fewer - 1).Solver, "iterative");
    }

    [TestMethod]
    public void A_solver_that_may_not_spend_its_memory_hands_over_and_says_why()
    {
        var messages = new List<string>();
        FactoredAlignment cube = AlignmentProblems.Cube(300, 6, 12, 1);
        EigenSolution solution = BottomEigenvectors.Find(
            cube, new EigenRequest(3, 1) { Solver = LleEigenSolver.Direct, MemoryBudget = 1000 }, Listening(messages));

        StringAssert.StartsWith(solution.Solver, "iterative");
        string refusal = messages.Single(message => message.Contains("gave up", StringComparison.Ordinal));
        StringAssert.StartsWith(refusal, "Eigen solver direct, ");
        StringAssert.Contains(refusal, "it would take 0.00 GB at its peak where 0.0 GB are allowed");
        (double[] values, _) = DenseReference.Bottom(cube, 3);
        Assert.AreEqual(1, solution.Eigenvalues[2] / values[2], 1e-6);
    }

    [TestMethod]
    public void A_dense_decomposition_beyond_the_budget_is_left_to_another_solver()
    {
        FactoredAlignment line = Line(2600);
        var messages = new List<string>();
        EigenSolution solution = BottomEigenvectors.Find(
            line, new EigenRequest(1, 1) { Solver = LleEigenSolver.Dense, MemoryBudget = 1e8 }, Listening(messages));

        StringAssert.StartsWith(solution.Solver, "direct");
        StringAssert.Contains(messages.Single(message => message.Contains("gave up", StringComparison.Ordinal)),
            "it would take 0.2 GB where 0.1 GB are allowed, in one array of 2600 x 2600");
    }

    [TestMethod]
    public void An_iteration_that_stops_early_hands_over_to_the_direct_solver()
    {
        // A summed M has no inner iterations in between.
        AssembledAlignment roll = AlignmentProblems.Assemble(AlignmentProblems.SwissRoll(400, 10, 1));
        EigenSolution solution = BottomEigenvectors.Find(
            roll, new EigenRequest(2, 1) { Solver = LleEigenSolver.Iterative, IterationLimit = 1, IterativeTolerance = 1e-9 },
            new FitContext());
        StringAssert.StartsWith(solution.Solver, "direct");
        (_, Matrix<double> vectors) = DenseReference.Bottom(roll, 2);
        Assert.IsInRange(0, 1e-8, DenseReference.SineOfAngle(vectors, DenseReference.Columns(solution)));
    }

    [TestMethod]
    [DataRow(LleEigenSolver.Direct)]
    [DataRow(LleEigenSolver.Iterative)]
    public void An_assembled_matrix_keeps_its_digits(LleEigenSolver solver) =>
        DenseReference.AssertAgrees(AlignmentProblems.Assemble(AlignmentProblems.Cube(150, 4, 12, 7)), 3, solver, 1e-8);

    [TestMethod]
    public void An_answer_as_coarse_as_asked_for_is_taken()
    {
        // The last check measures the iteration by the tolerance that was given to it.
        FactoredAlignment cube = AlignmentProblems.Cube(300, 6, 12, 1);
        EigenSolution solution = BottomEigenvectors.Find(
            cube, new EigenRequest(3, 1) { Solver = LleEigenSolver.Iterative, IterativeTolerance = 0.5 }, new FitContext());
        StringAssert.StartsWith(solution.Solver, "iterative");
        Assert.ThrowsExactly<SolverException>(() =>
            ResidualCheck.Require(cube, solution.Eigenvalues, solution.Vectors, null, new FitContext()));
    }

    [TestMethod]
    public void A_solver_whose_memory_runs_out_hands_over()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(400, 15, 8, 1);
        var messages = new List<string>();
        bool hasThrown = false;
        var context = new FitContext(new Listener(report =>
        {
            messages.Add(report.Message ?? "");
            if (report.Phase == LlePhase.Eigenvectors && report.Message is null && !hasThrown)
            {
                hasThrown = true;
                throw Activator.CreateInstance<OutOfMemoryException>();
            }
        }));
        EigenSolution solution = BottomEigenvectors.Find(cube, new EigenRequest(2, 1) { Solver = LleEigenSolver.Iterative }, context);

        StringAssert.StartsWith(solution.Solver, "iterative by inner solves");
        string refusal = messages.Single(message => message.Contains("gave up", StringComparison.Ordinal));
        StringAssert.EndsWith(refusal, "gave up: memory ran out.");
        (double[] values, _) = DenseReference.Bottom(cube, 2);
        Assert.AreEqual(1, solution.Eigenvalues[1] / values[1], 1e-6);
    }

    [TestMethod]
    public void Where_memory_bars_a_solver_and_the_others_fail_the_message_says_so_with_advice()
    {
        var error = Assert.ThrowsExactly<InsufficientMemoryException>(() => BottomEigenvectors.Find(
            Line(2600), new EigenRequest(1, 1) { MemoryBudget = 1000, IterationLimit = 1 }, new FitContext()));
        StringAssert.StartsWith(
            error.Message, "Memory is too small for an eigen solver that finds 1 eigenvectors of 2600 rows. iterative, ");
        StringAssert.Contains(error.Message, "it would take 0.00 GB at its peak");
        StringAssert.EndsWith(
            error.Message, "NumberOfLandmarks or MaximumNumberOfTrainingRows, fewer neighbours or rows need less.");
    }

    [TestMethod]
    public void Where_nobody_finds_an_answer_everybody_is_quoted()
    {
        SparseMatrix good = AlignmentProblems.Cube(120, 4, 12, 1).Residual;
        var broken = new FactoredAlignment(new SparseMatrix(
            120, 120, good.RowStarts, good.Columns, [.. good.Values.Select((value, i) => i == 7 ? double.NaN : value)]), 0);
        var error = Assert.ThrowsExactly<NoEigenSolverException>(() => Auto(broken, null));
        StringAssert.StartsWith(error.Message, "No eigen solver reached its tolerance for 2 eigenvectors of 120 rows. direct, ");
        StringAssert.Contains(error.Message, "; iterative, ");
        StringAssert.Contains(error.Message, "; dense, 120 rows: ");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(20)]
    public void As_many_eigenvectors_as_there_are_beside_the_constant_may_be_asked_for(int count)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            BottomEigenvectors.Find(AlignmentProblems.Cube(20, 2, 5, 1), new EigenRequest(count, 1), new FitContext()));
        StringAssert.Contains(error.Message, "20 rows have between 1 and 19 eigenvectors");
        DenseReference.AssertAgrees(AlignmentProblems.Cube(20, 2, 5, 1), 1, LleEigenSolver.Dense, 1e-8);
        DenseReference.AssertAgrees(AlignmentProblems.Cube(20, 2, 5, 1), 19, LleEigenSolver.Dense, 1e-8);
    }

    [TestMethod]
    [DataRow(1, 63, 16)]
    [DataRow(11, 95, 24)]
    public void Too_few_rows_for_the_blocks_of_the_iteration_are_left_to_others(int count, int size, int block)
    {
        var error = Assert.ThrowsExactly<SolverException>(() => Iterate(AlignmentProblems.Cube(size, 3, 9, 1), count));
        StringAssert.Contains(error.Message, $"{size} rows are too few for blocks of {block} vectors");
        Assert.HasCount((count + 3) / 4, Iterate(AlignmentProblems.Cube(size + 1, 3, 9, 1), count).Blocks);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_second_attempt_drops_less(bool isAssembled)
    {
        FactoredAlignment cube = AlignmentProblems.Cube(200, 6, 12, 1);
        AlignmentMatrix alignment = isAssembled ? AlignmentProblems.Assemble(cube) : cube;
        EigenStatistics first = new(), second = new();
        Iterate(alignment, 2, first);
        Iterate(alignment, 2, second, attempt: 1);
        Assert.IsGreaterThan(first.FactorNonzeros, second.FactorNonzeros);
    }

    [TestMethod]
    public void A_matrix_is_scaled_by_the_root_of_its_diagonal_where_it_has_one()
    {
        var matrix = new SparseMatrix(5, 5, [0, 2, 3, 4, 6, 7], [0, 1, 1, 0, 2, 3, 4], [4, 9, 25, 7, 1, -4, 0]);
        double[] scaling = new AssembledAlignment(matrix).InverseRootDiagonal();
        CollectionAssert.AreEqual(new[] { 0.5, 0.2, 1, 1, 1 }, scaling);
    }

    [TestMethod]
    public void A_border_at_the_wrong_row_is_moved()
    {
        // All rows drift to the end of a line, where the left null vector gathers; a hub in the middle,
        // on which many lean as well, looks better after a few steps.
        const int Size = 60, Hub = 30;
        SortedDictionary<int, double>[] rows = [.. Enumerable.Range(0, Size).Select(i => new SortedDictionary<int, double> { [i] = 1 })];
        for (int i = 0; i < Size; i++)
        {
            double toHub = i is >= 5 and < 25 ? 0.4 : 0;
            double onwards = i == 0 ? 1 : i == Size - 1 ? 0 : 0.7;
            foreach ((int row, double weight) in new[] { (i + 1, onwards * (1 - toHub)), (i - 1, (1 - onwards) * (1 - toHub)),
                (Hub, toHub) })
            {
                if (weight > 0)
                {
                    rows[i][row] = -weight;
                }
            }
        }

        var drift = new FactoredAlignment(AlignmentProblems.FromSortedRows(rows), 0);
        Assert.AreEqual(0, DenseReference.ToDense(drift.Residual).RowSums().AbsoluteMaximum(), 1e-12, "Every row's weights sum to one.");
        Vector<double> left = DenseReference.ToDense(drift.Residual).Svd(true).U.Column(Size - 1).PointwiseAbs();
        int chosen = BorderRow.Choose(drift.Residual, drift.Residual.Transpose(), 0, new FitContext());
        Assert.IsInRange(0, 1e-4 * left.Maximum(), left[chosen], "The first choice is a poor one.");

        DenseReference.AssertAgrees(drift, 2, LleEigenSolver.Direct, 1e-8);
    }

    /// <summary>A line of rows, each between the two beside it.</summary>
    private static FactoredAlignment Line(int size) => new(
        AlignmentProblems.FromSortedRows([.. Enumerable.Range(0, size).Select(i => i == 0 || i == size - 1
            ? new SortedDictionary<int, double> { [i] = 1, [i == 0 ? 1 : i - 1] = -1 }
            : new SortedDictionary<int, double> { [i - 1] = -0.5, [i] = 1, [i + 1] = -0.5 })]), 0);

    private static ColumnBlocks Iterate(AlignmentMatrix alignment, int count, EigenStatistics? statistics = null, int attempt = 0)
    {
        var context = new FitContext();
        return IterativeEigenSolver.Run(
            alignment, SymbolicFactor.Analyze(alignment.Stored, context), new EigenRequest(count, 1), attempt,
            new SolverLimits(1e9), new KeptFactors(), statistics ?? new EigenStatistics(), context);
    }

    private static void AssertTimed(EigenStatistics statistics)
    {
        Assert.IsGreaterThan(0, statistics.OrderingSeconds);
        Assert.IsGreaterThan(0, statistics.FactorSeconds);
    }

    private static EigenSolution Auto(AlignmentMatrix alignment, double? budget, List<string>? messages = null) =>
        BottomEigenvectors.Find(
            alignment, new EigenRequest(2, 1) { MemoryBudget = budget }, messages is null ? new FitContext() : Listening(messages));

    private static FitContext Listening(List<string> messages) => new(Listener.To(messages));
}
