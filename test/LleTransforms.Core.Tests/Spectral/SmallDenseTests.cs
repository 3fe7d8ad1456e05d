using LleTransforms.Spectral;

namespace LleTransforms.Core.Tests.Spectral;

/// <summary>The small dense steps of the iteration.</summary>
[TestClass]
public sealed class SmallDenseTests
{
    [TestMethod]
    public void Only_empty_directions_are_lifted_however_small_an_eigenvalue_is()
    {
        // The first is an eigenvalue that is 0 but for rounding, and wanted; the second the same by chance; the third belongs to a column of zeros.
        double[] projected = [-1e-19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5];
        SmallDense.LiftEmptyDirections(projected, [false, false, true, false]);
        CollectionAssert.AreEqual(new[] { -1e-19, 0, 5, 0.5 }, Enumerable.Range(0, 4).Select(i => projected[(i * 4) + i]).ToArray());
    }

    [TestMethod]
    public void The_inverse_root_makes_columns_orthonormal_and_gives_up_those_without_length()
    {
        // Columns (1, 0, 0), (2, 3, 0), (2, 3, 0): the third adds nothing.
        double[] gram = [1, 2, 2, 2, 13, 13, 2, 13, 13];
        double[] transform = SmallDense.InverseRoot(gram, 3);
        double[] product = Multiply(Transpose(transform), Multiply(gram, transform));
        double[] diagonal = [.. Enumerable.Range(0, 3).Select(i => product[(i * 3) + i]).Order()];
        Assert.AreEqual(0, diagonal[0], 1e-12);
        Assert.AreEqual(1, diagonal[1], 1e-12);
        Assert.AreEqual(1, diagonal[2], 1e-12);
        Assert.AreEqual(2, product.Sum(Math.Abs), 1e-10);
    }

    private static double[] Transpose(double[] a) => [.. Enumerable.Range(0, 9).Select(i => a[((i % 3) * 3) + (i / 3)])];

    private static double[] Multiply(double[] a, double[] b) =>
        [.. Enumerable.Range(0, 9).Select(i => Enumerable.Range(0, 3).Sum(j => a[((i / 3) * 3) + j] * b[(j * 3) + (i % 3)]))];
}
