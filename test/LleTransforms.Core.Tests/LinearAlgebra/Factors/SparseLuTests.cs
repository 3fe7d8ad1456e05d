using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

[TestClass]
public class SparseLuTests
{
    [TestMethod]
    [DataRow(220, false)]
    [DataRow(220, true)]
    [DataRow(60, true)]
    public void Solves_agree_with_a_dense_solve(int size, bool transposed)
    {
        FactoredAlignment cube = AlignmentProblems.Cube(size, 8, 12, 9);
        AssertSolves(cube.Residual, cube.SinkRow, 0, transposed);
    }

    [TestMethod]
    [DataRow("cliques", 29)]
    [DataRow("grid", 0)]
    [DataRow("tree", 89)]
    [DataRow("random", -1)]
    [DataRow("pieces", 100)]
    public void A_border_and_a_shift_are_added(string shape, int borderedRow) => AssertSolves(SparseProblems.Matrix(shape), borderedRow, 0.75, transposed: false);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Rows_are_interchanged_where_the_diagonal_is_small(bool transposed)
    {
        // Pieces that are full, so that every row of one may be its pivot.
        Random random = new(2);
        Matrix<double> dense = Matrix<double>.Build.Dense(90, 90, (i, j) => i / 30 == j / 30 && i != j ? (2 * random.NextDouble()) - 1 : 0);
        AssertSolves(SparseProblems.FromDense(dense), -1, 1e-9, transposed);
    }

    [TestMethod]
    public void Every_pivot_that_vanishes_is_replaced_and_counted()
    {
        // Forty pieces of two rows; of each fourth the second row is the first one's multiple.
        Matrix<double> dense = Matrix<double>.Build.Dense(80, 80);
        for (int i = 0; i < 80; i += 2)
        {
            (dense[i, i], dense[i, i + 1], dense[i + 1, i]) = (2, 1, 4);
            dense[i + 1, i + 1] = i % 8 == 0 ? 2 : 3;
        }

        SparseMatrix matrix = SparseProblems.FromDense(dense);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        using SupernodalFactor factor = SparseLu.Compute(symbolic.Structure, symbolic.Schedule, matrix, symbolic.Transpose, -1, 0, new FitContext(), out int replaced);
        Assert.AreEqual(10, replaced);

        // The pieces that are not singular are solved as if the others were not there.
        double[] block = SparseProblems.RandomNumbers(4 * 80, 3);
        Matrix<double> right = SparseProblems.ToMatrix(block);
        factor.Solve(block, transposed: false, new FitContext());
        Matrix<double> image = dense * SparseProblems.ToMatrix(block);
        for (int i = 0; i < 80; i++)
        {
            if (i % 8 > 1)
            {
                Assert.IsInRange(0, 1e-13, (image.Row(i) - right.Row(i)).L2Norm());
            }
        }
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(300, 6, 9, 3);
        double[] one = SparseProblems.RandomNumbers(1200, 2);
        double[] three = [.. one];
        using SupernodalFactor first = Factor(cube.Residual, cube.SinkRow, 0, new FitContext(null, 1), out _);
        using SupernodalFactor second = Factor(cube.Residual, cube.SinkRow, 0, new FitContext(null, 3), out _);
        first.Solve(one, transposed: false, new FitContext(null, 1));
        second.Solve(three, transposed: false, new FitContext(null, 3));
        CollectionAssert.AreEqual(one, three);
    }

    private static SupernodalFactor Factor(SparseMatrix matrix, int borderedRow, double shift, FitContext context, out int replaced)
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, context);
        return SparseLu.Compute(symbolic.Structure, symbolic.Schedule, matrix, symbolic.Transpose, borderedRow, shift, context, out replaced);
    }

    private static void AssertSolves(SparseMatrix matrix, int borderedRow, double shift, bool transposed)
    {
        int n = matrix.RowCount;
        using SupernodalFactor factor = Factor(matrix, borderedRow, shift, new FitContext(), out int replaced);
        double[] block = SparseProblems.RandomNumbers(4 * n, 3);
        Matrix<double> right = SparseProblems.ToMatrix(block);
        factor.Solve(block, transposed, new FitContext());

        Matrix<double> dense = DenseReference.ToDense(matrix) + (shift * Matrix<double>.Build.DenseIdentity(n));
        if (borderedRow >= 0)
        {
            dense[borderedRow, borderedRow] += 1;
        }

        Matrix<double> found = SparseProblems.ToMatrix(block);
        Matrix<double> image = transposed ? dense.TransposeThisAndMultiply(found) : dense * found;
        Assert.AreEqual(0, replaced);
        Assert.IsInRange(0, 1e-14 * dense.FrobeniusNorm() * found.FrobeniusNorm(), (image - right).FrobeniusNorm());
    }
}
