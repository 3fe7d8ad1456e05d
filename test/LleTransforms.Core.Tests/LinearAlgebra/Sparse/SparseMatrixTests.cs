using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Sparse;

[TestClass]
public class SparseMatrixTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(7, 12)]
    [DataRow(30, 11)]
    public void Transposing_is_that_of_the_dense_matrix(int rows, int columns)
    {
        Matrix<double> dense = Random(rows, columns);
        SparseMatrix transpose = SparseProblems.FromDense(dense).Transpose();
        SparseMatrix expected = SparseProblems.FromDense(dense.Transpose());
        Assert.AreEqual(columns, transpose.NumberOfRows);
        Assert.AreEqual(rows, transpose.NumberOfColumns);
        CollectionAssert.AreEqual(expected.RowStarts, transpose.RowStarts);
        CollectionAssert.AreEqual(expected.Columns, transpose.Columns);
        CollectionAssert.AreEqual(expected.Values, transpose.Values);
    }

    [TestMethod]
    public void The_norm_is_the_largest_sum_of_a_row()
    {
        Matrix<double> dense = Random(9, 8);
        dense.SetRow(4, [-9, 8, 0, -3, 0, 0, 1, -2]);
        Assert.AreEqual(23.0, SparseProblems.FromDense(dense).InfinityNorm());
        Assert.AreEqual(0.0, SparseProblems.FromDense(0 * dense).InfinityNorm());
    }

    [TestMethod]
    [DataRow(5, 4)]
    [DataRow(40, 12)]
    public void A_product_is_that_of_the_dense_matrix(int rows, int width)
    {
        Matrix<double> dense = Random(rows, rows + 3);
        double[] x = SparseProblems.RandomNumbers((rows + 3) * width, 2);
        double[] y = Enumerable.Repeat(double.NaN, rows * width).ToArray();
        SparseProblems.FromDense(dense).Multiply(new DenseMatrix(rows + 3, width, x), new DenseMatrix(rows, width, y), new FitContext());
        Matrix<double> expected = dense * Matrix<double>.Build.Dense(rows + 3, width, (i, c) => x[(i * width) + c]);
        Matrix<double> found = Matrix<double>.Build.Dense(rows, width, (i, c) => y[(i * width) + c]);
        Assert.IsInRange(0, 1e-13, (expected - found).L2Norm());
    }

    [TestMethod]
    [DataRow(4097)]
    [DataRow(8192)]
    [DataRow(12900)]
    public void All_blocks_of_rows_are_multiplied(int rows)
    {
        SparseMatrix matrix = SparseProblems.ShortPaths(rows);
        double[] x = SparseProblems.RandomNumbers(rows * 4, 2);
        double[] y = Enumerable.Repeat(double.NaN, rows * 4).ToArray();
        matrix.Multiply(new ColumnBlock(x), new ColumnBlock(y), new FitContext());
        for (int i = 0; i < rows; i++)
        {
            for (int c = 0; c < 4; c++)
            {
                double expected = 0;
                for (int p = matrix.RowStarts[i]; p < matrix.RowStarts[i + 1]; p++)
                {
                    expected += matrix.Values[p] * x[(4 * matrix.Columns[p]) + c];
                }

                Assert.AreEqual(expected, y[(4 * i) + c], 1e-13);
            }
        }
    }

    [TestMethod]
    public void A_restriction_is_the_submatrix()
    {
        Matrix<double> dense = Random(20, 20);
        int[] rows = [0, 3, 4, 9, 15, 19];
        SparseMatrix restricted = SparseProblems.FromDense(dense).Restrict(rows);
        SparseMatrix expected = SparseProblems.FromDense(Matrix<double>.Build.Dense(6, 6, (i, j) => dense[rows[i], rows[j]]));
        Assert.AreEqual(6, restricted.NumberOfRows);
        Assert.AreEqual(6, restricted.NumberOfColumns);
        CollectionAssert.AreEqual(expected.RowStarts, restricted.RowStarts);
        CollectionAssert.AreEqual(expected.Columns, restricted.Columns);
        CollectionAssert.AreEqual(expected.Values, restricted.Values);
    }

    [TestMethod]
    public void Entries_that_are_0_can_be_left_out()
    {
        var matrix = new SparseMatrix(3, 4, [0, 3, 4, 6], [0, 1, 3, 2, 0, 1], [5, 0, -0.0, 0, 0, 7]);
        SparseMatrix kept = matrix.WithoutZeros();
        CollectionAssert.AreEqual(new[] { 0, 1, 1, 2 }, kept.RowStarts);
        CollectionAssert.AreEqual(new[] { 0, 1 }, kept.Columns);
        CollectionAssert.AreEqual(new[] { 5.0, 7 }, kept.Values);
        Assert.AreEqual(4, kept.NumberOfColumns);
    }

    /// <summary>About a third of it not 0, with a row and a column of zeros where there is room.</summary>
    private static Matrix<double> Random(int rows, int columns)
    {
        Random random = new(rows);
        return Matrix<double>.Build.Dense(rows, columns, (i, j) =>
            (i == 2 || j == 5 || random.Next(3) > 0) && rows > 1 ? 0 : (2 * random.NextDouble()) - 1);
    }
}
