using System.Numerics;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Rows and columns that are worked on together get the bits that they get by themselves, in either precision.</summary>
[TestClass]
public unsafe class PanelGroupTests
{
    private static IEnumerable<int> Sizes => [0, 1, 3, 4, 5, 8, 12, 15, 16, 17, 24, 31, 32, 60, 263];

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void Products_with_the_border(int p)
    {
        foreach (int b in Sizes)
        {
            AssertProducts<float>(b, p, 1e-5);
            AssertProducts<double>(b, p, 1e-13);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void Transposed_products_with_the_border(int p)
    {
        foreach (int b in Sizes)
        {
            AssertTransposedProducts<float>(b, p, 1e-5);
            AssertTransposedProducts<double>(b, p, 1e-13);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void What_rows_before_are_to_those_of_a_triangle(int before)
    {
        foreach (int rows in Sizes.Where(size => size % 4 == 0))
        {
            AssertBefore<float>(before, rows);
            AssertBefore<double>(before, rows);
        }
    }

    private static void AssertProducts<T>(int b, int p, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] panel = Numbers<T>(b * p, 1), x = Numbers<T>(4 * p, 2), whole = Guarded<T>(4 * b), parts = Guarded<T>(4 * b);
        fixed (T* f = panel, v = x, w = whole, s = parts)
        {
            PanelSolve<T>.NegatedProduct(f, b, p, v, w);
            for (int i = 0; i < b; i += 4)
            {
                PanelSolve<T>.NegatedProduct(f + (i * p), Math.Min(4, b - i), p, v, s + (4 * i));
            }
        }

        CollectionAssert.AreEqual(parts, whole);
        for (int at = 0; at < 4 * b; at++)
        {
            double expected = -Enumerable.Range(0, p).Sum(j => Double(panel[(at / 4 * p) + j]) * Double(x[(4 * j) + (at % 4)]));
            Assert.AreEqual(expected, Double(whole[at]), tolerance * Math.Max(1, p));
        }
    }

    private static void AssertTransposedProducts<T>(int b, int p, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] panel = Numbers<T>(b * p, 1), all = Numbers<T>(4 * b, 2), start = [.. Numbers<T>(4 * p, 3), T.One];
        T[] whole = [.. start], parts = [.. start];
        int[] rows = [.. Enumerable.Range(0, b).Reverse()];
        fixed (T* f = panel, a = all, w = whole, s = parts)
        {
            PanelSolve<T>.SubtractTransposedProduct(f, rows, p, a, w);
            for (int column = 0; column < p; column++)
            {
                PanelSolve<T>.SubtractTransposedProduct(f, rows, p, a, s, column, column + 1);
            }
        }

        CollectionAssert.AreEqual(parts, whole);
        for (int at = 0; at < 4 * p; at++)
        {
            double taken = Enumerable.Range(0, b).Sum(i => Double(panel[(i * p) + (at / 4)]) * Double(all[(4 * rows[i]) + (at % 4)]));
            Assert.AreEqual(Double(start[at]) - taken, Double(whole[at]), tolerance * Math.Max(1, b));
        }
    }

    private static void AssertBefore<T>(int before, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int p = before + rows;
        T[] block = Numbers<T>(p * p, 1), start = [.. Numbers<T>(4 * p, 2), T.One], whole = [.. start], parts = [.. start];
        fixed (T* f = block, w = whole, s = parts)
        {
            PanelSolve<T>.SubtractBefore(f, p, w, before, p, before);
            for (int i = before; i < p; i += 4)
            {
                PanelSolve<T>.SubtractBefore(f, p, s, i, i + 4, before);
            }
        }

        CollectionAssert.AreEqual(parts, whole);
        CollectionAssert.AreEqual(start[..(4 * before)], whole[..(4 * before)]);
        Assert.IsTrue(before == 0 || Enumerable.Range(4 * before, 4 * rows).All(at => whole[at] != start[at]));
    }

    /// <summary>An array with an end of its own, which nothing may overwrite, and which has an address even if it is empty.</summary>
    private static T[] Guarded<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. Enumerable.Repeat(T.NaN, count), T.One];

    private static T[] Numbers<T>(int count, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Array.ConvertAll(count == 0 ? [0] : SparseProblems.RandomNumbers(count, seed), T.CreateTruncating);

    private static double Double<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(value);
}
