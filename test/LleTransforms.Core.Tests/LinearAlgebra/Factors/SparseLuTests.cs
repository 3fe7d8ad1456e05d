using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Dense;
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
        AssertSolves(cube.Residual, cube.SinkRow, transposed);
    }

    [TestMethod]
    [DataRow("cliques", 29)]
    [DataRow("grid", 0)]
    [DataRow("tree", 89)]
    [DataRow("random", -1)]
    [DataRow("pieces", 100)]
    public void A_border_is_added(string shape, int borderedRow) =>
        AssertSolves(SparseProblems.Matrix(shape), borderedRow, transposed: false);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Rows_are_interchanged_where_the_diagonal_is_small(bool transposed)
    {
        // Pieces that are full, so that every row of one may be its pivot.
        Random random = new(2);
        Matrix<double> dense = Matrix<double>.Build.Dense(
            90, 90, (i, j) => i == j ? 1e-9 : i / 30 == j / 30 ? (2 * random.NextDouble()) - 1 : 0);
        AssertSolves(SparseProblems.FromDense(dense), -1, transposed);
    }

    [TestMethod]
    public void Every_pivot_that_vanishes_is_replaced()
    {
        // Forty pieces of two rows; of each fourth the second row is the first one's multiple.
        Matrix<double> dense = Matrix<double>.Build.Dense(80, 80);
        for (int i = 0; i < 80; i += 2)
        {
            (dense[i, i], dense[i, i + 1], dense[i + 1, i]) = (2, 1, 4);
            dense[i + 1, i + 1] = i % 8 == 0 ? 2 : 3;
        }

        SparseMatrix matrix = SparseProblems.FromDense(dense);
        using SupernodalFactor<double> factor = Factor(matrix, -1, new FitContext());

        // The pieces that are not singular are solved as if the others were not there.
        // Of the others one entry is off by what stands for the pivot.
        double[] block = SparseProblems.RandomNumbers(4 * 80, 3);
        Matrix<double> right = SparseProblems.ToMatrix(block);
        factor.Solve(new ColumnBlock(block), transposed: false, new FitContext());
        Matrix<double> found = SparseProblems.ToMatrix(block);
        Matrix<double> image = dense * found;
        for (int i = 0; i < 80; i++)
        {
            if (i % 8 > 1)
            {
                Assert.IsInRange(0, 1e-13, (image.Row(i) - right.Row(i)).L2Norm());
            }
            else if (i % 8 == 0)
            {
                double solution = Math.Max(found.Row(i).L2Norm(), found.Row(i + 1).L2Norm());
                double residual = (image.SubMatrix(i, 2, 0, 4) - right.SubMatrix(i, 2, 0, 4)).FrobeniusNorm();
                Assert.IsInRange(0.49, 1.01, residual / (1e-11 * matrix.InfinityNorm() * solution));
            }
        }
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(300, 6, 9, 3);
        double[] one = SparseProblems.RandomNumbers(1200, 2);
        double[] three = [.. one];
        using SupernodalFactor<double> first = Factor(cube.Residual, cube.SinkRow, new FitContext(null, 1));
        using SupernodalFactor<double> second = Factor(cube.Residual, cube.SinkRow, new FitContext(null, 3));
        first.Solve(new ColumnBlock(one), transposed: false, new FitContext(null, 1));
        second.Solve(new ColumnBlock(three), transposed: false, new FitContext(null, 3));
        CollectionAssert.AreEqual(one, three);
    }

    private static SupernodalFactor<double> Factor(SparseMatrix matrix, int borderedRow, FitContext context)
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, context);
        return SparseLu<double>.Compute(symbolic, borderedRow, context);
    }

    private static void AssertSolves(SparseMatrix matrix, int borderedRow, bool transposed)
    {
        int n = matrix.NumberOfRows;
        using SupernodalFactor<double> factor = Factor(matrix, borderedRow, new FitContext());
        double[] block = SparseProblems.RandomNumbers(4 * n, 3);
        Matrix<double> right = SparseProblems.ToMatrix(block);
        factor.Solve(new ColumnBlock(block), transposed, new FitContext());

        Matrix<double> dense = DenseReference.ToDense(matrix);
        if (borderedRow >= 0)
        {
            dense[borderedRow, borderedRow] += 1;
        }

        Matrix<double> found = SparseProblems.ToMatrix(block);
        Matrix<double> image = transposed ? dense.TransposeThisAndMultiply(found) : dense * found;
        Assert.IsInRange(0, 1e-14 * dense.FrobeniusNorm() * found.FrobeniusNorm(), (image - right).FrobeniusNorm());
    }
}
