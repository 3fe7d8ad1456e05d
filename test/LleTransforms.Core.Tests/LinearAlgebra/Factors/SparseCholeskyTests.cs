using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

[TestClass]
public class SparseCholeskyTests
{
    private const double Shift = 1e-6;

    [TestMethod]
    [DataRow(60, 3, 6)]
    [DataRow(220, 8, 12)]
    public void Solves_agree_with_a_dense_product(int size, int dimension, int neighborCount)
    {
        SparseMatrix matrix = Squared(size, dimension, neighborCount, 9);
        double[] block = SparseProblems.RandomNumbers(4 * size, 3);
        Matrix<double> right = SparseProblems.ToMatrix(block);
        using SupernodalFactor<double> factor = Factor(matrix, Shift, new FitContext());
        factor.Solve(new ColumnBlock(block), transposed: false, new FitContext());

        Matrix<double> dense = DenseReference.ToDense(matrix) + (Shift * Matrix<double>.Build.DenseIdentity(size));
        Matrix<double> found = SparseProblems.ToMatrix(block);
        Assert.IsInRange(0, 1e-14 * dense.FrobeniusNorm() * found.FrobeniusNorm(), ((dense * found) - right).FrobeniusNorm());
    }

    [TestMethod]
    public void Every_pivot_that_vanishes_is_replaced()
    {
        // Each fifth row has nothing but what the shift takes away again.
        SparseMatrix matrix = SparseProblems.FromDense(
            Matrix<double>.Build.DenseOfDiagonalArray([.. Enumerable.Range(0, 50).Select(i => i % 5 == 0 ? -2.0 : i)]));
        using SupernodalFactor<double> factor = Factor(matrix, 2, new FitContext());
        double[] block = SparseProblems.RandomNumbers(200, 3);
        double[] right = [.. block];
        factor.Solve(new ColumnBlock(block), transposed: false, new FitContext());
        for (int i = 0; i < 200; i++)
        {
            // A tenth of the shift stands for the pivot.
            Assert.AreEqual(right[i] / (i / 4 % 5 == 0 ? 0.2 : (i / 4) + 2), block[i], 1e-13);
        }
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        SparseMatrix matrix = Squared(250, 6, 9, 3);
        double[] one = SparseProblems.RandomNumbers(1000, 3);
        double[] four = [.. one];
        Factor(matrix, Shift, new FitContext(null, 1)).Solve(new ColumnBlock(one), transposed: false, new FitContext(null, 1));
        Factor(matrix, Shift, new FitContext(null, 4)).Solve(new ColumnBlock(four), transposed: false, new FitContext(null, 4));
        CollectionAssert.AreEqual(one, four);
    }

    internal static SupernodalFactor<double> Factor(SparseMatrix matrix, double shift, FitContext context)
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, context, isSymmetric: true);
        return SparseCholesky.Compute(symbolic, shift, context);
    }

    /// <summary>A^T A, as the other methods assemble it.</summary>
    internal static SparseMatrix Squared(int size, int dimension, int neighborCount, int seed) =>
        AlignmentProblems.Assemble(AlignmentProblems.Cube(size, dimension, neighborCount, seed)).Matrix;
}
