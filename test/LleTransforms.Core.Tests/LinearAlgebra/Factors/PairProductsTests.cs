using LleTransforms.LinearAlgebra.Factors;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Products of sparse rows of every length with pairs of columns.</summary>
[TestClass]
public sealed unsafe class PairProductsTests
{
    private const int Columns = 50;

    public static IEnumerable<object[]> Lengths => Enumerable.Range(0, 14).Select(length => new object[] { length });

    [TestMethod]
    [DynamicData(nameof(Lengths))]
    public void A_row_is_multiplied_with_both_columns(int length)
    {
        Random random = new(length);
        double[] pairs = [.. Enumerable.Range(0, 2 * Columns).Select(_ => random.NextDouble() - 0.5)];
        int[] indices = [.. Enumerable.Range(0, length + 3).Select(_ => random.Next(Columns))];
        float[] singles = [.. indices.Select(_ => random.NextSingle() - 0.5f)];
        double[] doubles = [.. indices.Select(_ => random.NextDouble() - 0.5)];
        double[] expectedOfSingles = new double[2], expectedOfDoubles = new double[2];
        for (int p = 2; p < length + 2; p++)
        {
            for (int c = 0; c < 2; c++)
            {
                expectedOfSingles[c] += singles[p] * pairs[(2 * indices[p]) + c];
                expectedOfDoubles[c] += doubles[p] * pairs[(2 * indices[p]) + c];
            }
        }

        fixed (int* at = indices)
        fixed (double* source = pairs, wide = doubles)
        fixed (float* narrow = singles)
        {
            var ofSingles = PairProducts.Sum(narrow, at, 2, length + 2, source);
            var ofDoubles = PairProducts.Sum(wide, at, 2, length + 2, source);
            for (int c = 0; c < 2; c++)
            {
                Assert.AreEqual(expectedOfSingles[c], ofSingles[c], 1e-14);
                Assert.AreEqual(expectedOfDoubles[c], ofDoubles[c], 1e-14);
            }
        }
    }
}
