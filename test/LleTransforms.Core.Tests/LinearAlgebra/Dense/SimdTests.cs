using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Each operation on numbers whose products are exact, so that it is the same fused or not.</summary>
[TestClass]
public sealed class SimdTests
{
    private static readonly double[] A = [1, 2, -3, 4, 5, 6, 7, -8];
    private static readonly double[] B = [2, 5, 7, 11, -13, 17, 19, 23];
    private static readonly double[] C = [100, -200, 300, 400, 500, 600, 700, 0];

    [TestMethod]
    public void Products_are_added_and_subtracted()
    {
        Vector256<double> a = Vector256.Create(A, 0), b = Vector256.Create(B, 0), c = Vector256.Create(C, 0);
        double[] added = new double[4], subtracted = new double[4], wide = new double[8], wideAdded = new double[8];
        Simd.MultiplyAdd(a, b, c).CopyTo(added);
        Simd.MultiplySubtract(a, b, c).CopyTo(subtracted);
        Simd.MultiplySubtract(Vector512.Create(A, 0), Vector512.Create(B, 0), Vector512.Create(C, 0)).CopyTo(wide);
        double[] narrow = new double[2], narrowAdded = new double[2];
        Simd.MultiplySubtract(Vector128.Create(A, 0), Vector128.Create(B, 0), Vector128.Create(C, 0)).CopyTo(narrow);
        Simd.MultiplyAdd(Vector128.Create(A, 0), Vector128.Create(B, 0), Vector128.Create(C, 0)).CopyTo(narrowAdded);

        Simd.MultiplyAdd(Vector512.Create(A, 0), Vector512.Create(B, 0), Vector512.Create(C, 0)).CopyTo(wideAdded);
        double[] sums = [.. Enumerable.Range(0, 8).Select(i => (A[i] * B[i]) + C[i])];

        CollectionAssert.AreEqual(sums[..2], narrowAdded);
        CollectionAssert.AreEqual(subtracted[..2], narrow);
        CollectionAssert.AreEqual(sums[..4], added);
        CollectionAssert.AreEqual(sums, wideAdded);
        CollectionAssert.AreEqual(Enumerable.Range(0, 4).Select(i => C[i] - (A[i] * B[i])).ToArray(), subtracted);
        CollectionAssert.AreEqual(Enumerable.Range(0, 8).Select(i => C[i] - (A[i] * B[i])).ToArray(), wide);
    }

    [TestMethod]
    public void Products_are_added_in_single_precision()
    {
        float[] a = [.. Enumerable.Range(0, 16).Select(i => (float)A[i % 8])];
        float[] b = [.. Enumerable.Range(0, 16).Select(i => (float)B[i / 2] + i)];
        float[] c = [.. Enumerable.Range(0, 16).Select(i => (float)C[7 - (i % 8)] - i)];
        float[] four = new float[4], eight = new float[8], sixteen = new float[16];
        Simd.MultiplyAdd(Vector128.Create(a, 0), Vector128.Create(b, 0), Vector128.Create(c, 0)).CopyTo(four);
        Simd.MultiplyAdd(Vector256.Create(a, 0), Vector256.Create(b, 0), Vector256.Create(c, 0)).CopyTo(eight);
        Simd.MultiplyAdd(Vector512.Create(a, 0), Vector512.Create(b, 0), Vector512.Create(c, 0)).CopyTo(sixteen);
        float[] expected = [.. Enumerable.Range(0, 16).Select(i => (a[i] * b[i]) + c[i])];

        CollectionAssert.AreEqual(expected[..4], four);
        CollectionAssert.AreEqual(expected[..8], eight);
        CollectionAssert.AreEqual(expected, sixteen);
    }

    [TestMethod]
    public void Four_vectors_are_summed_to_the_bits_of_one()
    {
        var random = new Random(4);
        Vector512<double>[] vectors = [.. Enumerable.Range(0, 4).Select(_ =>
            Vector512.Create([.. Enumerable.Range(0, 8).Select(_ => random.NextDouble() - 0.5)]))];
        double[] sums = new double[4];
        Simd.Sums(vectors[0], vectors[1], vectors[2], vectors[3]).CopyTo(sums);
        CollectionAssert.AreEqual(Array.ConvertAll(vectors, Vector512.Sum), sums);
    }

    [TestMethod]
    public void Single_precision_is_widened()
    {
        double[] wide = new double[4];
        Simd.Widen(Vector128.Create(0.5f, -1.25f, float.MaxValue, float.Epsilon)).CopyTo(wide);
        CollectionAssert.AreEqual(new double[] { 0.5, -1.25, float.MaxValue, float.Epsilon }, wide);
    }

    [TestMethod]
    public void They_are_fused_where_the_processor_can()
    {
        // Where the product is rounded, something else is left of (1 + e)(1 - e) - 1.
        const double Small = 1e-9;
        double exact = Math.FusedMultiplyAdd(1 + Small, 1 - Small, -1);
        Vector256<double> a = Vector256.Create(1 + Small), b = Vector256.Create(1 - Small);
        if (!Fma.IsSupported && !AdvSimd.Arm64.IsSupported)
        {
            Assert.Inconclusive("This processor has no fused multiply-add of doubles.");
        }

        double rounded = ((1 + Small) * (1 - Small)) - 1;
        Assert.AreNotEqual(rounded, exact);
        Assert.AreEqual(Vector256.Create(exact), Simd.MultiplyAdd(a, b, -Vector256<double>.One));
        Assert.AreEqual(Vector256.Create(-exact), Simd.MultiplySubtract(a, b, Vector256<double>.One));
        if (Avx512F.IsSupported)
        {
            Vector512<double> wideA = Vector512.Create(1 + Small), wideB = Vector512.Create(1 - Small);
            Assert.AreEqual(Vector512.Create(-exact), Simd.MultiplySubtract(wideA, wideB, Vector512<double>.One));
            Assert.AreEqual(Vector512.Create(exact), Simd.MultiplyAdd(wideA, wideB, -Vector512<double>.One));
        }
    }
}
