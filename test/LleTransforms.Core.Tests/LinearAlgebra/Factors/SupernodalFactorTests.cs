using System.Buffers;
using System.Runtime.CompilerServices;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Stored factors: solves with them, where their panels lie, and what becomes of their memory.</summary>
[TestClass]
public class SupernodalFactorTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Solves_with_both_factors_and_their_transposes(string shape)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        using SupernodalFactor<double> factor = Lu(matrix, symbolic);
        Matrix<double> dense = DenseReference.ToDense(matrix);
        AssertSolves(dense, factor, transposed: false);
        AssertSolves(dense.Transpose(), factor, transposed: true);

        // And again with what the last solve left in its scratch.
        AssertSolves(dense, factor, transposed: false);
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Solves_with_a_symmetric_factor(string shape)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape, isSymmetric: true);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext(), isSymmetric: true);
        using SupernodalFactor<double> factor = SparseCholesky.Compute(symbolic, 0.5, new FitContext());
        Matrix<double> dense = DenseReference.ToDense(matrix) + (0.5 * Matrix<double>.Build.DenseIdentity(matrix.NumberOfRows));
        AssertSolves(dense, factor, transposed: false);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Threads_share_a_supernode_that_is_large(bool isSymmetric)
    {
        // A full matrix is one supernode.
        const int N = 423;
        Matrix<double> dense = Matrix<double>.Build.Dense(N, N, SparseProblems.RandomNumbers(N * N, 4));
        dense = (isSymmetric ? dense + dense.Transpose() : dense) + (100 * Matrix<double>.Build.DenseIdentity(N));
        SymbolicFactor symbolic = SymbolicFactor.Analyze(SparseProblems.FromDense(dense), new FitContext(), isSymmetric: isSymmetric);
        using SupernodalFactor<double> factor = isSymmetric
            ? SparseCholesky.Compute(symbolic, 1e-9, new FitContext())
            : SparseLu<double>.Compute(symbolic, -1, new FitContext());
        Assert.AreEqual(1, symbolic.Structure.Count);
        Assert.IsGreaterThanOrEqualTo(SharedPanelSolve<double>.LeastLength, N * N);
        foreach (bool transposed in (bool[])[false, true])
        {
            double[] right = SparseProblems.RandomNumbers(4 * N, 5), alone = [.. right], shared = [.. right];
            factor.Solve(new ColumnBlock(alone), transposed, new FitContext(null, 1, default));
            factor.Solve(new ColumnBlock(shared), transposed, new FitContext(null, 3, default));
            CollectionAssert.AreEqual(alone, shared);
            Matrix<double> found = SparseProblems.ToMatrix(shared);
            Matrix<double> image = (transposed ? dense.Transpose() : dense) * found;
            Assert.IsInRange(0, 1e-9, (image - SparseProblems.ToMatrix(right)).FrobeniusNorm());
        }
    }

    [TestMethod]
    public void Rows_of_more_than_one_block_are_brought_into_order()
    {
        const int N = 16_390;
        SparseMatrix matrix = SparseProblems.ShortPaths(N);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        using SupernodalFactor<double> factor = Lu(matrix, symbolic);
        double[] answer = SparseProblems.RandomNumbers(4 * N, 3), block = new double[4 * N];
        matrix.Multiply(new ColumnBlock(answer), new ColumnBlock(block), new FitContext());
        factor.Solve(new ColumnBlock(block), transposed: false, new FitContext());
        Assert.IsTrue(answer.Zip(block).All(pair => Math.Abs(pair.First - pair.Second) < 1e-13));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Panels_lie_in_pieces_of_memory_without_touching_each_other(bool isSymmetric)
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(SparseProblems.Matrix("grid"), new FitContext());
        SupernodalStructure structure = symbolic.Structure;
        foreach (int chunkLength in (int[])[0, 50, 300, int.MaxValue])
        {
            using SupernodalFactor<double> factor = new(
                structure, symbolic.Schedule, isSymmetric, new FactorLayout(structure, isSymmetric, chunkLength));
            for (int s = 0; s < structure.Count; s++)
            {
                factor.Reserve(s);
                Assert.AreEqual(structure.PivotCount(s) * structure.PivotCount(s), factor.PivotBlock(s).Length);
                Assert.AreEqual(structure.PivotCount(s) * structure.BorderCount(s), factor.LowerPanel(s).Length);
                factor.PivotBlock(s).Fill(s);
                factor.LowerPanel(s).Fill(-s);
                if (!isSymmetric)
                {
                    Assert.AreEqual(structure.PivotCount(s) * structure.BorderCount(s), factor.UpperPanel(s).Length);
                    factor.UpperPanel(s).Fill(1000 + s);
                }
            }

            for (int s = 0; s < structure.Count; s++)
            {
                Assert.IsFalse(factor.PivotBlock(s).ContainsAnyExcept((double)s));
                Assert.IsFalse(factor.LowerPanel(s).ContainsAnyExcept((double)-s));
                Assert.IsTrue(isSymmetric || !factor.UpperPanel(s).ContainsAnyExcept(1000.0 + s));
            }
        }
    }

    [TestMethod]
    public void Factors_in_several_pieces_solve_as_in_one()
    {
        SparseMatrix matrix = SparseProblems.Matrix("grid");
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        using SupernodalFactor<double> one = Lu(matrix, symbolic);
        using SupernodalFactor<double> several = new(
            symbolic.Structure, symbolic.Schedule, isSymmetric: false, new FactorLayout(symbolic.Structure, false, chunkLength: 200));
        one.Interchanges.CopyTo(several.Interchanges, 0);
        for (int s = 0; s < symbolic.Structure.Count; s++)
        {
            several.Reserve(s);
            one.PivotBlock(s).CopyTo(several.PivotBlock(s));
            one.LowerPanel(s).CopyTo(several.LowerPanel(s));
            one.UpperPanel(s).CopyTo(several.UpperPanel(s));
        }

        AssertSolves(DenseReference.ToDense(matrix), several, transposed: false);
        AssertSolves(DenseReference.ToDense(matrix).Transpose(), several, transposed: true);
    }

    [TestMethod]
    public void Memory_of_a_small_factor_goes_back_to_the_process()
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(SparseProblems.Matrix("grid"), new FitContext());
        SupernodalFactor<double> factor = new(
            symbolic.Structure, symbolic.Schedule, isSymmetric: false, new FactorLayout(symbolic.Structure, false));
        ref double first = ref factor.PivotBlock(0)[0];
        int length = Enumerable.Range(0, symbolic.Structure.Count)
            .Sum(s => factor.PivotBlock(s).Length + (2 * factor.LowerPanel(s).Length));
        factor.Dispose();

        double[] next = ArrayPool<double>.Shared.Rent(length);
        Assert.IsTrue(Unsafe.AreSame(ref first, ref next[0]));
        ArrayPool<double>.Shared.Return(next);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => factor.PivotBlock(0).Clear());

        // A second time gives nothing back twice.
        factor.Dispose();
        double[] a = ArrayPool<double>.Shared.Rent(length), b = ArrayPool<double>.Shared.Rent(length);
        Assert.AreNotSame(a, b);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_cancelled_fit_stops(bool transposed)
    {
        SparseMatrix matrix = SparseProblems.Matrix("grid");
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        using SupernodalFactor<double> factor = Lu(matrix, symbolic);
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            factor.Solve(new ColumnBlock(matrix.NumberOfRows), transposed, new FitContext(null, 1, new CancellationToken(true))));
    }

    private static SupernodalFactor<double> Lu(SparseMatrix matrix, SymbolicFactor symbolic) =>
        SparseLu<double>.Compute(symbolic, -1, new FitContext());

    private static void AssertSolves(Matrix<double> dense, SupernodalFactor<double> factor, bool transposed)
    {
        double[] block = SparseProblems.RandomNumbers(4 * dense.RowCount, 3);
        Matrix<double> right = SparseProblems.ToMatrix(block);
        factor.Solve(new ColumnBlock(block), transposed, new FitContext());
        Matrix<double> found = SparseProblems.ToMatrix(block);
        Assert.IsInRange(0, 1e-14 * dense.FrobeniusNorm() * found.FrobeniusNorm(), ((dense * found) - right).FrobeniusNorm());
    }
}
