using LleTransforms.LinearAlgebra.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

[TestClass]
public sealed class SmallCholeskyTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(9)]
    [DataRow(23)]
    public void The_triangles_become_the_factor_and_the_lower_is_not_read(int size)
    {
        Matrix<double> root = Matrix<double>.Build.Random(size, size, size);
        Matrix<double> matrix = (root * root.Transpose()) + Matrix<double>.Build.DenseIdentity(size);
        double[] values = matrix.ToRowMajorArray();
        for (int i = 0; i < size; i++)
        {
            values.AsSpan(i * size, i).Fill(double.NaN);
        }

        Assert.IsTrue(SmallCholesky.TryFactor(values, size));
        Matrix<double> expected = matrix.Cholesky().Factor;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                Assert.AreEqual(expected[Math.Max(i, j), Math.Min(i, j)], values[(i * size) + j], 1e-13 * size, $"{i}, {j}");
            }
        }

        Vector<double> right = Vector<double>.Build.Random(size, 1);
        double[] solution = right.ToArray();
        SmallCholesky.Solve(values, size, solution);

        Assert.IsInRange(0, 1e-11, ((matrix * Vector<double>.Build.Dense(solution)) - right).L2Norm());
    }

    /// <summary>So the bits do not depend on which entries a vector takes at once.</summary>
    [TestMethod]
    [DataRow(7)]
    [DataRow(30)]
    public void Each_entry_sums_its_products_in_four_lanes(int size)
    {
        Matrix<double> root = Matrix<double>.Build.Random(size, size, size);
        double[] factor = ((root * root.Transpose()) + Matrix<double>.Build.DenseIdentity(size)).ToRowMajorArray();
        double[] matrix = [.. factor];
        Assert.IsTrue(SmallCholesky.TryFactor(factor, size));
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double[] lanes = new double[4];
                int m = 0;
                for (; m < j / 4 * 4; m++)
                {
                    lanes[m % 4] += factor[(i * size) + m] * factor[(j * size) + m];
                }

                double sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
                for (; m < j; m++)
                {
                    sum += factor[(i * size) + m] * factor[(j * size) + m];
                }

                double left = matrix[(j * size) + i] - sum;
                Assert.AreEqual(i == j ? Math.Sqrt(left) : left / factor[(j * size) + j], factor[(i * size) + j], $"{i}, {j}");
            }
        }
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
