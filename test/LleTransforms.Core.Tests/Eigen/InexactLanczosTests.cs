using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>What Lanczos with solves that are not exact keeps, whatever solves, against full decompositions.</summary>
public abstract class InexactLanczosTests
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
        foreach (int threads in new[] { 2, 3 })
        {
            EigenSolution several = Solve(cube, new EigenRequest(3, 1), new FitContext(numberOfThreads: threads));
            CollectionAssert.AreEqual(one.Eigenvalues, several.Eigenvalues);
            CollectionAssert.AreEqual(one.Vectors.Values, several.Vectors.Values);
        }
    }

    /// <summary>The basis that the solver finds.</summary>
    private protected abstract ColumnBlocks Run(AlignmentMatrix alignment, EigenRequest request, FitContext context);

    private protected void AssertAgrees(FactoredAlignment alignment, int count) =>
        DenseReference.AssertAgrees(alignment, Solve(alignment, new EigenRequest(count, 1), new FitContext()), count, 5e-5);

    private protected EigenSolution Solve(AlignmentMatrix alignment, EigenRequest request, FitContext context)
    {
        ColumnBlocks basis = Run(alignment, request, context);
        (double[] values, DenseMatrix vectors) = RayleighRitz.Solve(basis, alignment, request.Count, context);
        ResidualCheck.Require(alignment, values, vectors, request.IterativeTolerance, context);
        return new EigenSolution(values, vectors, "Lanczos");
    }
}
