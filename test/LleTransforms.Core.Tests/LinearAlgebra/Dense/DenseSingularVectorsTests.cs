using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

[TestClass]
public class DenseSingularVectorsTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 2)]
    [DataRow(9, 7)]
    [DataRow(40, 40)]
    [DataRow(61, 60)]
    public void Vectors_are_orthonormal_and_belong_to_the_smallest_singular_values(int rows, int columns)
    {
        Matrix<double> matrix = Random(rows, columns);
        AssertDecomposes(matrix, matrix.Svd().S.ToArray(), columns, 1e-13);
    }

    [TestMethod]
    public void Values_spread_over_twelve_decades_are_told_apart()
    {
        double[] values = [.. Enumerable.Range(0, 25).Select(i => Math.Pow(10, -i / 2.0))];
        Matrix<double> left = Random(30, 25).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        Matrix<double> right = Random(25, 25).QR().Q;
        Matrix<double> matrix = left * Matrix<double>.Build.DenseOfDiagonalArray(values) * right.Transpose();
        AssertDecomposes(matrix, values, 5, 1e-14);
    }

    [TestMethod]
    public void Null_vectors_are_found_wherever_they_stand()
    {
        Matrix<double> matrix = Random(20, 6) * Random(6, 20);
        double[] values = [.. matrix.Svd().S.Take(6), .. new double[14]];
        AssertDecomposes(matrix, values, 20, 1e-12);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(7)]
    public void A_zero_on_the_diagonal_of_a_bidiagonal_matrix_is_dealt_with(int zero)
    {
        Matrix<double> matrix = Matrix<double>.Build.Dense(8, 8, (i, j) => j == i ? (i == zero ? 0 : 2 + i) : j == i + 1 ? 1 : 0);
        AssertDecomposes(matrix, matrix.Svd().S.ToArray(), 8, 1e-13);
    }

    [TestMethod]
    public void Ties_are_in_the_order_of_their_positions()
    {
        DenseMatrix found = DenseSingularVectors.Smallest(Matrices.Of(Matrix<double>.Build.DenseIdentity(6, 5)), 5, new FitContext());

        for (int i = 0; i < 5; i++)
        {
            double[] unit = [.. Enumerable.Range(0, 5).Select(j => i == j ? 1.0 : 0)];
            CollectionAssert.AreEqual(unit, Array.ConvertAll(found.Row(i).ToArray(), Math.Abs));
        }
    }

    [TestMethod]
    public void Is_given_up_when_cancelled() => Assert.Throws<OperationCanceledException>(() =>
        DenseSingularVectors.Smallest(new DenseMatrix(4, 3), 1, new FitContext(cancellationToken: new CancellationToken(canceled: true))));

    [TestMethod]
    public void A_matrix_of_zeros_has_any_orthonormal_vectors() => AssertDecomposes(Matrix<double>.Build.Dense(6, 5), new double[5], 5, 0);

    [TestMethod]
    [DataRow(1e150)]
    [DataRow(1e-150)]
    public void The_scale_does_not_matter(double scale)
    {
        Matrix<double> matrix = Random(12, 9);
        DenseMatrix found = DenseSingularVectors.Smallest(Matrices.Of(matrix * scale), 9, new FitContext());
        double[] lengths = [.. found.ToMatrix().EnumerateRows().Select(vector => (matrix * vector).L2Norm())];
        double[] expected = [.. matrix.Svd().S.Reverse()];
        CollectionAssert.AreEqual(expected, lengths, Comparer<double>.Create((a, b) => Math.Abs(a - b) <= 1e-13 ? 0 : a.CompareTo(b)));
    }

    private static Matrix<double> Random(int rows, int columns)
    {
        var random = new MersenneTwister(rows + (100 * columns), threadSafe: false);
        return Matrix<double>.Build.Dense(rows, columns, (_, _) => random.NextDouble() - 0.5);
    }

    private static void AssertDecomposes(Matrix<double> matrix, double[] descendingValues, int count, double tolerance)
    {
        DenseMatrix found = DenseSingularVectors.Smallest(Matrices.Of(matrix), count, new FitContext());
        Matrix<double> vectors = found.ToMatrix().Transpose();
        Matrix<double> products = vectors.TransposeThisAndMultiply(vectors);
        Assert.IsInRange(0, 1e-13, (products - Matrix<double>.Build.DenseIdentity(count)).Enumerate().Max(Math.Abs));
        for (int i = 0; i < count; i++)
        {
            double length = (matrix * vectors.Column(i)).L2Norm();
            Assert.AreEqual(descendingValues[matrix.ColumnCount - 1 - i], length, tolerance + (1e-15 * descendingValues[0]),
                $"value {i} from below");
        }
    }
}
