using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>The dense steps of a triangular solve against the dense definitions, at every remainder of their blocks of four.</summary>
[TestClass]
public unsafe class PanelSolveTests
{
    private const double Guard = 12345;

    private static IEnumerable<int> Sizes => Enumerable.Range(0, 14).Append(21);

    private delegate void Step(double* block, int p, double* x);

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void Lower_triangles(int p)
    {
        AssertSolves(p, PanelSolve<double>.Lower, (i, j, value) => i > j ? value : i == j ? 1 : 0, isTransposed: false, (i, j) => i > j);
        AssertSolves(
            p, PanelSolve<double>.LowerTransposed, (i, j, value) => i > j ? value : i == j ? 1 : 0, isTransposed: true, (i, j) => i > j);
    }

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void Upper_triangles(int p)
    {
        AssertSolves(p, PanelSolve<double>.Upper, (i, j, value) => i <= j ? value : 0, isTransposed: false, (i, j) => i <= j);
        AssertSolves(p, PanelSolve<double>.UpperTransposed, (i, j, value) => i <= j ? value : 0, isTransposed: true, (i, j) => i <= j);
    }

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void Products_with_the_border(int p)
    {
        foreach (int b in Sizes)
        {
            double[] panel = SparseProblems.RandomNumbers(b * p, 1), x = SparseProblems.RandomNumbers(p * 4, 2);
            double[] result = [.. Enumerable.Repeat(double.NaN, b * 4), Guard];
            fixed (double* f = Pinned(panel), v = Pinned(x), r = result)
            {
                PanelSolve<double>.NegatedProduct(f, b, p, v, r);
            }

            for (int i = 0; i < b; i++)
            {
                for (int c = 0; c < 4; c++)
                {
                    Assert.AreEqual(-Enumerable.Range(0, p).Sum(j => panel[(i * p) + j] * x[(4 * j) + c]), result[(4 * i) + c], 1e-13);
                }
            }

            Assert.AreEqual(Guard, result[^1]);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void Transposed_products_with_the_border(int p)
    {
        foreach (int b in Sizes)
        {
            double[] panel = SparseProblems.RandomNumbers(b * p, 1), all = SparseProblems.RandomNumbers(4 * 50, 2),
                x = SparseProblems.RandomNumbers(p * 4, 3);
            int[] rows = [.. Enumerable.Range(0, b).Select(i => (2 * i) + (i % 2))];
            double[] result = [.. x, Guard];
            fixed (double* f = Pinned(panel), v = all, r = result)
            {
                PanelSolve<double>.SubtractTransposedProduct(f, rows, p, v, r);
            }

            for (int j = 0; j < p; j++)
            {
                for (int c = 0; c < 4; c++)
                {
                    double expected = x[(4 * j) + c] - Enumerable.Range(0, b).Sum(i => panel[(i * p) + j] * all[(4 * rows[i]) + c]);
                    Assert.AreEqual(expected, result[(4 * j) + c], 1e-13);
                }
            }

            Assert.AreEqual(Guard, result[^1]);
        }
    }

    /// <summary>Multiplies a known answer with the triangle and solves; the other triangle of the block holds no numbers.</summary>
    private static void AssertSolves(int p, Step step, Func<int, int, double, double> entry, bool isTransposed, Func<int, int, bool> isRead)
    {
        double[] numbers = SparseProblems.RandomNumbers(p * p, 5);
        for (int i = 0; i < p; i++)
        {
            numbers[(i * p) + i] += 3 * Math.Sign(numbers[(i * p) + i]);
        }

        double[] answer = SparseProblems.RandomNumbers(p * 4, 6);
        double[] x = [.. Enumerable.Repeat(0.0, 4 * p), Guard];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                double value = isTransposed ? entry(j, i, numbers[(j * p) + i]) : entry(i, j, numbers[(i * p) + j]);
                for (int c = 0; c < 4; c++)
                {
                    x[(4 * i) + c] += value * answer[(4 * j) + c];
                }
            }
        }

        double[] block = [.. numbers.Select((value, at) => isRead(at / p, at % p) ? value : double.NaN)];
        fixed (double* f = Pinned(block), v = x)
        {
            step(f, p, v);
        }

        for (int i = 0; i < 4 * p; i++)
        {
            Assert.AreEqual(answer[i], x[i], 1e-9);
        }

        Assert.AreEqual(Guard, x[^1]);
    }

    /// <summary>An empty array has no address.</summary>
    private static double[] Pinned(double[] numbers) => numbers.Length == 0 ? [double.NaN] : numbers;
}
