using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

[TestClass]
public class BottomEigenvectorsTests
{
    [TestMethod]
    [DataRow(LleEigenSolver.Dense)]
    [DataRow(LleEigenSolver.Direct)]
    public void The_swiss_roll_agrees_with_a_full_decomposition(LleEigenSolver solver) =>
        DenseReference.AssertAgrees(AlignmentProblems.SwissRoll(250, 10, 3), 2, solver, 1e-8);

    [TestMethod]
    [DataRow(LleEigenSolver.Dense)]
    [DataRow(LleEigenSolver.Direct)]
    [DataRow(LleEigenSolver.Iterative)]
    public void A_cube_of_six_dimensions_agrees_with_a_full_decomposition(LleEigenSolver solver) =>
        DenseReference.AssertAgrees(AlignmentProblems.Cube(220, 6, 12, 5), 5, solver, 1e-8);

    [TestMethod]
    [DataRow(LleEigenSolver.Dense)]
    [DataRow(LleEigenSolver.Direct)]
    [DataRow(LleEigenSolver.Iterative)]
    public void An_assembled_matrix_agrees_with_a_full_decomposition(LleEigenSolver solver) =>
        DenseReference.AssertAgrees(AlignmentProblems.Assemble(AlignmentProblems.Cube(200, 4, 12, 7)), 4, solver, 1e-8);

    [TestMethod]
    [DataRow(3)]
    [DataRow(6)]
    [DataRow(15)]
    public void The_iteration_stops_by_default_within_a_ten_thousandth_of_the_subspace(int dimension)
    {
        const int Size = 350;
        FactoredAlignment cube = AlignmentProblems.Cube(Size, dimension, 10, 11);
        EigenRequest request = new(3, 1) { Solver = LleEigenSolver.Iterative };
        EigenSolution solution = BottomEigenvectors.Find(cube, request, new FitContext());
        (_, Matrix<double> vectors) = DenseReference.Bottom(cube, 3);
        Assert.IsInRange(0, 1e-4, DenseReference.SineOfAngle(vectors, DenseReference.Columns(solution)), solution.Solver);
    }

    [TestMethod]
    [DataRow(LleEigenSolver.Direct)]
    [DataRow(LleEigenSolver.Dense)]
    public void Exact_null_vectors_beside_the_constant_are_found(LleEigenSolver solver)
    {
        const int Size = 200;
        AssembledAlignment flat = AlignmentProblems.FlatTangentSpaces(Size, 9, 6, out double[][] rows);
        EigenSolution solution = DenseReference.Solve(flat, 2, solver);
        StringAssert.StartsWith(solution.Solver, solver.ToString().ToLowerInvariant());
        Matrix<double> plane = Matrix<double>.Build.Dense(Size, 2, (i, c) => rows[i][c] - rows.Average(r => r[c]));
        Matrix<double> expected = plane.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        Assert.IsInRange(0, 1e-9, DenseReference.SineOfAngle(expected, DenseReference.Columns(solution)));
    }

    [TestMethod]
    public void Eigenvalues_far_above_null_vectors_keep_their_digits_whoever_answers()
    {
        AssembledAlignment flat = AlignmentProblems.FlatTangentSpaces(120, 9, 6, out _);
        EigenSolution solution = DenseReference.Solve(flat, 4, LleEigenSolver.Direct);
        (double[] values, _) = DenseReference.Bottom(flat, 4);

        // The first two are 0 but for rounding, the others are not: on the pseudo-inverse they lie below the rounding of the first two.
        Assert.AreEqual(1, solution.Eigenvalues[2] / values[2], 1e-4, solution.Solver);
        Assert.AreEqual(1, solution.Eigenvalues[3] / values[3], 1e-4, solution.Solver);
    }

    [TestMethod]
    public void Double_eigenvalues_are_both_found()
    {
        FactoredAlignment circle = AlignmentProblems.Circle(200, 6);
        EigenSolution solution = DenseReference.Solve(circle, 4, LleEigenSolver.Direct);
        Assert.AreEqual(1, solution.Eigenvalues[1] / solution.Eigenvalues[0], 1e-6);
        Assert.AreEqual(1, solution.Eigenvalues[3] / solution.Eigenvalues[2], 1e-6);
        DenseReference.AssertAgrees(circle, 4, LleEigenSolver.Direct, 1e-7);
    }

    [TestMethod]
    [DataRow(LleEigenSolver.Dense)]
    [DataRow(LleEigenSolver.Direct)]
    public void Vectors_are_orthonormal_and_orthogonal_to_the_constant(LleEigenSolver solver)
    {
        const int Size = 300;
        Matrix<double> v = DenseReference.Columns(DenseReference.Solve(AlignmentProblems.SwissRoll(Size, 12, 1), 3, solver));
        Matrix<double> gram = v.TransposeThisAndMultiply(v);
        Assert.AreEqual(0, (gram - Matrix<double>.Build.DenseIdentity(3)).L2Norm(), 1e-12);
        Assert.AreEqual(0, v.ColumnSums().AbsoluteMaximum(), 1e-12);
    }

    [TestMethod]
    [DataRow(LleEigenSolver.Direct)]
    public void Residuals_on_the_pseudo_inverse_are_small_beside_the_gap(LleEigenSolver solver)
    {
        const int Size = 300;
        FactoredAlignment roll = AlignmentProblems.SwissRoll(Size, 12, 2);
        Matrix<double> found = DenseReference.Columns(DenseReference.Solve(roll, 2, solver));
        var svd = DenseReference.ToDense(roll.Residual).Svd(true);
        Matrix<double> v = svd.VT.SubMatrix(0, Size - 1, 0, Size).Transpose();
        Vector<double> inverse = svd.S.SubVector(0, Size - 1).PointwisePower(-2);
        Matrix<double> image = v * Matrix<double>.Build.DiagonalOfDiagonalVector(inverse) * v.TransposeThisAndMultiply(found);
        Matrix<double> residual = image - (found * found.TransposeThisAndMultiply(image));
        Assert.IsInRange(0, 1e-9, residual.L2Norm() / (inverse[Size - 3] - inverse[Size - 4]));
    }

    [TestMethod]
    [DataRow(LleEigenSolver.Direct)]
    [DataRow(LleEigenSolver.Iterative)]
    public void Bits_do_not_depend_on_the_number_of_threads(LleEigenSolver solver)
    {
        FactoredAlignment cube = AlignmentProblems.Cube(1100, 15, 8, 4);
        EigenRequest request = new(3, 1) { Solver = solver };
        EigenSolution one = BottomEigenvectors.Find(cube, request, new FitContext(numberOfThreads: 1));
        foreach (int threads in new[] { 2, 3 })
        {
            EigenSolution several = BottomEigenvectors.Find(cube, request, new FitContext(numberOfThreads: threads));
            Assert.AreEqual(one.Solver, several.Solver);
            CollectionAssert.AreEqual(one.Eigenvalues, several.Eigenvalues);
            CollectionAssert.AreEqual(one.Vectors.Values, several.Vectors.Values);
        }
    }

    [TestMethod]
    public void More_eigenvectors_than_rows_beside_the_constant_are_refused()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(30, 2, 5, 1);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseReference.Solve(cube, 30, LleEigenSolver.Auto));
        StringAssert.Contains(error.Message, "between 1 and 29");
    }

    [TestMethod]
    public void Cancellation_stops_the_solver()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        FitContext context = new(cancellationToken: source.Token);
        FactoredAlignment roll = AlignmentProblems.SwissRoll(500, 10, 4);
        Assert.Throws<OperationCanceledException>(() => BottomEigenvectors.Find(roll, new EigenRequest(2, 1), context));
    }
}
