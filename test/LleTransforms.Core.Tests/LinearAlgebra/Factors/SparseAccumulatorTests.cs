using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

[TestClass]
public class SparseAccumulatorTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Gathered_are_the_scaled_entries_from_the_pivot_on(string shape)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape);
        AssertGathered(matrix, DenseReference.ToDense(matrix));
    }

    [TestMethod]
    public void A_pivot_without_an_entry_is_gathered_as_zero()
    {
        Matrix<double> dense = DenseReference.ToDense(SparseProblems.Matrix("band"));
        dense.SetDiagonal(new double[60]);
        AssertGathered(SparseProblems.FromDense(dense), dense);
    }

    private static void AssertGathered(SparseMatrix matrix, Matrix<double> dense)
    {
        int n = matrix.NumberOfRows;
        EliminationTree tree = SymbolicFactor.Analyze(matrix, new FitContext()).Tree;
        double[] scaling = [.. Enumerable.Range(0, n).Select(i => 0.5 + (i % 3))];
        SparseAccumulator row = new(n);
        for (int k = 0; k < n; k++)
        {
            row.Gather(matrix, tree, k, scaling);
            double[] expected =
                [.. tree.Order.Select((column, i) => i < k ? 0 : dense[tree.Order[k], column] * scaling[tree.Order[k]] * scaling[column])];
            CollectionAssert.AreEquivalent(
                Enumerable.Range(0, n).Where(i => expected[i] != 0 || i == k).ToArray(), row.Positions[..row.Count]);

            // What an elimination takes away at positions old and new.
            int last = n - 1;
            row.Subtract(last, 7);
            row.Subtract(k, 2);
            expected[last] -= 7;
            expected[k] -= 2;
            foreach (int position in row.Positions[..row.Count])
            {
                Assert.AreEqual(expected[position], row.Values[position], 1e-12);
            }

            Assert.IsTrue(row.Positions.AsSpan(0, row.Count).Contains(last));
            Assert.AreEqual(row.Count, row.Positions[..row.Count].Distinct().Count());
        }
    }
}
