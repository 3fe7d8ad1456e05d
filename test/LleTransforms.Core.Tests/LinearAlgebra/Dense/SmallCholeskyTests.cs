using LleTransforms.LinearAlgebra.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

[TestClass]
public sealed class SmallCholeskyTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(9)]
    [DataRow(23)]
    public void The_lower_triangle_becomes_the_factor_and_the_upper_is_not_read(int size)
    {
        Matrix<double> root = Matrix<double>.Build.Random(size, size, size);
        Matrix<double> matrix = (root * root.Transpose()) + Matrix<double>.Build.DenseIdentity(size);
        double[] values = matrix.ToRowMajorArray();
        for (int i = 0; i < size; i++)
        {
            values.AsSpan((i * size) + i + 1, size - i - 1).Fill(double.NaN);
        }

        Assert.IsTrue(SmallCholesky.TryFactor(values, size));
        Matrix<double> expected = matrix.Cholesky().Factor;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                Assert.AreEqual(j > i ? double.NaN : expected[i, j], values[(i * size) + j], 1e-13 * size, $"{i}, {j}");
            }
        }

        Vector<double> right = Vector<double>.Build.Random(size, 1);
        double[] solution = right.ToArray();
        SmallCholesky.Solve(values, size, solution);

        Assert.IsInRange(0, 1e-11, ((matrix * Vector<double>.Build.Dense(solution)) - right).L2Norm());
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(2, 0)]
    [DataRow(3, 0)]
    [DataRow(2, -1)]
    [DataRow(2, double.NaN)]
    public void A_pivot_that_is_not_positive_gives_no_factor(int at, double pivot)
    {
        Matrix<double> matrix = Matrix<double>.Build.DenseIdentity(4);
        matrix[at, at] = pivot;
        Assert.IsFalse(SmallCholesky.TryFactor(matrix.ToRowMajorArray(), 4));
    }
}
