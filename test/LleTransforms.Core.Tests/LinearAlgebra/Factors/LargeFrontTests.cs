using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Where the memory of large factorisations comes from, and that of small ones.</summary>
[TestClass]
public sealed class LargeFrontTests
{
    [TestMethod]
    public void Large_panels_are_made_when_they_are_stored_and_small_ones_share_an_array()
    {
        // At the peak the second piece has been copied out of its front.
        const int Large = 2400;
        using SupernodalFactor<double> factor = FactorPieces(Large, out SymbolicFactor symbolic);
        FrontalPlan plan = symbolic.PlanOf(FactorKind.Lu);
        Assert.IsFalse(plan.IsPooled);
        Assert.AreEqual(2048, plan.Layout.SharedLength);
        Assert.AreEqual(2048 + (2 * Large * Large), plan.StoredLength);
        Assert.AreEqual(8.0 * (2048 + (3 * Large * Large)), factor.PeakBytes, 0.02 * factor.PeakBytes);
        Assert.AreEqual(0, factor.Reserve(0), "It is there.");
    }

    [TestMethod]
    public void A_small_factorisation_takes_its_memory_from_the_shared_pool()
    {
        // Both pieces, 360,000 numbers each, and the small ones share an array; a front is another.
        using SupernodalFactor<double> factor = FactorPieces(600, out SymbolicFactor symbolic);
        FrontalPlan plan = symbolic.PlanOf(FactorKind.Lu);
        Assert.IsTrue(plan.IsPooled);
        Assert.AreEqual(1 << 20, plan.StoredLength);
        Assert.AreEqual(plan.StoredLength, plan.Layout.SharedLength);
        Assert.AreEqual(8.0 * ((1 << 20) + (1 << 19)), factor.PeakBytes);
    }

    [TestMethod]
    public void Where_the_process_may_use_little_nothing_goes_to_the_pool_that_the_next_solver_needs()
    {
        using SupernodalFactor<double> factor = FactorPieces(600, out SymbolicFactor symbolic);
        double least = 16 * symbolic.PlanOf(FactorKind.Lu).PeakBytes(1);
        Assert.IsTrue(FrontalPlan.Of(symbolic.Structure, symbolic.Schedule, FactorKind.Lu, least).IsPooled);
        Assert.IsFalse(FrontalPlan.Of(symbolic.Structure, symbolic.Schedule, FactorKind.Lu, 0.99 * least).IsPooled);
    }

    /// <summary>Factors two full pieces of some rows, and 200 of 3 rows.</summary>
    private static SupernodalFactor<double> FactorPieces(int large, out SymbolicFactor symbolic)
    {
        const int Small = 3, Pieces = 200;
        int n = (2 * large) + (Small * Pieces);
        int Piece(int i) => i < 2 * large ? i / large : 2 + ((i - (2 * large)) / Small);
        Matrix<double> dense = Matrix<double>.Build.Dense(n, n, (i, j) => Piece(i) != Piece(j) ? 0 : i == j ? n : 1);
        symbolic = SymbolicFactor.Analyze(SparseProblems.FromDense(dense), new FitContext());
        return SparseLu<double>.Compute(symbolic, -1, new FitContext(), workers: 1);
    }
}
