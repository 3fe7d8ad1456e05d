using LleTransforms.Spectral.Landmarks;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Spectral.Landmarks;

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
        DenseCholesky factor = DenseCholesky.TryFactor(RowMajor(matrix), size, new FitContext())!;
        double[] block = Block(size);
        double[] solved = (double[])block.Clone();

        factor.SolveLower(solved);
        factor.SolveUpper(solved);

        Matrix<double> product = matrix * Columns(solved, size);
        Assert.IsInRange(0, 1e-11 * matrix.FrobeniusNorm(), (product - Columns(block, size)).FrobeniusNorm());
    }

    [TestMethod]
    public void The_transposed_factor_times_a_vector_has_the_matrixs_norm()
    {
        Matrix<double> matrix = PositiveDefinite(150);
        Vector<double> x = Columns(Block(150), 150).Column(0);
        DenseCholesky factor = DenseCholesky.TryFactor(RowMajor(matrix), 150, new FitContext())!;

        double[] image = factor.MultiplyUpper(x.ToArray());

        Assert.AreEqual(x * (matrix * x), image.Sum(value => value * value), 1e-9 * matrix.FrobeniusNorm());
    }

    [TestMethod]
    public void A_matrix_that_is_not_positive_definite_has_no_factor()
    {
        Matrix<double> matrix = PositiveDefinite(200);
        matrix[150, 150] = -1;

        Assert.IsNull(DenseCholesky.TryFactor(RowMajor(matrix), 200, new FitContext()));
    }

    [TestMethod]
    public void Threads_do_not_change_a_bit()
    {
        double[] one = RowMajor(PositiveDefinite(333));
        double[] two = (double[])one.Clone();
        DenseCholesky.TryFactor(one, 333, new FitContext(null, 1));
        DenseCholesky.TryFactor(two, 333, new FitContext(null, 2));

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
