using LleTransforms.Spectral;

namespace LleTransforms.Core.Tests.Spectral;

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
        double[] turned = [.. solution.Vectors];
        turned[5] += 0.1;
        double[] broken = [.. solution.Vectors];
        broken[^1] = double.NaN;
        foreach (double? tolerance in new double?[] { null, 5e-5 })
        {
            AssertRefused(solution.Eigenvalues, turned, tolerance, "eigenpair 0");
            AssertRefused(solution.Eigenvalues, broken, tolerance, "eigenpair 2");
            AssertRefused([solution.Eigenvalues[0], double.NaN, solution.Eigenvalues[2]], solution.Vectors, tolerance, "eigenpair 1");
        }
    }

    private static EigenSolution Solve(AlignmentMatrix alignment) =>
        BottomEigenvectors.Find(alignment, new EigenRequest(3, 1) { Solver = LleEigenSolver.Dense }, new FitContext());

    private static void AssertRefused(double[] values, double[] vectors, double? tolerance, string pair) => StringAssert.Contains(
        Assert.ThrowsExactly<EigenSolverException>(() => ResidualCheck.Require(_roll, values, vectors, tolerance, new FitContext())).Message, pair);
}
