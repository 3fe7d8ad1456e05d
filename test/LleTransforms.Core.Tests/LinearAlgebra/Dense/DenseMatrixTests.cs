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
    public void Chosen_rows_are_copied_in_their_order_and_all_of_them_are_the_matrix_itself()
    {
        var matrix = new DenseMatrix(3, 2, [1, 2, 3, 4, 5, 6]);
        DenseMatrix chosen = matrix.SelectRows([2, 0]);

        Assert.AreEqual(2, chosen.NumberOfRows);
        CollectionAssert.AreEqual(new double[] { 5, 6, 1, 2 }, chosen.Values);
        CollectionAssert.AreEqual(new double[] { 3, 4, 1, 2, 5, 6 }, matrix.SelectRows([1, 0, 2]).Values);
        CollectionAssert.AreEqual(new double[] { 1, 2, 3, 4 }, matrix.SelectRows([0, 1]).Values);
        Assert.AreSame(matrix, matrix.SelectRows([0, 1, 2]));
    }

    [TestMethod]
    public void Values_behind_the_matrix_do_not_count()
    {
        var matrix = new DenseMatrix(2, 2, [1, 2, 3, 4, 5]);
        matrix.Clear();
        CollectionAssert.AreEqual(new double[] { 0, 0, 0, 0, 5 }, matrix.Values);
        CollectionAssert.AreEqual(new double[6], new DenseMatrix(2, 3).Values);
    }

    [TestMethod]
    public void Too_few_values_are_refused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DenseMatrix(3, 4, new double[11]));

    [TestMethod]
    public void The_identity_has_ones_on_its_diagonal() =>
        CollectionAssert.AreEqual(new double[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 }, DenseMatrix.Identity(3).Values);
}
