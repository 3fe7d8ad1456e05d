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
        double[] x = Random(n, 16, 1), y = Random(n, 24, 2);
        AssertEqual(
            ToMatrix(x, 16).TransposeThisAndMultiply(ToMatrix(y, 24)), TallBlock.Gram(x, 16, y, 24, n, new FitContext()), 24);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(64)]
    [DataRow(135)]
    public void Wide_Gram_matrices_are_added_to_the_upper_triangle(int n)
    {
        const int Width = 32;
        double[] x = Random(n, Width, 1);
        double[] weights = [.. Enumerable.Range(0, n).Select(row => row + 1.0)];
        double[] y = [.. x.Select((value, i) => value * weights[i / Width])];
        double[] sum = [.. Enumerable.Repeat(0.5, Width * Width)];
        Matrix<double> expected = (ToMatrix(x, Width).TransposeThisAndMultiply(ToMatrix(y, Width)) + 0.5).UpperTriangle();
        TallBlock.AddWideGram(x, y, Width, n, sum, new FitContext());

        Matrix<double> found = ToMatrix(sum, Width).UpperTriangle();
        Assert.AreEqual(0, (expected - found).FrobeniusNorm(), 1e-12 * expected.FrobeniusNorm());
    }

    [TestMethod]
    [DataRow(1, 16, 8)]
    [DataRow(3, 8, 24)]
    [DataRow(515, 24, 16)]
    [DataRow(1030, 5, 8)]
    public void Products_are_added(int n, int a, int b)
    {
        double[] x = Random(n, a, 1), c = Random(a, b, 2), y = Random(n, b, 3);
        Matrix<double> expected = ToMatrix(y, b) + (ToMatrix(x, a) * ToMatrix(c, b));
        TallBlock.AddProduct(x, a, c, y, b, n, new FitContext());

        AssertEqual(expected, y, b);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(512)]
    [DataRow(1027)]
    public void Columns_lose_their_mean(int n)
    {
        double[] x = Random(n, 8, 1);
        Matrix<double> given = ToMatrix(x, 8);
        TallBlock.Center(x, 8, n, new FitContext());

        AssertEqual(given - Vector<double>.Build.Dense(n, 1).OuterProduct(given.ColumnSums() / n), x, 8);
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        const int N = 1300;
        double[] x = Random(N, 16, 1), y = Random(N, 16, 2);
        CollectionAssert.AreEqual(TallBlock.Gram(x, 16, y, 16, N, new FitContext(threadCount: 1)), TallBlock.Gram(x, 16, y, 16, N, new FitContext(threadCount: 3)));
    }

    private static double[] Random(int n, int width, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, n * width).Select(_ => random.NextDouble() - 0.3)];
    }

    private static Matrix<double> ToMatrix(double[] block, int width) => Matrix<double>.Build.DenseOfRowMajor(block.Length / width, width, block);

    private static void AssertEqual(Matrix<double> expected, double[] actual, int width) =>
        Assert.AreEqual(0, (expected - ToMatrix(actual, width)).Enumerate().Max(Math.Abs), 1e-12 * (1 + expected.Enumerate().Max(Math.Abs)));
}
