using LleTransforms.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Spectral;

[TestClass]
public class SparseCholeskyTests
{
    private const double Shift = 1e-6;

    [TestMethod]
    [DataRow(60, 3, 6)]
    [DataRow(220, 8, 12)]
    [DataRow(900, 10, 14)]
    public void Solves_agree_with_a_dense_product(int size, int dimension, int neighborCount)
    {
        SparseMatrix matrix = Squared(AlignmentProblems.Cube(size, dimension, neighborCount, 9).Residual);
        double[] block = RandomBlock(size);
        Matrix<double> right = ToMatrix(block);
        SupernodalFactor factor = Factor(matrix, new FitContext(), out int replaced);
        factor.Solve(block, transposed: false, new FitContext());

        Matrix<double> dense = DenseReference.ToDense(matrix) + (Shift * Matrix<double>.Build.DenseIdentity(size));
        Matrix<double> found = ToMatrix(block);
        Assert.AreEqual(0, replaced);
        Assert.IsInRange(0, 1e-13 * dense.L2Norm() * found.L2Norm(), ((dense * found) - right).L2Norm());
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        SparseMatrix matrix = Squared(AlignmentProblems.Cube(1500, 10, 14, 3).Residual);
        double[] one = RandomBlock(1500);
        double[] four = [.. one];
        Factor(matrix, new FitContext(null, 1), out _).Solve(one, transposed: false, new FitContext(null, 1));
        Factor(matrix, new FitContext(null, 4), out _).Solve(four, transposed: false, new FitContext(null, 4));
        CollectionAssert.AreEqual(one, four);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(7, 20)]
    [DataRow(64, 64)]
    [DataRow(70, 101)]
    [DataRow(131, 300)]
    public unsafe void A_front_is_eliminated_as_by_hand(int pivots, int rows)
    {
        Matrix<double> root = Matrix<double>.Build.Random(rows, rows, 5);
        Matrix<double> dense = (root * root.Transpose()) + Matrix<double>.Build.DenseIdentity(rows);
        int stride = FrontalCholesky.Stride(rows);
        double[] front = new double[rows * stride];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                front[(i * stride) + j] = dense[i, j];
            }
        }

        fixed (double* f = front, scratch = new double[FrontalCholesky.ScratchLength(rows)])
        {
            Assert.AreEqual(0, FrontalCholesky.Factor(f, pivots, rows, scratch, 1e-12, new FitContext().Parallelism, CancellationToken.None));
        }

        Matrix<double> lower = Matrix<double>.Build.Dense(rows, rows, (i, j) => i == j ? 1 : i > j && j < pivots ? front[(i * stride) + j] : 0);
        Matrix<double> middle = Matrix<double>.Build.Dense(rows, rows, (i, j) =>
            i < pivots || j < pivots ? (i == j ? front[(i * stride) + i] : 0) : front[(Math.Max(i, j) * stride) + Math.Min(i, j)]);
        Assert.IsInRange(0, 1e-13 * dense.L2Norm(), ((lower * middle * lower.Transpose()) - dense).L2Norm());
    }

    private static SupernodalFactor Factor(SparseMatrix matrix, FitContext context, out int replaced)
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, context);
        return SparseCholesky.Compute(symbolic.Structure, symbolic.Schedule, matrix, Shift, context, out replaced);
    }

    private static double[] RandomBlock(int size)
    {
        double[] block = new double[size * 4];
        ColumnBlock.FillRandom(block, new Random(3));
        return block;
    }

    private static Matrix<double> ToMatrix(double[] block) => Matrix<double>.Build.Dense(block.Length / 4, 4, (i, c) => block[(4 * i) + c]);

    /// <summary>A^T A, as the other methods assemble it.</summary>
    private static SparseMatrix Squared(SparseMatrix residual)
    {
        SortedDictionary<int, double>[] rows = [.. Enumerable.Range(0, residual.ColumnCount).Select(_ => new SortedDictionary<int, double>())];
        for (int i = 0; i < residual.RowCount; i++)
        {
            for (int p = residual.RowStarts[i]; p < residual.RowStarts[i + 1]; p++)
            {
                for (int q = residual.RowStarts[i]; q < residual.RowStarts[i + 1]; q++)
                {
                    SortedDictionary<int, double> row = rows[residual.Columns[p]];
                    row[residual.Columns[q]] = row.GetValueOrDefault(residual.Columns[q]) + (residual.Values[p] * residual.Values[q]);
                }
            }
        }

        return AlignmentProblems.FromSortedRows(rows);
    }
}
