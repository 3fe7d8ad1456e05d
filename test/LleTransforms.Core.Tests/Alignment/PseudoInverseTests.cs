using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>Pseudo-inverses by factors against those of a full decomposition, and what refinement makes
/// of factors that are not quite right.</summary>
[TestClass]
public sealed class PseudoInverseTests
{
    private const int Size = 110;

    private static readonly FactoredAlignment Cube = AlignmentProblems.Cube(Size, 3, 9, 4);

    [TestMethod]
    [DataRow(0)]
    [DataRow(57)]
    [DataRow(Size - 1)]
    public void A_bordered_factor_gives_the_pseudo_inverse(int borderedRow)
    {
        var context = new FitContext();
        RefinedSolver solver = Bordered(Cube.Residual, Cube.Residual, borderedRow);
        FactoredPseudoInverse inverse = FactoredPseudoInverse.Create(solver, solver, Size, borderedRow, null, context);
        Matrix<double> a = DenseReference.ToDense(Cube.Residual);
        double[] block = RandomBlock();
        Matrix<double> expected = (a.TransposeThisAndMultiply(a)).PseudoInverse() * SparseProblems.ToMatrix(block);
        inverse.Apply(new ColumnBlock(block), context);

        Assert.AreEqual(Size, inverse.Size);
        Assert.AreEqual(0, (expected - SparseProblems.ToMatrix(block)).FrobeniusNorm(), 1e-7 * expected.FrobeniusNorm());

        // The left null vector of A, scaled to 1 at the bordered row.
        Vector<double> left = a.Transpose().Svd().VT.Row(Size - 1);
        left /= left[borderedRow];
        double growth = inverse.LeftNullGrowth(out int largest);
        Assert.AreEqual(left.AbsoluteMaximum(), growth, 1e-6 * growth);
        Assert.AreEqual(left.AbsoluteMaximumIndex(), largest);
    }

    [TestMethod]
    public void A_shifted_factor_gives_the_pseudo_inverse_but_for_the_shift()
    {
        var context = new FitContext();
        SparseMatrix matrix = AlignmentProblems.Assemble(Cube).Matrix;
        const double Shift = 1e-9;
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, context);
        SupernodalFactor<double> factor = SparseCholesky.Compute(symbolic, Shift, context);
        var inverse = new ShiftedPseudoInverse(new RefinedSolver(new FactoredMatrix(matrix, matrix, -1, Shift), factor), Size);
        double[] block = RandomBlock();
        Matrix<double> m = DenseReference.ToDense(matrix) + (Shift * Matrix<double>.Build.DenseIdentity(Size));
        Matrix<double> centering = Matrix<double>.Build.DenseIdentity(Size) - (1.0 / Size);
        Matrix<double> expected = centering * m.Solve(centering * SparseProblems.ToMatrix(block));
        inverse.Apply(new ColumnBlock(block), context);

        Assert.AreEqual(Size, inverse.Size);
        Assert.AreEqual(0, (expected - SparseProblems.ToMatrix(block)).FrobeniusNorm(), 1e-8 * expected.FrobeniusNorm());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Refinement_repairs_factors_of_a_matrix_nearby(bool transposed)
    {
        // The factors are those of a matrix whose entries are off by a ten-thousandth.
        SparseMatrix given = Lifted();
        SparseMatrix nearby =
            new(Size, Size, given.RowStarts, given.Columns, [.. given.Values.Select((value, i) => value * (1 + (1e-4 * Math.Sin(i))))]);
        RefinedSolver solver = Bordered(given, nearby, 3);
        Matrix<double> a = DenseReference.ToDense(given);
        a[3, 3] += 1;
        a = transposed ? a.Transpose() : a;
        double norm = Math.Sqrt(a.L1Norm() * a.InfinityNorm());
        for (int solve = 0; solve < 12; solve++)
        {
            double[] block = RandomBlock(solve);
            Matrix<double> right = SparseProblems.ToMatrix(block);
            solver.Solve(new ColumnBlock(block), transposed, new FitContext());
            Matrix<double> found = SparseProblems.ToMatrix(block);
            Matrix<double> residual = (a * found) - right;
            for (int c = 0; c < 4; c++)
            {
                double scale = (norm * found.Column(c).L2Norm()) + right.Column(c).L2Norm();
                Assert.IsInRange(0, 1e-15 * scale, residual.Column(c).L2Norm(), $"solve {solve}");
            }
        }
    }

    [TestMethod]
    public void Good_factors_are_looked_at_now_and_then_and_a_bad_one_is_found_out()
    {
        // The third solve trusts the factors; the eighth looks again, and by then the factors are spoiled.
        SparseMatrix given = Lifted();
        SymbolicFactor symbolic = SymbolicFactor.Analyze(given, new FitContext());
        SupernodalFactor<double> factor = SparseLu<double>.Compute(symbolic, 3, new FitContext());
        var solver = new RefinedSolver(new FactoredMatrix(given, symbolic.Transpose, 3, 0), factor);
        for (int solve = 0; solve < 6; solve++)
        {
            solver.Solve(new ColumnBlock(RandomBlock(solve)), false, new FitContext());
        }

        factor.PivotBlock(0).Fill(double.NaN);
        solver.Solve(new ColumnBlock(RandomBlock(6)), false, new FitContext());
        var error = Assert.ThrowsExactly<SolverException>(() => solver.Solve(new ColumnBlock(RandomBlock(7)), false, new FitContext()));
        StringAssert.Contains(error.Message, "NaN");
    }

    [TestMethod]
    public void Factors_of_another_matrix_are_refused()
    {
        SparseMatrix given = Lifted();
        SparseMatrix other = new(Size, Size, given.RowStarts, given.Columns, [.. given.Values.Select((value, i) => -3 * value)]);
        RefinedSolver solver = Bordered(given, other, 3);
        var error = Assert.ThrowsExactly<SolverException>(() => solver.Solve(new ColumnBlock(RandomBlock()), false, new FitContext()));
        StringAssert.Contains(error.Message, "backward error");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    public void One_column_that_is_no_number_is_enough_to_refuse_the_block(int column)
    {
        double[] block = RandomBlock();
        block[40 + column] = double.NaN;
        RefinedSolver solver = Bordered(Lifted(), Lifted(), 3);
        var error = Assert.ThrowsExactly<SolverException>(() => solver.Solve(new ColumnBlock(block), false, new FitContext()));
        StringAssert.Contains(error.Message, "backward error of NaN");
    }

    [TestMethod]
    public void A_right_side_of_zeros_is_solved_by_zeros()
    {
        double[] block = new double[Size * 4];
        Bordered(Lifted(), Lifted(), 3).Solve(new ColumnBlock(block), false, new FitContext());
        Assert.IsTrue(Array.TrueForAll(block, value => value == 0));
    }

    [TestMethod]
    public void What_is_known_is_left_out()
    {
        var context = new FitContext();
        (_, Matrix<double> bottom) = DenseReference.Bottom(Cube, 3);
        double[] known = new double[Size * 4];
        for (int i = 0; i < Size * 3; i++)
        {
            known[(i / 3 * 4) + (i % 3)] = bottom[i / 3, i % 3];
        }

        RefinedSolver solver = Bordered(Cube.Residual, Cube.Residual, 2);
        FactoredPseudoInverse whole = FactoredPseudoInverse.Create(solver, solver, Size, 2, null, context);
        var deflated = new DeflatedPseudoInverse(whole, new ColumnBlocks([new ColumnBlock(known)]));
        Matrix<double> a = DenseReference.ToDense(Cube.Residual);
        double[] block = RandomBlock();
        Matrix<double> projection = Matrix<double>.Build.DenseIdentity(Size) - (bottom * bottom.Transpose());
        Matrix<double> expected =
            projection * (a.TransposeThisAndMultiply(a).PseudoInverse() * (projection * SparseProblems.ToMatrix(block)));
        deflated.Apply(new ColumnBlock(block), context);

        Assert.AreEqual(Size, deflated.Size);
        Assert.AreEqual(0, (expected - SparseProblems.ToMatrix(block)).FrobeniusNorm(), 1e-7 * expected.FrobeniusNorm());
        Assert.AreEqual(
            0, (bottom.TransposeThisAndMultiply(SparseProblems.ToMatrix(block))).FrobeniusNorm(), 1e-11 * expected.FrobeniusNorm());
    }

    /// <summary>The cube's matrix with twice its diagonal of ones: far from singular.</summary>
    private static SparseMatrix Lifted() =>
        SparseProblems.FromDense(DenseReference.ToDense(Cube.Residual) + Matrix<double>.Build.DenseIdentity(Size));

    /// <summary>Solves with one matrix by the factors of another of the same pattern.</summary>
    private static RefinedSolver Bordered(SparseMatrix matrix, SparseMatrix factored, int borderedRow)
    {
        var context = new FitContext();
        SymbolicFactor symbolic = SymbolicFactor.Analyze(factored, context);
        SupernodalFactor<double> factor = SparseLu<double>.Compute(symbolic, borderedRow, context);
        return new RefinedSolver(new FactoredMatrix(matrix, matrix.Transpose(), borderedRow, 0), factor);
    }

    private static double[] RandomBlock(int seed = 3) => SparseProblems.RandomNumbers(Size * ColumnBlock.Width, seed);
}
