using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Inner solves against those of full matrices, and what happens where they fail.</summary>
[TestClass]
public sealed class GmresTests
{
    private const double Tolerance = 1e-11;

    public static IEnumerable<object[]> Shapes => SparseProblems.Names.SelectMany(shape => new[] { false, true }, (shape, transposed) =>
        new object[] { shape, transposed });

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Matrices_of_every_shape_are_solved_as_full_ones_are(string shape, bool transposed)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape);
        AssertSolves(matrix, InnerSystems.Of(matrix, 0.05, matrix.NumberOfRows / 2), transposed);
    }

    [TestMethod]
    [DataRow(3, 1e-2, false)]
    [DataRow(3, 1e-2, true)]
    [DataRow(8, 1e-2, false)]
    [DataRow(8, 1e-2, true)]
    [DataRow(8, 1e-4, true)]
    public void Matrices_of_weights_are_solved_as_full_ones_are(int dimension, double dropTolerance, bool transposed)
    {
        SparseMatrix matrix = AlignmentProblems.Cube(300, dimension, 10, 4).Residual;
        AssertSolves(matrix, InnerSystems.Of(matrix, dropTolerance, 17), transposed);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_right_side_along_which_the_matrix_is_all_but_singular_is_solved(bool transposed)
    {
        SparseMatrix matrix = AlignmentProblems.SwissRoll(300, 10, 3).Residual;
        BorderedSystem system = InnerSystems.Of(matrix, 1e-3, 17);
        Matrix<double> dense = InnerSystems.Dense(matrix, system, transposed);
        var svd = dense.Svd(true);
        var solver = new Gmres(system);
        for (int i = 0; i < system.Size; i++)
        {
            solver.Pair[2 * i] = svd.U[i, system.Size - 1];
            solver.Pair[(2 * i) + 1] = svd.U[i, system.Size - 2];
        }

        solver.Solve(transposed, Tolerance, new FitContext());
        Matrix<double> found = InnerSystems.ToMatrix(solver.Pair);
        for (int c = 0; c < 2; c++)
        {
            Vector<double> expected = svd.VT.Row(system.Size - 1 - c) / svd.S[system.Size - 1 - c];
            Assert.AreEqual(0, (expected - found.Column(c)).L2Norm(), 1e-7 * expected.L2Norm());
        }
    }

    [TestMethod]
    public void A_full_basis_is_followed_by_another()
    {
        // A diagonal is all that is left of the factors of a line.
        SparseMatrix matrix = AlignmentProblems.FromSortedRows([.. Enumerable.Range(0, 400).Select(i =>
            i == 0 ? new SortedDictionary<int, double> { [0] = 2.03, [1] = -1 }
            : i == 399 ? new SortedDictionary<int, double> { [398] = -1, [399] = 2.03 }
            : new SortedDictionary<int, double> { [i - 1] = -1, [i] = 2.03, [i + 1] = -1 })]);
        BorderedSystem system = InnerSystems.Of(matrix, 1e9, 3);
        int iterations = AssertSolves(matrix, system, transposed: false);
        Assert.IsGreaterThan(Gmres.LargestBasis, iterations);
    }

    [TestMethod]
    public void A_column_does_not_depend_on_the_one_beside_it()
    {
        SparseMatrix matrix = AlignmentProblems.Cube(300, 8, 10, 4).Residual;
        BorderedSystem system = InnerSystems.Of(matrix, 1e-2, 17);
        double[] hard = SparseProblems.RandomNumbers(300, 1), other = SparseProblems.RandomNumbers(300, 2);
        double[] alone = Solve(hard, new double[300]);
        CollectionAssert.AreEqual(alone, Solve(hard, other));
        double[] easy = new double[600];
        double[] image = new double[600];
        easy[34] = 1;
        system.Multiply(easy, image, transposed: false);
        CollectionAssert.AreEqual(alone, Solve(hard, [.. Enumerable.Range(0, 300).Select(i => image[2 * i])]));

        double[] Solve(double[] first, double[] second)
        {
            var solver = new Gmres(system);
            for (int i = 0; i < 300; i++)
            {
                (solver.Pair[2 * i], solver.Pair[(2 * i) + 1]) = (first[i], second[i]);
            }

            solver.Solve(transposed: false, 1e-8, new FitContext());
            return [.. Enumerable.Range(0, 300).Select(i => solver.Pair[2 * i])];
        }
    }

    [TestMethod]
    public void A_row_takes_its_numbers_of_full_bases_and_of_four_pairs_of_work()
    {
        Assert.AreEqual(7 * 2 * 4, PairBasis.BytesOfRow(7));
        Assert.AreEqual((101 * 2 * 4) + (4 * 2 * 8), Gmres.BytesOfRow);
    }

    [TestMethod]
    public void A_solver_may_be_used_again_and_zeros_are_solved_by_zeros()
    {
        SparseMatrix matrix = SparseProblems.Matrix("grid");
        var solver = new Gmres(InnerSystems.Of(matrix, 0.05));
        double[] right = SparseProblems.RandomNumbers(solver.Pair.Length, 3);
        right.CopyTo(solver.Pair, 0);
        Assert.IsGreaterThan(0, solver.Solve(transposed: true, Tolerance, new FitContext()));
        double[] first = [.. solver.Pair];
        Array.Clear(solver.Pair);
        Assert.AreEqual(0, solver.Solve(transposed: false, Tolerance, new FitContext()));
        Assert.IsTrue(Array.TrueForAll(solver.Pair, value => value == 0));
        right.CopyTo(solver.Pair, 0);
        solver.Solve(transposed: true, Tolerance, new FitContext());
        CollectionAssert.AreEqual(first, solver.Pair);
    }

    [TestMethod]
    public void A_full_basis_that_gains_nothing_is_a_failure_with_figures()
    {
        // Each row hands on to the next: a unit vector comes no nearer before it has been everywhere.
        const int Size = 200;
        SparseMatrix shift = new(Size, Size, [.. Enumerable.Range(0, Size + 1)], [.. Enumerable.Range(1, Size - 1), 0], Ones(Size));
        SparseMatrix identity = new(Size, Size, [.. Enumerable.Range(0, Size + 1)], [.. Enumerable.Range(0, Size)], Ones(Size));
        var solver = new Gmres(InnerSystems.Of(shift, identity, 0.01, 100));
        solver.Pair[2 * 50] = 1;
        var error = Assert.ThrowsExactly<SolverException>(() => solver.Solve(transposed: false, 1e-6, new FitContext()));
        StringAssert.StartsWith(error.Message, $"GMRES stopped after {Gmres.LargestBasis} iterations at a residual of 1");
        StringAssert.EndsWith(error.Message, "where 1e-06 is needed");
    }

    [TestMethod]
    [DataRow(0, double.NaN)]
    [DataRow(1, double.NaN)]
    [DataRow(1, double.PositiveInfinity)]
    public void A_number_that_is_not_finite_is_a_failure(int column, double value)
    {
        var solver = new Gmres(InnerSystems.Of(SparseProblems.Matrix("grid"), 0.05));
        SparseProblems.RandomNumbers(solver.Pair.Length, 3).CopyTo(solver.Pair, 0);
        solver.Pair[20 + column] = value;
        var error = Assert.ThrowsExactly<SolverException>(() => solver.Solve(transposed: false, 1e-6, new FitContext()));
        StringAssert.Contains(error.Message, "a residual of NaN");
    }

    [TestMethod]
    public void Cancellation_stops_within_a_solve()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var solver = new Gmres(InnerSystems.Of(SparseProblems.Matrix("grid"), 0.05));
        solver.Pair[0] = 1;
        Assert.Throws<OperationCanceledException>(() =>
            solver.Solve(transposed: false, 1e-6, new RunContext(cancellationToken: source.Token)));
    }

    private static int AssertSolves(SparseMatrix matrix, BorderedSystem system, bool transposed, double tolerance = Tolerance)
    {
        var solver = new Gmres(system);
        double[] right = SparseProblems.RandomNumbers(solver.Pair.Length, 3);
        right.CopyTo(solver.Pair, 0);
        int iterations = solver.Solve(transposed, tolerance, new FitContext());
        Matrix<double> dense = InnerSystems.Dense(matrix, system, transposed), expected = dense.Solve(InnerSystems.ToMatrix(right));
        Matrix<double> found = InnerSystems.ToMatrix(solver.Pair), residual = (dense * found) - InnerSystems.ToMatrix(right);
        double smallest = dense.Svd(false).S.Minimum();
        for (int c = 0; c < 2; c++)
        {
            double norm = InnerSystems.ToMatrix(right).Column(c).L2Norm();
            Assert.IsInRange(0, 2 * tolerance * norm, residual.Column(c).L2Norm());
            Assert.IsInRange(0, 2.1 * tolerance * norm / smallest, (expected - found).Column(c).L2Norm());
        }

        return iterations;
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}
