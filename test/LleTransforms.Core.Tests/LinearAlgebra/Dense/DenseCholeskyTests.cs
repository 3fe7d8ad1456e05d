using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

[TestClass]
public sealed class DenseCholeskyTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(63)]
    [DataRow(64)]
    [DataRow(191)]
    [DataRow(403)]
    public void Solves_undo_the_matrix(int size)
    {
        Matrix<double> matrix = PositiveDefinite(size);
        DenseCholesky factor = DenseCholesky.TryFactor(Matrices.Of(matrix), new FitContext())!;
        double[] block = Block(size);
        double[] solved = (double[])block.Clone();

        factor.SolveLower(new ColumnBlock(solved));
        factor.SolveUpper(new ColumnBlock(solved));

        Matrix<double> product = matrix * Columns(solved, size);
        Assert.IsInRange(0, 1e-11 * matrix.FrobeniusNorm(), (product - Columns(block, size)).FrobeniusNorm());
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(65)]
    [DataRow(66)]
    [DataRow(131)]
    [DataRow(327)]
    public void Is_the_factor_and_leaves_the_upper_triangle_alone(int size)
    {
        Matrix<double> matrix = PositiveDefinite(size);
        double[] values = RowMajor(matrix);
        for (int i = 0; i < size; i++)
        {
            values.AsSpan((i * size) + i + 1, size - i - 1).Fill(double.NaN);
        }

        DenseCholesky factor = DenseCholesky.TryFactor(new DenseMatrix(size, size, values), new FitContext())!;
        Matrix<double> expected = matrix.Cholesky().Factor;
        double[] vector = Block(size)[..size];
        double[] image = factor.MultiplyUpper(vector);
        double[] expectedImage = [.. expected.TransposeThisAndMultiply(Vector<double>.Build.Dense(vector))];

        Assert.AreEqual(size, factor.Size);
        for (int i = 0; i < size; i++)
        {
            Assert.AreEqual(expectedImage[i], image[i], 1e-11 * size, $"F^T x, {i}");
            for (int j = 0; j < size; j++)
            {
                Assert.AreEqual(j > i ? double.NaN : expected[i, j], values[(i * size) + j], 1e-12 * size, $"{i}, {j}");
            }
        }
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(0, double.NaN)]
    [DataRow(1, 0)]
    [DataRow(70, -1)]
    [DataRow(70, double.NaN)]
    public void A_pivot_that_is_not_positive_gives_no_factor(int at, double pivot)
    {
        Matrix<double> matrix = Matrix<double>.Build.DenseIdentity(80);
        matrix[at, at] = pivot;

        Assert.IsNull(DenseCholesky.TryFactor(Matrices.Of(matrix), new FitContext()));
    }

    [TestMethod]
    public void The_transposed_factor_times_a_vector_has_the_matrixs_norm()
    {
        Matrix<double> matrix = PositiveDefinite(150);
        Vector<double> x = Columns(Block(150), 150).Column(0);
        DenseCholesky factor = DenseCholesky.TryFactor(Matrices.Of(matrix), new FitContext())!;

        double[] image = factor.MultiplyUpper(x.ToArray());

        Assert.AreEqual(x * (matrix * x), image.Sum(value => value * value), 1e-9 * matrix.FrobeniusNorm());
    }

    [TestMethod]
    public void A_matrix_that_is_not_positive_definite_has_no_factor()
    {
        Matrix<double> matrix = PositiveDefinite(200);
        matrix[150, 150] = -1;

        Assert.IsNull(DenseCholesky.TryFactor(Matrices.Of(matrix), new FitContext()));
    }

    [TestMethod]
    public void Threads_do_not_change_a_bit()
    {
        double[] one = RowMajor(PositiveDefinite(333));
        double[] two = (double[])one.Clone();
        DenseCholesky.TryFactor(new DenseMatrix(333, 333, one), new FitContext(null, 1));
        DenseCholesky.TryFactor(new DenseMatrix(333, 333, two), new FitContext(null, 2));

        CollectionAssert.AreEqual(one, two);
    }

    private static Matrix<double> PositiveDefinite(int size)
    {
        Matrix<double> random = Matrix<double>.Build.Random(size, size, 1);
        return (random * random.Transpose()) + (Matrix<double>.Build.DenseIdentity(size) * size);
    }

    private static double[] RowMajor(Matrix<double> matrix) => matrix.ToRowMajorArray();

    private static double[] Block(int size)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, 4 * size).Select(_ => random.NextDouble() - 0.5)];
    }

    private static Matrix<double> Columns(double[] block, int size) => Matrix<double>.Build.Dense(size, 4, (i, c) => block[(4 * i) + c]);
}
