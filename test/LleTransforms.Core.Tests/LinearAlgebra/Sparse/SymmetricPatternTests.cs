using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Sparse;

[TestClass]
public class SymmetricPatternTests
{
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.05)]
    [DataRow(0.4)]
    [DataRow(1.0)]
    public void Neighbours_are_the_entries_of_either_triangle(double density)
    {
        Random random = new(3);
        Matrix<double> dense = Matrix<double>.Build.Dense(31, 31, (_, _) => random.NextDouble() < density ? 1 : 0);
        SymmetricPattern pattern = SparseProblems.Pattern(SparseProblems.FromDense(dense));
        Assert.AreEqual(31, pattern.Size);
        Assert.HasCount(pattern.Starts[31], pattern.Neighbors);
        for (int i = 0; i < 31; i++)
        {
            int[] expected = [.. Enumerable.Range(0, 31).Where(j => j != i && (dense[i, j] != 0 || dense[j, i] != 0))];
            CollectionAssert.AreEqual(expected, pattern.Neighbors[pattern.Starts[i]..pattern.Starts[i + 1]]);
        }
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.05)]
    [DataRow(1.0)]
    public void Columns_of_both_triangles_have_the_pattern_of_their_matrix(double density)
    {
        Random random = new(4);
        Matrix<double> dense = Matrix<double>.Build.Dense(31, 31, (i, j) => i == j || random.NextDouble() < density ? 1 : 0);
        SparseMatrix sum = SparseProblems.FromDense(dense + dense.Transpose());
        SymmetricPattern expected = SparseProblems.Pattern(SparseProblems.FromDense(dense));
        SymmetricPattern actual = SymmetricPattern.OfSymmetric(sum.RowStarts, sum.Columns, new FitContext());

        Assert.AreEqual(31, actual.Size);
        CollectionAssert.AreEqual(expected.Starts, actual.Starts);
        CollectionAssert.AreEqual(expected.Neighbors, actual.Neighbors);
    }

    [TestMethod]
    public void A_cancelled_fit_stops()
    {
        SparseMatrix matrix = SparseProblems.Matrix("grid");
        FitContext cancelled = new(null, 1, new CancellationToken(true));
        Assert.ThrowsExactly<OperationCanceledException>(() => SymmetricPattern.Of(matrix, matrix, cancelled));
        Assert.ThrowsExactly<OperationCanceledException>(() => SymmetricPattern.OfSymmetric(matrix.RowStarts, matrix.Columns, cancelled));
    }
}
