using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Where entries stand, and which matrices share their memory.</summary>
[TestClass]
public sealed class DenseMatrixTests
{
    [TestMethod]
    public void Entries_stand_row_after_row()
    {
        double[] values = [.. Enumerable.Range(0, 12).Select(i => (double)i)];
        var matrix = new DenseMatrix(3, 4, values);
        Assert.AreEqual(6, matrix[1, 2]);
        CollectionAssert.AreEqual(new double[] { 8, 9, 10, 11 }, matrix.Row(2).ToArray());
        matrix[1, 2] = -1;
        Assert.AreEqual(-1, values[6]);
    }

    [TestMethod]
    public void The_first_rows_share_memory_and_copies_do_not()
    {
        var matrix = new DenseMatrix(3, 2, [1, 2, 3, 4, 5, 6]);
        DenseMatrix head = matrix.Head(2), copy = matrix.CopyRows(1, 2);
        head.Clear();
        CollectionAssert.AreEqual(new double[] { 0, 0, 0, 0, 5, 6 }, matrix.Values);
        CollectionAssert.AreEqual(new double[] { 3, 4, 5, 6 }, copy.Values);
        Assert.AreEqual(2, head.NumberOfRows);
        Assert.AreEqual(2, copy.NumberOfRows);
    }

    [TestMethod]
    public void Too_few_values_are_refused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DenseMatrix(3, 4, new double[11]));

    [TestMethod]
    public void The_identity_has_ones_on_its_diagonal() =>
        CollectionAssert.AreEqual(new double[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 }, DenseMatrix.Identity(3).Values);
}
