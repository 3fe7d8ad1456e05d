using LleTransforms.LinearAlgebra.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Eigenvalues of R^T R as squares of R's singular values, and vectors that make R V's columns orthogonal.</summary>
[TestClass]
public sealed class OneSidedJacobiTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 2)]
    [DataRow(3, 3)]
    [DataRow(9, 4)]
    [DataRow(7, 7)]
    [DataRow(20, 12)]
    public void Finds_the_singular_values_and_their_vectors(int rows, int columns)
    {
        var random = new Random(rows);
        AssertSolves(Matrix<double>.Build.Dense(rows, columns, (_, _) => random.NextDouble() - 0.5), 1e-14);
    }

    [TestMethod]
    public void Small_values_are_accurate_relative_to_themselves()
    {
        // Columns of very different length: exactly where the eigenvalues of R^T R itself would drown.
        var random = new Random(4);
        Matrix<double> plain = Matrix<double>.Build.Dense(8, 5, (_, _) => random.NextDouble() - 0.5);
        Matrix<double> graded = Matrix<double>.Build.Dense(8, 5, (i, j) => plain[i, j] * Math.Pow(10, -4 * j));

        var (values, _) = OneSidedJacobi.SmallestFirst(Matrices.Of(graded));

        // The determinant of R^T R is the product of its eigenvalues, and it scales with the columns exactly.
        double determinant = plain.TransposeThisAndMultiply(plain).Determinant();
        double product = 1;
        for (int c = 0; c < 5; c++)
        {
            product *= values[c] * Math.Pow(10, 8 * (4 - c));
        }

        Assert.AreEqual(determinant, product, 1e-12 * determinant);
    }

    [TestMethod]
    public void Equal_and_dependent_and_empty_columns_are_told_apart()
    {
        AssertSolves(
            Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 1, 0, 2 }, { 2, 2, 0, 1 }, { 3, 3, 0, -1 }, { 0, 0, 0, 1 } }), 1e-14);
    }

    [TestMethod]
    public void Orthogonal_columns_are_only_sorted_ties_by_position()
    {
        var (values, rotation) = OneSidedJacobi.SmallestFirst(Matrices.Of(new double[,] { { 0, 2, 0 }, { 3, 0, 0 }, { 0, 0, 2 } }));

        CollectionAssert.AreEqual(new double[] { 4, 4, 9 }, values);
        Assert.AreEqual(Matrix<double>.Build.DenseOfArray(new double[,] { { 0, 0, 1 }, { 1, 0, 0 }, { 0, 1, 0 } }), rotation.ToMatrix());
    }

    [TestMethod]
    public void Entries_that_are_not_finite_are_no_reason_to_go_on_for_ever()
    {
        var (values, _) = OneSidedJacobi.SmallestFirst(Matrices.Of(new[,] { { 1, 2 }, { double.NaN, 1 } }));
        Assert.IsTrue(values.All(double.IsNaN));
    }

    private static void AssertSolves(Matrix<double> matrix, double tolerance)
    {
        int d = matrix.ColumnCount;
        double largest = matrix.L2Norm();
        var (values, turning) = OneSidedJacobi.SmallestFirst(Matrices.Of(matrix));
        Matrix<double> rotation = turning.ToMatrix();
        double[] expected = [.. matrix.Svd(false).S.Reverse().Select(value => value * value)];
        Matrix<double> images = matrix * rotation;
        Matrix<double> products = images.TransposeThisAndMultiply(images);
        for (int i = 0; i < d; i++)
        {
            Assert.AreEqual(expected[i], values[i], tolerance * largest * largest, $"value {i}");
            for (int j = 0; j < d; j++)
            {
                Assert.AreEqual(i == j ? values[i] : 0, products[i, j], tolerance * largest * largest, $"images {i} and {j}");
            }
        }

        Assert.IsInRange(
            0, 1e-14 * d, (rotation.TransposeThisAndMultiply(rotation) - Matrix<double>.Build.DenseIdentity(d)).FrobeniusNorm());
    }
}
