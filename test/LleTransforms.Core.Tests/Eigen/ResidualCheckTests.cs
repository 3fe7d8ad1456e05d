using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The last look at a solution: true pairs pass, others are handed back.</summary>
[TestClass]
public sealed class ResidualCheckTests
{
    private static readonly FactoredAlignment _roll = AlignmentProblems.SwissRoll(120, 8, 2);

    [TestMethod]
    public void True_pairs_pass_of_either_kind_of_matrix()
    {
        foreach (AlignmentMatrix alignment in new AlignmentMatrix[] { _roll, AlignmentProblems.Assemble(_roll) })
        {
            EigenSolution solution = Solve(alignment);
            ResidualCheck.Require(alignment, solution.Eigenvalues, solution.Vectors, null, new FitContext());
        }
    }

    [TestMethod]
    public void A_pair_that_is_none_and_numbers_that_are_not_finite_are_refused()
    {
        EigenSolution solution = Solve(_roll);
        DenseMatrix turned = solution.Vectors.CopyRows(0, 3);
        turned[0, 5] += 0.1;
        DenseMatrix broken = solution.Vectors.CopyRows(0, 3);
        broken.Values[^1] = double.NaN;
        foreach (double? tolerance in new double?[] { null, 5e-5 })
        {
            AssertRefused(solution.Eigenvalues, turned, tolerance, "eigenpair 0");
            AssertRefused(solution.Eigenvalues, broken, tolerance, "eigenpair 2");
            AssertRefused([solution.Eigenvalues[0], double.NaN, solution.Eigenvalues[2]], solution.Vectors, tolerance, "eigenpair 1");
        }
    }

    [TestMethod]
    [DataRow(1e5)]
    [DataRow(1e-5)]
    public void What_is_allowed_grows_with_the_matrix(double scale)
    {
        SparseMatrix residual = _roll.Residual;
        var scaled = new FactoredAlignment(new SparseMatrix(residual.NumberOfRows, residual.NumberOfColumns, residual.RowStarts,
            residual.Columns, [.. residual.Values.Select(value => scale * value)]), 0);
        foreach (AlignmentMatrix alignment in new AlignmentMatrix[] { scaled, AlignmentProblems.Assemble(scaled) })
        {
            EigenSolution solution = Solve(alignment);
            ResidualCheck.Require(alignment, solution.Eigenvalues, solution.Vectors, null, new FitContext());
            DenseMatrix turned = solution.Vectors.CopyRows(0, 3);
            turned[0, 5] += 0.1;
            var error = Assert.ThrowsExactly<SolverException>(() =>
                ResidualCheck.Require(alignment, solution.Eigenvalues, turned, null, new FitContext()));
            StringAssert.Contains(error.Message, "eigenpair 0");
        }
    }

    [TestMethod]
    [DataRow(1e-9, 5e-5, true)]
    [DataRow(1e-9, 1e-3, false)]
    [DataRow(1e-2, 1e-3, true)]
    [DataRow(1e-2, 0.2, false)]
    public void The_iteration_may_leave_a_ten_thousandth_or_twice_its_tolerance(double tolerance, double share, bool passes)
    {
        // The unit vector along one row: M leaves its column, of which so much is added to a true vector
        // that the residual is a share of M's norm.
        EigenSolution solution = Solve(_roll);
        double norm = Math.Pow(_roll.Residual.InfinityNorm(), 2);
        var m = DenseReference.ToDense(_roll.Residual).TransposeThisAndMultiply(DenseReference.ToDense(_roll.Residual));
        DenseMatrix turned = solution.Vectors.CopyRows(0, 3);
        turned[0, 5] += share * norm / m.Column(5).L2Norm();
        if (passes)
        {
            ResidualCheck.Require(_roll, solution.Eigenvalues, turned, tolerance, new FitContext());
        }

        AssertRefused(solution.Eigenvalues, turned, passes ? null : tolerance, "eigenpair 0");
    }

    private static EigenSolution Solve(AlignmentMatrix alignment) =>
        BottomEigenvectors.Find(alignment, new EigenRequest(3, 1) { Solver = LleEigenSolver.Dense }, new FitContext());

    private static void AssertRefused(double[] values, DenseMatrix vectors, double? tolerance, string pair) => StringAssert.Contains(
        Assert.ThrowsExactly<SolverException>(() => ResidualCheck.Require(_roll, values, vectors, tolerance, new FitContext())).Message,
        pair);
}
