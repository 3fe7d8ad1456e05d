using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

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
            using SupernodalFactor<double> factor = SparseLu<double>.Compute(symbolic, 0, new FitContext(null, workers));
            AssertForeseen(symbolic.PlanOf(FactorKind.Lu), workers, factor);
        }

        AssemblesTo(matrix, symmetric =>
        {
            SymbolicFactor analyzed = SymbolicFactor.Analyze(symmetric, new FitContext(), isSymmetric: true);
            using SupernodalFactor<double> factor = SparseCholesky.Compute(analyzed, 1e-6, new FitContext(), workers: 1);
            AssertForeseen(analyzed.PlanOf(FactorKind.Cholesky), 1, factor);
            Assert.IsGreaterThan(analyzed.PlanOf(FactorKind.Cholesky).PeakBytes(1), analyzed.PeakBytes(FactorKind.Cholesky, 1));
        });
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Every_supernode_follows_its_children(string shape)
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(SparseProblems.Matrix(shape), new FitContext());
        SupernodalStructure structure = symbolic.Structure;
        FrontalPlan plan = symbolic.PlanOf(FactorKind.Lu);
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

    private static void AssertForeseen(FrontalPlan plan, int workers, SupernodalFactor<double> factor)
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
