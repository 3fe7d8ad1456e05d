using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Eigenpairs against a library's, and against what makes them such: A V = V L and V^T V = I.</summary>
[TestClass]
public sealed class SmallSymmetricEigenTests
{
    [TestMethod]
    public void Finds_all_pairs_of_matrices_of_every_kind()
    {
        var random = new Random(5);

        // One scratch for all, from the largest on: nothing of a matrix before may be left.
        var eigen = new SmallSymmetricEigen(30);
        for (int size = 26; size >= 1; size--)
        {
            for (int kind = 0; kind < 11; kind++)
            {
                AssertDecomposes(eigen, Make(size, kind, random), size, $"size {size}, kind {kind}");
            }
        }
    }

    [TestMethod]
    [DataRow(32)]
    [DataRow(33)]
    [DataRow(75)]
    public void Many_vectors_are_turned_in_strips(int count)
    {
        Matrix<double> matrix = Make(75, 0, new Random(count));

        AssertDecomposes(new SmallSymmetricEigen(75, new FitContext(numberOfThreads: 2)), matrix, count, "random");
    }

    [TestMethod]
    public void Threads_do_not_change_a_bit()
    {
        const int Size = 70;
        Matrix<double> matrix = Make(Size, 0, new Random(9));
        double[][] found = [.. new[] { null, new FitContext(numberOfThreads: 1), new FitContext(numberOfThreads: 3) }.Select(context =>
        {
            var eigen = new SmallSymmetricEigen(Size, context);
            eigen.Decompose(matrix.ToRowMajorArray(), Size);
            eigen.FindLargestVectors(Size);
            return Enumerable.Range(0, Size).SelectMany(v => eigen.LargestVector(v).ToArray()).Concat(eigen.Values.ToArray()).ToArray();
        })];

        CollectionAssert.AreEqual(found[0], found[1]);
        CollectionAssert.AreEqual(found[1], found[2]);
    }

    [TestMethod]
    public void Three_sweeps_a_value_are_enough()
    {
        // Sweeps of n, n - 1, ... rotations: three a value are 1.5 n^2 together.
        const int Size = 60;
        var eigen = new SmallSymmetricEigen(Size);
        eigen.Decompose(Make(Size, 0, new Random(2)).ToRowMajorArray(), Size);

        Assert.IsInRange(Size * Size / 2, 3 * Size * Size / 2, eigen.RotationCount);
    }

    [TestMethod]
    public void Entries_whose_squares_vanish_do_no_harm()
    {
        var eigen = new SmallSymmetricEigen(4);
        AssertDecomposes(
            eigen, Matrix<double>.Build.DenseOfArray(new[,] { { 1, 0.5, 0 }, { 0.5, 0, 1e-200 }, { 0, 1e-200, 0 } }), 3, "beside others");
        AssertDecomposes(eigen, Matrix<double>.Build.DenseOfArray(
            new[,] { { 1, 0.5, 0, 0 }, { 0.5, 0, 1e-200, 0 }, { 0, 1e-200, 0, 1e-200 }, { 0, 0, 1e-200, 0 } }), 4, "two");
        AssertDecomposes(eigen, Matrix<double>.Build.DenseOfArray(new[,] { { 1, 0, 0 }, { 0, 0, 1e-200 }, { 0, 1e-200, 0 } }), 3, "alone");
    }

    [TestMethod]
    public void A_long_run_of_entries_whose_squares_vanish_is_no_reason_to_give_up()
    {
        // As beside the constant columns of images: hundreds of zeros on the diagonal, and beside it what rounding left.
        const int Size = 300;
        Matrix<double> matrix = Matrix<double>.Build.Dense(
            Size, Size, (i, j) => i == 0 && j == 0 ? 1 : Math.Abs(i - j) == 1 ? 1e-200 * (1 + (Math.Min(i, j) % 7)) : 0);

        AssertDecomposes(new SmallSymmetricEigen(Size), matrix, Size, "zeros behind a corner");
    }

    [TestMethod]
    public void Vectors_may_be_asked_for_again_and_fewer()
    {
        Matrix<double> matrix = Make(11, 0, new Random(3));
        var eigen = new SmallSymmetricEigen(11);
        eigen.Decompose(matrix.ToRowMajorArray(), 11);
        eigen.FindLargestVectors(11);
        double[] second = eigen.LargestVector(1).ToArray();
        eigen.FindLargestVectors(2);

        CollectionAssert.AreEqual(second, eigen.LargestVector(1).ToArray());
    }

    [TestMethod]
    public void Rows_behind_the_matrix_are_left_alone()
    {
        double[] matrix = [2, 1, 1, 2, 7, 7];
        var eigen = new SmallSymmetricEigen(4);
        eigen.Decompose(matrix, 2);

        Assert.AreEqual(2, eigen.Values.Length);
        Assert.AreEqual(1, eigen.Values[0], 1e-15);
        Assert.AreEqual(3, eigen.Values[1], 1e-15);
        CollectionAssert.AreEqual(new double[] { 7, 7 }, matrix[4..]);
    }

    [TestMethod]
    public void A_matrix_that_is_not_finite_is_refused()
    {
        double[] matrix = new double[9];
        Array.Fill(matrix, double.NaN);

        string message = Assert.ThrowsExactly<ArithmeticException>(() => new SmallSymmetricEigen(3).Decompose(matrix, 3)).Message;
        Assert.Contains("3 x 3", message);
        Assert.Contains("in 180 sweeps", message);
    }

    [TestMethod]
    public void Is_given_up_before_and_between_its_parts()
    {
        using var source = new CancellationTokenSource();
        var eigen = new SmallSymmetricEigen(40, new FitContext(cancellationToken: source.Token));
        double[] matrix = Make(40, 0, new Random(1)).ToRowMajorArray();
        eigen.Decompose((double[])matrix.Clone(), 40);
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => eigen.FindLargestVectors(1));
        Assert.Throws<OperationCanceledException>(() => eigen.FindLargestVectors(40));
        Assert.Throws<OperationCanceledException>(() => eigen.Decompose(matrix, 40));
    }

    private static void AssertDecomposes(SmallSymmetricEigen eigen, Matrix<double> matrix, int count, string name)
    {
        int size = matrix.RowCount;
        double scale = 1e-300 + matrix.FrobeniusNorm();
        eigen.Decompose(matrix.ToRowMajorArray(), size);
        eigen.FindLargestVectors(count);

        double[] expected = [.. matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
        for (int i = 0; i < size; i++)
        {
            Assert.AreEqual(expected[i], eigen.Values[i], 1e-13 * scale, $"{name}, eigenvalue {i}");
        }

        Matrix<double> vectors =
            Matrix<double>.Build.DenseOfColumnArrays(Enumerable.Range(0, count).Select(v => eigen.LargestVector(v).ToArray()));
        Matrix<double> largest = Matrix<double>.Build.DenseOfDiagonalArray([.. expected.Reverse().Take(count)]);
        Assert.IsInRange(0, 1e-13 * size * scale, ((matrix * vectors) - (vectors * largest)).FrobeniusNorm(), $"{name}, residual");
        Assert.IsInRange(0, 1e-13 * size,
            (vectors.TransposeThisAndMultiply(vectors) - Matrix<double>.Build.DenseIdentity(count)).FrobeniusNorm(), $"{name}, angles");
    }

    /// <summary>
    /// By kind: plain, of half rank, diagonal, zero, one that splits, multiples of an identity but for one direction, tridiagonal, graded
    /// downwards and upwards, and those of which a column is all but done, on either side of 0.
    /// </summary>
    private static Matrix<double> Make(int size, int kind, Random random)
    {
        Matrix<double> root = Matrix<double>.Build.Dense(size, size, (_, _) => random.NextDouble() - 0.5);
        Matrix<double> plain = root + root.Transpose();
        Matrix<double> half = root.SubMatrix(0, size, 0, (size + 1) / 2);
        return kind switch
        {
            0 => plain,
            1 => half * half.Transpose(),
            2 => Matrix<double>.Build.DenseOfDiagonalVector(plain.Diagonal()),
            3 => Matrix<double>.Build.Dense(size, size),
            4 => Matrix<double>.Build.Dense(size, size, (i, j) => (i < size / 2) == (j < size / 2) ? plain[i, j] : 0),
            5 => Matrix<double>.Build.DenseIdentity(size) - (0.5 * half.Column(0).Normalize(2).OuterProduct(half.Column(0).Normalize(2))),
            6 => Matrix<double>.Build.Dense(size, size, (i, j) => Math.Abs(i - j) <= 1 ? plain[i, j] : 0),
            7 => Matrix<double>.Build.Dense(size, size, (i, j) => plain[i, j] * Math.Pow(10, -(i + j) / 2.0)),
            8 => Matrix<double>.Build.Dense(size, size, (i, j) => plain[i, j] * Math.Pow(10, (i + j - (2 * size)) / 2.0)),
            _ => Matrix<double>.Build.Dense(size, size, (i, j) =>
                Math.Abs(i - j) > 1 ? 1e-9 * plain[i, j] : i == j ? plain[i, j] : kind == 9 ? 1 : -1),
        };
    }
}
