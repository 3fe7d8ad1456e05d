using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Products of tall blocks against full matrices, of rows below and above the blocks that a sum takes.</summary>
[TestClass]
public sealed class TallBlockTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(63)]
    [DataRow(512)]
    [DataRow(1031)]
    public void Gram_matrices_are_products(int n)
    {
        DenseMatrix x = Random(n, 16, 1), y = Random(n, 24, 2);
        AssertEqual(x.ToMatrix().TransposeThisAndMultiply(y.ToMatrix()), TallBlock.Gram(x, y, new FitContext()));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(64)]
    [DataRow(135)]
    public void Wide_Gram_matrices_are_added_to_the_upper_triangle(int n)
    {
        const int Width = 32;
        DenseMatrix x = Random(n, Width, 1);
        double[] weights = [.. Enumerable.Range(0, n).Select(row => row + 1.0)];
        DenseMatrix y = new(n, Width, [.. x.Values.Select((value, i) => value * weights[i / Width])]);
        DenseMatrix sum = new(Width, Width, [.. Enumerable.Repeat(0.5, Width * Width)]);
        Matrix<double> expected = (x.ToMatrix().TransposeThisAndMultiply(y.ToMatrix()) + 0.5).UpperTriangle();
        TallBlock.AddWideGram(x, y, sum, new FitContext());

        Matrix<double> found = sum.ToMatrix().UpperTriangle();
        Assert.AreEqual(0, (expected - found).FrobeniusNorm(), 1e-12 * expected.FrobeniusNorm());
    }

    [TestMethod]
    [DataRow(1, 16, 8)]
    [DataRow(3, 8, 24)]
    [DataRow(515, 24, 16)]
    [DataRow(1030, 5, 8)]
    public void Products_are_added(int n, int a, int b)
    {
        DenseMatrix x = Random(n, a, 1), c = Random(a, b, 2), y = Random(n, b, 3);
        Matrix<double> expected = y.ToMatrix() + (x.ToMatrix() * c.ToMatrix());
        TallBlock.AddProduct(x, c, y, new FitContext());

        AssertEqual(expected, y);
    }

    [TestMethod]
    [DataRow(1, 16, 8)]
    [DataRow(511, 8, 8)]
    [DataRow(515, 24, 16)]
    [DataRow(1030, 5, 8)]
    public void A_product_has_the_bits_of_one_that_is_added_to_zeros(int n, int a, int b)
    {
        DenseMatrix x = Random(n, a, 1), c = Random(a, b, 2), zeros = new(n, b), y = new(n, b);
        y.Values.AsSpan().Fill(double.NaN);
        TallBlock.AddProduct(x, c, zeros, new FitContext());
        TallBlock.Product(x, c, y, new FitContext());

        AssertEqual(x.ToMatrix() * c.ToMatrix(), y);
        CollectionAssert.AreEqual(zeros.Values, y.Values);
    }

    [TestMethod]
    public void Products_too_wide_for_a_block_of_many_rows_are_whole()
    {
        // Of this width a thread takes 316 rows at a time and not 512.
        DenseMatrix x = Random(330, 656, 1), c = Random(656, 648, 2), y = Random(330, 648, 3);
        Matrix<double> expected = y.ToMatrix() + (x.ToMatrix() * c.ToMatrix());
        TallBlock.AddProduct(x, c, y, new FitContext());

        AssertEqual(expected, y);
    }

    [TestMethod]
    public void A_column_is_empty_where_all_of_its_rows_are_zero()
    {
        DenseMatrix block = Matrices.Of(new double[,] { { 0, 0, 1, 0, double.NaN }, { 0, -1e-300, 0, -0.0, 0 }, { 2, 0, 0, 0, 0 } });

        CollectionAssert.AreEqual(new[] { false, false, false, true, false }, TallBlock.EmptyColumns(block));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(512)]
    [DataRow(1027)]
    public void Columns_lose_their_mean(int n)
    {
        DenseMatrix x = Random(n, 8, 1);
        Matrix<double> given = x.ToMatrix();
        TallBlock.Center(x, new FitContext());

        AssertEqual(given - Vector<double>.Build.Dense(n, 1).OuterProduct(given.ColumnSums() / n), x);
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        const int N = 1300;
        DenseMatrix x = Random(N, 16, 1), y = Random(N, 16, 2);
        CollectionAssert.AreEqual(
            TallBlock.Gram(x, y, new FitContext(numberOfThreads: 1)).Values,
            TallBlock.Gram(x, y, new FitContext(numberOfThreads: 3)).Values);
    }

    private static DenseMatrix Random(int n, int width, int seed)
    {
        var random = new Random(seed);
        return new DenseMatrix(n, width, [.. Enumerable.Range(0, n * width).Select(_ => random.NextDouble() - 0.3)]);
    }

    private static void AssertEqual(Matrix<double> expected, DenseMatrix actual) =>
        Assert.AreEqual(0, (expected - actual.ToMatrix()).Enumerate().Max(Math.Abs), 1e-12 * (1 + expected.Enumerate().Max(Math.Abs)));
}
