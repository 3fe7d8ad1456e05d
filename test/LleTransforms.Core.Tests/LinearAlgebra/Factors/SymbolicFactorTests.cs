using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

[TestClass]
public class SymbolicFactorTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Nonzeros_are_those_of_both_factors_by_hand(string shape)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        long strictlyLower = SparseProblems.Fill(SparseProblems.Pattern(matrix), symbolic.Tree.Order).Sum(column => (long)column.Length);
        Assert.AreEqual((2 * strictlyLower) + matrix.NumberOfRows, symbolic.Nonzeros);
        Assert.AreSame(matrix, symbolic.Matrix);
        CollectionAssert.AreEqual(matrix.Transpose().Values, symbolic.Transpose.Values);
    }

    [TestMethod]
    public void A_full_matrix_costs_two_thirds_of_its_cube()
    {
        const int N = 200;
        SymbolicFactor symbolic = SymbolicFactor.Analyze(SparseProblems.FromDense(Matrix<double>.Build.Dense(N, N, 1)), new FitContext());
        Assert.AreEqual(2.0 * N * N * N / 3, symbolic.Flops, 0.01 * symbolic.Flops);

        // The front and the factors are there at once, in buffers of a power of two; and little for a row.
        const double Held = sizeof(double) * 2 * 65_536;
        Assert.IsInRange(Held, Held + (100.0 * N), symbolic.PeakBytes(FactorKind.Lu, 1));
        Assert.IsInRange(sizeof(double) * 65_536, (sizeof(double) * 65_536) + (100.0 * N), symbolic.StoredBytes(FactorKind.Lu));

        // Single precision takes half of it.
        Assert.IsInRange(Held / 2, (Held / 2) + (100.0 * N), symbolic.PeakBytes(FactorKind.SingleLu, 1));
    }

    [TestMethod]
    public void A_symmetric_matrix_is_its_own_transpose()
    {
        SparseMatrix matrix = SparseProblems.Matrix("grid", isSymmetric: true);
        SymbolicFactor told = SymbolicFactor.Analyze(matrix, new FitContext(), isSymmetric: true),
            found = SymbolicFactor.Analyze(matrix, new FitContext());
        Assert.AreSame(matrix, told.Transpose);
        Assert.AreNotSame(matrix, found.Transpose);
        CollectionAssert.AreEqual(found.Tree.Order, told.Tree.Order);
        CollectionAssert.AreEqual(found.Structure.FirstPivots, told.Structure.FirstPivots);
    }
}
