using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

/// <summary>The elimination tree against an elimination of the graph by hand.</summary>
[TestClass]
public class EliminationTreeTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Parents_and_counts_are_those_of_the_fill(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        foreach (int[] order in SparseProblems.Orders(pattern))
        {
            EliminationTree tree = EliminationTree.Build(pattern, order, new FitContext());
            int[][] fill = SparseProblems.Fill(pattern, tree.Order);
            CollectionAssert.AreEqual(fill.Select(column => column.Length == 0 ? -1 : column[0]).ToArray(), tree.Parent);
            CollectionAssert.AreEqual(fill.Select(column => column.Length + 1).ToArray(), tree.ColumnCounts);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void The_refined_order_fills_in_as_the_given_one(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        foreach (int[] order in SparseProblems.Orders(pattern))
        {
            EliminationTree tree = EliminationTree.Build(pattern, order, new FitContext());
            int[][] fill = SparseProblems.Fill(pattern, order);
            for (int k = 0; k < order.Length; k++)
            {
                Assert.AreEqual(fill[k].Length + 1, tree.ColumnCounts[tree.Position[order[k]]]);
                Assert.AreEqual(k, tree.Position[tree.Order[k]]);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Subtrees_stand_together_and_the_largest_before_its_parent(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        foreach (int[] order in SparseProblems.Orders(pattern))
        {
            EliminationTree tree = EliminationTree.Build(pattern, order, new FitContext());
            int n = order.Length;
            int[] size = new int[n];
            int[] largestChild = new int[n];
            for (int k = 0; k < n; k++)
            {
                size[k]++;
                int first = k - size[k] + 1;
                Assert.IsTrue(Enumerable.Range(first, size[k] - 1).All(i => tree.Parent[i] > i && tree.Parent[i] <= k),
                    "a subtree is a range that ends with its root");
                if (size[k] > 1)
                {
                    Assert.AreEqual(largestChild[k], size[k - 1]);
                }

                if (tree.Parent[k] >= 0)
                {
                    size[tree.Parent[k]] += size[k];
                    largestChild[tree.Parent[k]] = Math.Max(largestChild[tree.Parent[k]], size[k]);
                }
            }
        }
    }

    [TestMethod]
    public void A_long_path_is_counted_without_a_walk_of_its_own_length_each_time()
    {
        // Every pointer of the disjoint sets is followed here and shortened again.
        const int N = 3000;
        SymmetricPattern pattern = SparseProblems.Pattern(AlignmentProblems.FromSortedRows(
            [.. Enumerable.Range(0, N).Select(i => new SortedDictionary<int, double> { [i] = 1, [Math.Max(0, i - 1)] = 1, [N - 1] = 1 })]));
        EliminationTree tree = EliminationTree.Build(pattern, [.. Enumerable.Range(0, N)], new FitContext());
        CollectionAssert.AreEqual(Enumerable.Range(0, N).Select(k => Math.Min(3, N - k)).ToArray(), tree.ColumnCounts);
    }

    [TestMethod]
    public void A_cancelled_fit_stops()
    {
        SymmetricPattern pattern = SparseProblems.Graph("grid");
        int[] order = [.. Enumerable.Range(0, pattern.Size)];
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            EliminationTree.Build(pattern, order, new FitContext(null, 1, new CancellationToken(true))));
    }
}
