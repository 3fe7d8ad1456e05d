using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The iteration by itself: what it finds, how soon, and when it gives up.</summary>
[TestClass]
public sealed class LobpcgTests
{
    private const int Size = 260;

    private static readonly CoarseFactor Patient = new(1e-9, 1e-12, GiveUpEarly: false);
    private static readonly FactoredAlignment Cube = AlignmentProblems.Cube(Size, 6, 10, 3);
    private static readonly AssembledAlignment Assembled = AlignmentProblems.Assemble(Cube);

    [TestMethod]
    [DataRow(2, false)]
    [DataRow(5, false)]
    [DataRow(11, false)]
    [DataRow(5, true)]
    public void The_bottom_vectors_are_found(int count, bool assembled)
    {
        AlignmentMatrix alignment = assembled ? Assembled : Cube;
        var statistics = new EigenStatistics();
        ColumnBlocks blocks = Run(alignment, count, 1e-6, Patient, statistics, 1e-4);

        AssertFound(alignment, count, blocks, 1e-5);
        Assert.IsInRange(2, 30, statistics.Iterations);
        Assert.HasCount((count + 3) / 4, blocks.Blocks);
    }

    [TestMethod]
    public void Asked_for_more_digits_than_there_are_it_gives_true_vectors_or_none()
    {
        // Most of the search directions of vectors that are all but there are rounding, and are given up.
        var statistics = new EigenStatistics();
        try
        {
            AssertFound(Cube, 11, Run(Cube, 11, 1e-8, Patient, statistics, 1e-4), 1e-7);
        }
        catch (SolverException fault)
        {
            StringAssert.Contains(fault.Message, "LOBPCG");
        }

        Assert.IsInRange(10, 200, statistics.Iterations);
    }

    [TestMethod]
    public void A_nearer_factor_takes_fewer_iterations() =>
        Assert.IsGreaterThan(Iterations(tolerance: 1e-6, dropTolerance: 1e-4), Iterations(tolerance: 1e-6, dropTolerance: 2e-3));

    [TestMethod]
    public void A_smaller_tolerance_takes_more_iterations() =>
        Assert.IsGreaterThan(Iterations(tolerance: 1e-2, dropTolerance: 1e-3), Iterations(tolerance: 1e-8, dropTolerance: 1e-3));

    [TestMethod]
    public void The_limit_of_iterations_is_kept_and_told()
    {
        var statistics = new EigenStatistics();
        var error = Assert.ThrowsExactly<SolverException>(() => Run(Cube, 3, 1e-12, Patient, statistics, 1e-2, limit: 4));
        StringAssert.Contains(error.Message, "stopped after 4 iterations");
        Assert.AreEqual(4, statistics.Iterations);
    }

    [TestMethod]
    public void Eigenvalues_out_of_the_factors_reach_end_it_early_where_another_solver_waits()
    {
        (double[] values, _) = DenseReference.Bottom(Cube, 3);
        var statistics = new EigenStatistics();
        var hidden = new CoarseFactor(1e3, 1e3 * values[2], GiveUpEarly: true);
        var error = Assert.ThrowsExactly<SolverException>(() => Run(Cube, 3, 1e-14, hidden, statistics, 5e-3));
        StringAssert.Contains(error.Message, "after 10 iterations");
        Assert.AreEqual(10, statistics.Iterations);

        // The same figures let it go on where none waits, or where the eigenvalues are within reach.
        AssertGoesOn(hidden with { GiveUpEarly = false });
        // The last wanted one counts, not those behind it: they lie far enough above.
        AssertGoesOn(hidden with { OutOfReach = 0.9 * values[2] });
    }

    [TestMethod]
    public void The_error_the_preconditioner_sees_counts_only_where_it_resolves_the_values()
    {
        // The plain residual takes longer to be as small.
        (double[] values, _) = DenseReference.Bottom(Cube, 4);
        Assert.IsGreaterThan(Iterations(1e-6, 1e-3), Iterations(1e-6, 1e-3, Patient with { Resolved = 1.1 * values[3] }));
        Assert.AreEqual(Iterations(1e-6, 1e-3), Iterations(1e-6, 1e-3, Patient with { Resolved = 0.9 * values[3] }));
    }

    [TestMethod]
    public void Every_tenth_iteration_is_told()
    {
        var reports = new List<LleProgress>();
        var statistics = new EigenStatistics();
        Run(Cube, 5, 1e-8, Patient with { Resolved = 1e9 }, statistics, 5e-3, context: new FitContext(new Listener(reports.Add)));

        int[] iterations = [.. reports.Where(report => report.Message is null).Select(report => (int)report.Completed)];
        CollectionAssert.AreEqual(Enumerable.Range(1, statistics.Iterations).ToArray(), iterations);
        string[] messages = [.. reports.Select(report => report.Message).OfType<string>()];
        Assert.HasCount(statistics.Iterations / 10, messages);
        Assert.IsGreaterThan(0, messages.Length);
        StringAssert.StartsWith(messages[0], "LOBPCG iteration 10: ");
    }

    [TestMethod]
    public void A_cancelled_fit_stops_at_the_next_iteration()
    {
        // The listener cancels at the third.
        using var source = new CancellationTokenSource();
        var statistics = new EigenStatistics();
        var context = new FitContext(
            new Listener(report =>
            {
                if (report is { Phase: LlePhase.Eigenvectors, Completed: 3 })
                {
                    source.Cancel();
                }
            }),
            1,
            source.Token);
        Assert.Throws<OperationCanceledException>(() => Run(Cube, 5, 1e-12, Patient, statistics, 1e-3, context: context));
        Assert.AreEqual(3, statistics.Iterations);
    }

    [TestMethod]
    public void The_seed_gives_the_bits_whatever_the_threads()
    {
        var statistics = new EigenStatistics();
        ColumnBlocks[] found = [.. new[] { 1, 3 }.Select(threads => Run(Cube, 3, 1e-6, Patient, statistics, 1e-3, threads: threads))];
        CollectionAssert.AreEqual(found[0].Blocks[0].Values, found[1].Blocks[0].Values);
    }

    [TestMethod]
    [DataRow(1, 16)]
    [DataRow(10, 16)]
    [DataRow(11, 24)]
    [DataRow(18, 24)]
    [DataRow(19, 32)]
    public void Blocks_hold_at_least_six_vectors_more_and_fill_registers(int count, int size) =>
        Assert.AreEqual(size, Lobpcg.BlockSize(count));

    private static int Iterations(double tolerance, double dropTolerance, CoarseFactor? coarse = null)
    {
        var statistics = new EigenStatistics();
        Run(Cube, 3, tolerance, coarse ?? Patient, statistics, dropTolerance);
        return statistics.Iterations;
    }

    private static void AssertFound(AlignmentMatrix alignment, int count, ColumnBlocks blocks, double angle)
    {
        (_, Matrix<double> vectors) = DenseReference.Bottom(alignment, count);
        Matrix<double> found = blocks.ToMatrix(count);
        Assert.AreEqual(0, (found.TransposeThisAndMultiply(found) - Matrix<double>.Build.DenseIdentity(count)).FrobeniusNorm(), 1e-10);
        Assert.AreEqual(0, DenseReference.SineOfAngle(vectors, found), angle);
    }

    private static void AssertGoesOn(CoarseFactor coarse)
    {
        var statistics = new EigenStatistics();
        try
        {
            Run(Cube, 3, 1e-14, coarse, statistics, 5e-3, limit: 14);
        }
        catch (SolverException)
        {
            // It need not converge in so few.
        }

        Assert.IsInRange(11, 14, statistics.Iterations);
    }

    private static ColumnBlocks Run(
        AlignmentMatrix alignment, int count, double tolerance, CoarseFactor coarse, EigenStatistics statistics, double dropTolerance,
        int limit = 200, int threads = 2,
        FitContext? context = null)
    {
        context ??= new FitContext(numberOfThreads: threads);
        SparseMatrix matrix = alignment.Stored;
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, context);
        double[] scaling = [.. Enumerable.Repeat(1.0, Size)];
        IncompleteLu factors = IncompleteLu.Compute(
            matrix, symbolic.Transpose, symbolic.Tree, scaling, new IncompleteOptions(1e-4, dropTolerance, 1e-4, 1_000_000), context);
        var request = new EigenRequest(count, 1) { IterativeTolerance = tolerance, IterationLimit = limit };
        return Lobpcg.Run(
            alignment, symbolic.Transpose, new IncompletePreconditioner(factors, scaling, alignment.Incomplete(0).IsSquared), request,
            coarse, statistics, context);
    }
}
