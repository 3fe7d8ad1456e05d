using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The direct way in single precision against full decompositions, and its place among the solvers.</summary>
[TestClass]
public sealed class SinglePrecisionEigenSolverTests
{
    [TestMethod]
    [DataRow(3, 9, 3, 1)]
    [DataRow(6, 12, 5, 5)]
    [DataRow(8, 15, 10, 2)]
    [DataRow(15, 15, 10, 3)]
    public void Cubes_agree_with_a_full_decomposition(int dimension, int neighbors, int count, int seed) =>
        AssertAgrees(AlignmentProblems.Cube(400, dimension, neighbors, seed), count);

    [TestMethod]
    public void Double_eigenvalues_are_both_found() => AssertAgrees(AlignmentProblems.Circle(200, 6), 4);

    [TestMethod]
    [DataRow(1e-3)]
    [DataRow(1e-7)]
    public void A_tolerance_is_kept_by_the_subspace(double tolerance)
    {
        FactoredAlignment cube = AlignmentProblems.Cube(400, 8, 15, 2);
        EigenSolution solution = Solve(cube, new EigenRequest(10, 1) { IterativeTolerance = tolerance }, new FitContext());
        (_, Matrix<double> vectors) = DenseReference.Bottom(cube, 10);
        Assert.IsInRange(0, tolerance, DenseReference.SineOfAngle(vectors, DenseReference.Columns(solution)));
    }

    [TestMethod]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(1100, 15, 8, 4);
        EigenSolution one = Solve(cube, new EigenRequest(3, 1), new FitContext(numberOfThreads: 1));
        EigenSolution three = Solve(cube, new EigenRequest(3, 1), new FitContext(numberOfThreads: 3));
        CollectionAssert.AreEqual(one.Eigenvalues, three.Eigenvalues);
        CollectionAssert.AreEqual(one.Vectors.Values, three.Vectors.Values);
    }

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

    private static void AssertAgrees(FactoredAlignment alignment, int count)
    {
        EigenSolution solution = Solve(alignment, new EigenRequest(count, 1), new FitContext());
        (double[] values, Matrix<double> vectors) = DenseReference.Bottom(alignment, count);
        for (int c = 0; c < count; c++)
        {
            Assert.AreEqual(1, solution.Eigenvalues[c] / values[c], 1e-6, $"eigenvalue {c}");
        }

        Assert.IsInRange(0, 5e-5, DenseReference.SineOfAngle(vectors, DenseReference.Columns(solution)));
    }

    private static EigenSolution Solve(AlignmentMatrix alignment, EigenRequest request, FitContext context)
    {
        EigenStatistics statistics = new();
        ColumnBlocks basis = DirectEigenSolver.RunInSinglePrecision(
            alignment, alignment.Analyze(context), request, 1e9, statistics, context);
        Assert.IsGreaterThan(0, statistics.FactorSeconds);
        Assert.IsInRange(2, 100, statistics.Iterations);
        (double[] values, DenseMatrix vectors) = RayleighRitz.Solve(basis, alignment, request.Count, context);
        ResidualCheck.Require(alignment, values, vectors, request.IterativeTolerance, context);
        return new EigenSolution(values, vectors, "single");
    }
}
