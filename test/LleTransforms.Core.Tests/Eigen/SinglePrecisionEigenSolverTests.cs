using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The direct way in single precision against full decompositions, and its place among the solvers.</summary>
[TestClass]
public sealed class SinglePrecisionEigenSolverTests : InexactLanczosTests
{
    [TestMethod]
    public void A_condition_that_leaves_no_digits_is_left_to_double_precision()
    {
        FactoredAlignment walk = RandomWalk(600);
        var error = Assert.ThrowsExactly<SolverException>(() => Solve(walk, new EigenRequest(2, 1), new FitContext()));
        StringAssert.StartsWith(error.Message, "refinement of a solve in single precision stopped");
    }

    [TestMethod]
    public void It_comes_before_double_precision_where_the_iteration_is_given_up()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(3000, 15, 20, 4);
        var messages = new List<string>();
        EigenSolution solution = BottomEigenvectors.Find(
            cube, new EigenRequest(3, 1) { IterationLimit = 1 },
            new FitContext(new Listener(report => messages.Add(report.Message ?? ""))));
        StringAssert.StartsWith(solution.Solver, "direct in single precision, a direct factorisation counts");
        Assert.ContainsSingle(messages.Where(message => message.StartsWith("Eigen solver: iterative, ", StringComparison.Ordinal)));
        EigenSolution exact = BottomEigenvectors.Find(cube, new EigenRequest(3, 1) { Solver = LleEigenSolver.Direct }, new FitContext());
        Assert.IsInRange(0, 5e-5, DenseReference.SineOfAngle(DenseReference.Columns(exact), DenseReference.Columns(solution)));
    }

    /// <summary>Rows on a line, each between the two beside it, now nearer to one and now to the other: few digits are left of the smallest
    /// singular values.</summary>
    private static FactoredAlignment RandomWalk(int size)
    {
        Random random = new(3);
        return new FactoredAlignment(
            AlignmentProblems.FromSortedRows([.. Enumerable.Range(0, size).Select(i =>
            {
                double left = 0.1 + (0.8 * random.NextDouble());
                return i == 0 || i == size - 1
                    ? new SortedDictionary<int, double> { [i] = 1, [i == 0 ? 1 : i - 1] = -1 }
                    : new SortedDictionary<int, double> { [i - 1] = -left, [i] = 1, [i + 1] = left - 1 };
            })]), 0);
    }

    private protected override ColumnBlocks Run(AlignmentMatrix alignment, EigenRequest request, FitContext context)
    {
        EigenStatistics statistics = new();
        ColumnBlocks basis = DirectEigenSolver.RunInSinglePrecision(
            alignment, alignment.Analyze(context), request, 1e9, statistics, context);
        Assert.IsGreaterThan(0, statistics.FactorSeconds);
        Assert.IsInRange(2, 100, statistics.Iterations);
        return basis;
    }
}
