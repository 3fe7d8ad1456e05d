using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LocalGeometry;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Sums of products by each kernel, whichever the processor takes.</summary>
[TestClass]
public sealed class InnerProductTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(15)]
    [DataRow(16)]
    [DataRow(31)]
    [DataRow(64)]
    [DataRow(83)]
    public void Every_kernel_sums_all_products(int length)
    {
        // Whole numbers are summed without rounding, so any order gives the same.
        var random = new Random(length);
        double[] left = [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(1, 100))];
        double[] right = [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(1, 100))];
        int whole = length / InnerProduct.LaneCount * InnerProduct.LaneCount;
        double expected = left.Zip(right, (a, b) => a * b).Sum();
        double ofWhole = left.Take(whole).Zip(right, (a, b) => a * b).Sum();

        Assert.AreEqual(expected, InnerProduct.Of(left, right));
        Assert.AreEqual(expected, Neighborhood.Dot(left, right));
        Assert.AreEqual(ofWhole, InnerProduct.By512(ref left[0], ref right[0], (nuint)whole));
        Assert.AreEqual(ofWhole, InnerProduct.By256(ref left[0], ref right[0], (nuint)whole));
    }

    [TestMethod]
    public void Blocks_of_zeros_may_be_left_out()
    {
        var random = new Random(2);
        double[] left = [.. Enumerable.Range(0, 53).Select(_ => random.NextDouble() - 0.5)];
        double[] right = [.. Enumerable.Range(0, 53).Select(_ => random.NextDouble() - 0.5)];
        double[] widened = [.. left[..16], .. new double[32], .. left[16..]];

        Assert.AreEqual(InnerProduct.Of(left, right), InnerProduct.Of(widened, [.. right[..16], .. right[..32], .. right[16..]]));
    }
}
