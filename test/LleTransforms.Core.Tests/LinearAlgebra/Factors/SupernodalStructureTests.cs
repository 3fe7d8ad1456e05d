using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Supernodes against the fill of the factor, column by column.</summary>
[TestClass]
public class SupernodalStructureTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Borders_hold_the_rows_of_all_their_columns(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        foreach (int[] order in SparseProblems.Orders(pattern))
        {
            SupernodalStructure structure = Build(pattern, order);
            int[][] fill = SparseProblems.Fill(pattern, structure.Tree.Order);
            Assert.AreEqual(0, structure.FirstPivots[0]);
            Assert.AreEqual(pattern.Size, structure.FirstPivots[structure.Count]);
            for (int s = 0; s < structure.Count; s++)
            {
                int end = structure.FirstPivots[s + 1];
                Assert.IsGreaterThan(0, structure.PivotCount(s));
                int[] rows = [.. Enumerable.Range(structure.FirstPivots[s], structure.PivotCount(s)).SelectMany(j => fill[j])
                    .Where(i => i >= end).Distinct().Order()];
                CollectionAssert.AreEqual(rows, structure.Border(s).ToArray());
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void The_parent_owns_the_first_row_of_the_border(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        foreach (int[] order in SparseProblems.Orders(pattern))
        {
            SupernodalStructure structure = Build(pattern, order);
            List<int>[] children = [.. Enumerable.Range(0, structure.Count).Select(_ => new List<int>())];
            for (int s = 0; s < structure.Count; s++)
            {
                int parent = structure.BorderCount(s) == 0
                    ? -1
                    : Enumerable.Range(0, structure.Count).Single(t =>
                        structure.FirstPivots[t] <= structure.Border(s)[0] && structure.Border(s)[0] < structure.FirstPivots[t + 1]);
                Assert.AreEqual(parent, structure.Parents[s]);
                if (parent >= 0)
                {
                    children[parent].Add(s);
                }
            }

            for (int s = 0; s < structure.Count; s++)
            {
                List<int> linked = [];
                for (int child = structure.ChildHeads[s]; child >= 0; child = structure.ChildNext[child])
                {
                    linked.Add(child);
                }

                CollectionAssert.AreEqual(children[s], linked);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void A_supernode_stores_few_zeros_and_swallows_its_last_child_while_it_does(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        foreach (int[] order in SparseProblems.Orders(pattern))
        {
            SupernodalStructure structure = Build(pattern, order);
            for (int s = 0; s < structure.Count; s++)
            {
                (long zeros, double allowed) =
                    Zeros(structure, structure.FirstPivots[s], structure.FirstPivots[s + 1], structure.BorderCount(s));
                Assert.IsTrue(zeros <= allowed, $"{zeros} zeros of {allowed}");
                if (s > 0 && structure.Parents[s - 1] == s)
                {
                    (zeros, allowed) =
                        Zeros(structure, structure.FirstPivots[s - 1], structure.FirstPivots[s + 1], structure.BorderCount(s));
                    Assert.IsTrue(zeros > allowed, $"{zeros} zeros of {allowed}: the child {s - 1} might have been taken");
                }
            }
        }
    }

    [TestMethod]
    public void Columns_of_one_structure_are_one_supernode()
    {
        SupernodalStructure complete = Build(SparseProblems.Graph("complete"), [.. Enumerable.Range(0, 23)]);
        Assert.AreEqual(1, complete.Count);
        Assert.AreEqual(5, Build(SparseProblems.Graph("isolated"), [.. Enumerable.Range(0, 5)]).Count);
    }

    [TestMethod]
    public void A_tree_of_another_pattern_is_refused()
    {
        SymmetricPattern cycle = SparseProblems.Graph("cycle");
        EliminationTree tree = EliminationTree.Build(cycle, [.. Enumerable.Range(0, cycle.Size)], new FitContext());
        SymmetricPattern empty =
            SparseProblems.Pattern(SparseProblems.FromDense(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(cycle.Size)));
        Assert.ThrowsExactly<InvalidOperationException>(() => SupernodalStructure.Build(empty, tree));
    }

    /// <summary>What a supernode of these pivots stores without need, and what it may: all for 4 pivots,
    /// half for 16, a tenth for 48, a twentieth beyond.</summary>
    private static (long Zeros, double Allowed) Zeros(SupernodalStructure structure, int first, int end, int border)
    {
        long pivots = end - first;
        long stored = (pivots * (pivots + 1) / 2) + (pivots * border);
        long needed = Enumerable.Range(first, end - first).Sum(j => (long)structure.Tree.ColumnCounts[j]);
        double share = pivots switch { <= 4 => 1, <= 16 => 0.5, <= 48 => 0.1, _ => 0.05 };
        return (stored - needed, share * stored);
    }

    private static SupernodalStructure Build(SymmetricPattern pattern, int[] order) =>
        SupernodalStructure.Build(pattern, EliminationTree.Build(pattern, order, new FitContext()));
}
