using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>What a factorisation holds is counted before it is done.</summary>
[TestClass]
public sealed class FrontalPlanTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    private static IEnumerable<string> Sets => ["roll", "manifold of 4", "cube of 8", "normal", "blocks", .. SparseProblems.Names];

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void What_is_held_at_the_peak_was_counted_before(string set)
    {
        SparseMatrix matrix = Matrix(set);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        foreach (int workers in (int[])[1, 2, 5])
        {
            using SupernodalFactor factor = SparseLu.Compute(symbolic, 0, new FitContext(null, workers));
            AssertForeseen(symbolic.PlanOf(isSymmetric: false), workers, factor);
        }

        AssemblesTo(matrix, symmetric =>
        {
            SymbolicFactor analyzed = SymbolicFactor.Analyze(symmetric, new FitContext(), isSymmetric: true);
            using SupernodalFactor factor = SparseCholesky.Compute(analyzed, 1e-6, new FitContext(), workers: 1);
            AssertForeseen(analyzed.PlanOf(isSymmetric: true), 1, factor);
            Assert.IsGreaterThan(analyzed.PlanOf(isSymmetric: true).PeakBytes(1), analyzed.PeakBytes(1));
        });
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Every_supernode_follows_its_children(string shape)
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(SparseProblems.Matrix(shape), new FitContext());
        SupernodalStructure structure = symbolic.Structure;
        FrontalPlan plan = symbolic.PlanOf(isSymmetric: false);
        List<int> order = [];
        foreach ((int first, int root) in symbolic.Schedule.Subtrees)
        {
            int[] subtree = plan.Sequence[first..(root + 1)];
            CollectionAssert.AreEqual(Enumerable.Range(first, root + 1 - first).ToArray(), subtree.Order().ToArray());
            order.AddRange(subtree);
        }

        CollectionAssert.AreEqual(symbolic.Schedule.Top.ToArray(), plan.TopSequence.Order().ToArray());
        order.AddRange(plan.TopSequence);
        int[] place = new int[structure.Count];
        for (int i = 0; i < place.Length; i++)
        {
            place[order[i]] = i;
        }

        for (int s = 0; s < place.Length; s++)
        {
            Assert.IsTrue(structure.Parents[s] < 0 || place[structure.Parents[s]] > place[s]);
        }
    }

    [TestMethod]
    public void Large_panels_are_made_when_they_are_stored_and_small_ones_share_an_array()
    {
        // At the peak the second piece has been copied out of its front.
        const int Large = 2400;
        using SupernodalFactor factor = FactorPieces(Large, out FrontalPlan plan);
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
        using SupernodalFactor factor = FactorPieces(600, out FrontalPlan plan);
        Assert.IsTrue(plan.IsPooled);
        Assert.AreEqual(1 << 20, plan.StoredLength);
        Assert.AreEqual(plan.StoredLength, plan.Layout.SharedLength);
        Assert.AreEqual(8.0 * ((1 << 20) + (1 << 19)), factor.PeakBytes);
    }

    /// <summary>Factors two full pieces of some rows, and 200 of 3 rows.</summary>
    private static SupernodalFactor FactorPieces(int large, out FrontalPlan plan)
    {
        const int Small = 3, Pieces = 200;
        int n = (2 * large) + (Small * Pieces);
        int Piece(int i) => i < 2 * large ? i / large : 2 + ((i - (2 * large)) / Small);
        Matrix<double> dense = Matrix<double>.Build.Dense(n, n, (i, j) => Piece(i) != Piece(j) ? 0 : i == j ? n : 1);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(SparseProblems.FromDense(dense), new FitContext());
        plan = symbolic.PlanOf(isSymmetric: false);
        return SparseLu.Compute(symbolic, -1, new FitContext(), workers: 1);
    }

    private static void AssertForeseen(FrontalPlan plan, int workers, SupernodalFactor factor)
    {
        double counted = plan.PeakBytes(workers);
        Assert.IsInRange(0, counted, factor.PeakBytes);
        if (workers == 1)
        {
            // How many of several threads really had an arena is for the scheduler to say.
            Assert.IsInRange(counted / 1.25, counted, factor.PeakBytes);
        }
    }

    private static SparseMatrix Matrix(string set) => set switch
    {
        "roll" => AlignmentProblems.SwissRoll(800, 10, 1).Residual,
        "manifold of 4" => AlignmentProblems.Cube(800, 4, 12, 1).Residual,
        "cube of 8" => AlignmentProblems.Cube(800, 8, 12, 1).Residual,
        "normal" => AlignmentProblems.Cube(500, 40, 12, 1).Residual,
        "blocks" => Blocks(AlignmentProblems.SwissRoll(300, 10, 1).Residual),
        _ => SparseProblems.Matrix(set),
    };

    private static SparseMatrix Blocks(SparseMatrix one)
    {
        int n = one.NumberOfRows, entries = one.NonzeroCount;
        return new SparseMatrix(
            2 * n, 2 * n,
            [.. one.RowStarts, .. one.RowStarts[1..].Select(start => start + entries)],
            [.. one.Columns[..entries], .. one.Columns[..entries].Select(column => column + n)],
            [.. one.Values[..entries], .. one.Values[..entries]]);
    }

    private static void AssemblesTo(SparseMatrix matrix, Action<SparseMatrix> check)
    {
        if (matrix.NumberOfRows <= 500)
        {
            check(AlignmentProblems.Assemble(new FactoredAlignment(matrix, 0)).Matrix);
        }
    }
}
