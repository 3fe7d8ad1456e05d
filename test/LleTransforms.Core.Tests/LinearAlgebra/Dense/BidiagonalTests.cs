using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>B = U D V^T: singular values against a library's, and the kept rotations as the V that makes
/// B V's columns orthogonal and as long as D says.</summary>
[TestClass]
public sealed class BidiagonalTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(17)]
    [DataRow(40)]
    public void Random_matrices_become_diagonal(int size) => AssertDiagonalizes(Random(size), [.. Random(size + 1).Skip(1)], 1e-14);

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(5)]
    public void A_zero_on_the_diagonal_is_chased_out(int zero)
    {
        double[] diagonal = Random(6);
        diagonal[zero] = 0;
        AssertDiagonalizes(diagonal, [.. Random(7).Skip(1)], 1e-14);
    }

    [TestMethod]
    public void Several_zeros_are_chased_out_and_values_of_zero_found()
    {
        double[] diagonal = Random(9);
        (diagonal[2], diagonal[3], diagonal[8]) = (0, 0, 0);
        AssertDiagonalizes(diagonal, [.. Random(10).Skip(1)], 1e-14);
        AssertDiagonalizes(new double[5], [1, 2, 3, 4, 0], 1e-14);
        AssertDiagonalizes(new double[4], new double[4], 0);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void What_is_rounding_beside_the_largest_row_is_zero(int place)
    {
        // The largest row has 2 + 4. Five units of rounding are less than six, and become the value 0 itself.
        double[] diagonal = [1, 2, 3, 2.5];
        diagonal[place] = place == 1 ? 2 : 5 * 1.1102230246251565e-16;
        double[] above = [0.5, 4, 0.25, 0];
        new Bidiagonal(diagonal, above).Diagonalize(new FitContext());

        Assert.AreEqual(place == 1 ? 0 : 1, diagonal.Count(value => value == 0));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    [DataRow(4)]
    public void A_zero_above_the_diagonal_splits_the_matrix(int zero)
    {
        double[] above = [.. Random(7).Skip(1)];
        above[zero] = 0;
        AssertDiagonalizes(Random(6), above, 1e-14);
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(10)]
    public void Graded_entries_keep_the_largest_values_precision(double ratio) => AssertDiagonalizes(
        [.. Enumerable.Range(0, 14).Select(i => Math.Pow(ratio, i))],
        [.. Enumerable.Range(0, 14).Select(i => i < 13 ? Math.Pow(ratio, i + 0.5) : 0)], 1e-14);

    [TestMethod]
    [DataRow(1e150)]
    [DataRow(1e-150)]
    public void Huge_and_tiny_entries_neither_overflow_nor_vanish(double scale)
    {
        double[] diagonal = [.. Random(8).Select(value => scale * value)];
        double[] above = [.. Random(9)[1..8].Select(value => scale * value), 0];
        double[] expected = SingularValues(Random(8), [.. Random(9).Skip(1)]);
        new Bidiagonal(diagonal, above).Diagonalize(new FitContext());

        double[] found = [.. diagonal.Select(value => Math.Abs(value) / scale).OrderDescending()];
        for (int i = 0; i < 8; i++)
        {
            Assert.AreEqual(expected[i], found[i], 1e-14 * expected[0], $"value {i}");
        }
    }

    [TestMethod]
    public void More_rotations_than_a_chunk_holds_are_kept()
    {
        const int Size = 300;
        double[] diagonal = Random(Size), above = [.. Random(Size)[1..], 0];
        double[] found = (double[])diagonal.Clone();
        var bidiagonal = new Bidiagonal(found, (double[])above.Clone());
        bidiagonal.Diagonalize(new FitContext());

        foreach (int index in (int[])[0, 128, 299])
        {
            double[] vector = new double[Size];
            vector[index] = 1;
            bidiagonal.ApplyRightRotations(vector);

            // B^T B v = d^2 v.
            double[] image =
                [.. Enumerable.Range(0, Size).Select(i => (diagonal[i] * vector[i]) + (i < Size - 1 ? above[i] * vector[i + 1] : 0))];
            double[] back =
                [.. Enumerable.Range(0, Size).Select(i => (diagonal[i] * image[i]) + (i > 0 ? above[i - 1] * image[i - 1] : 0))];
            double residual =
                Math.Sqrt(Enumerable.Range(0, Size).Sum(i => Math.Pow(back[i] - (found[index] * found[index] * vector[i]), 2)));
            Assert.IsInRange(0, 1e-13, residual, $"vector {index}");
            Assert.AreEqual(1, vector.Sum(value => value * value), 1e-12);
        }
    }

    [TestMethod]
    [DataRow(40)]
    [DataRow(150)]
    public void Three_sweeps_a_value_are_enough(int size)
    {
        // Sweeps of n, n - 1, ... rotations: three a value are 1.5 n^2 together.
        var bidiagonal = new Bidiagonal(Random(size), [.. Random(size + 1)[1..size], 0]);
        bidiagonal.Diagonalize(new FitContext());

        Assert.IsInRange(size * size / 2L, 3L * size * size / 2, bidiagonal.RotationCount);
    }

    [TestMethod]
    public void Entries_that_are_not_finite_are_refused()
    {
        var bidiagonal = new Bidiagonal([1, double.NaN, 1], [1, 1, 0]);

        Assert.Contains(
            "3 columns did not settle in 181 sweeps",
            Assert.ThrowsExactly<SolverException>(() => bidiagonal.Diagonalize(new FitContext())).Message);
    }

    [TestMethod]
    public void Is_given_up_when_cancelled() => Assert.Throws<OperationCanceledException>(() =>
        new Bidiagonal([1, 2], [1, 0]).Diagonalize(new FitContext(cancellationToken: new CancellationToken(canceled: true))));

    private static void AssertDiagonalizes(double[] diagonal, double[] above, double tolerance)
    {
        int n = diagonal.Length;
        Matrix<double> matrix = Dense(diagonal, above);
        double[] expected = SingularValues(diagonal, above);
        double[] found = (double[])diagonal.Clone();
        var bidiagonal = new Bidiagonal(found, [.. above[..(n - 1)], 0]);
        bidiagonal.Diagonalize(new FitContext());

        Matrix<double> vectors = Matrix<double>.Build.DenseOfColumnArrays(Enumerable.Range(0, n).Select(i =>
        {
            double[] vector = new double[n];
            vector[i] = 1;
            bidiagonal.ApplyRightRotations(vector);
            return vector;
        }));
        Matrix<double> images = matrix * vectors;
        double[] sorted = [.. found.Select(Math.Abs).OrderDescending()];
        for (int i = 0; i < n; i++)
        {
            Assert.AreEqual(expected[i], sorted[i], tolerance * expected[0], $"value {i}");
            Assert.AreEqual(Math.Abs(found[i]), images.Column(i).L2Norm(), tolerance * n * expected[0], $"image {i}");
            for (int j = 0; j < i; j++)
            {
                Assert.AreEqual(0, images.Column(i) * images.Column(j), tolerance * n * expected[0] * expected[0], $"images {i} and {j}");
            }
        }

        Assert.IsInRange(0, 1e-14 * n, (vectors.TransposeThisAndMultiply(vectors) - Matrix<double>.Build.DenseIdentity(n)).FrobeniusNorm());
    }

    private static Matrix<double> Dense(double[] diagonal, double[] above) =>
        Matrix<double>.Build.Dense(diagonal.Length, diagonal.Length, (i, j) => j == i ? diagonal[i] : j == i + 1 ? above[i] : 0);

    private static double[] SingularValues(double[] diagonal, double[] above) => [.. Dense(diagonal, above).Svd(false).S];

    private static double[] Random(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}
