using LleTransforms.Spectral;

namespace LleTransforms.Core.Tests.Spectral;

[TestClass]
public class MinimumDegreeOrderingTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Every_vertex_is_eliminated_once(int seed)
    {
        int[] order = MinimumDegreeOrdering.Compute(Pattern(AlignmentProblems.Cube(200, 1 + (2 * seed), 7, seed).Residual), new FitContext());
        CollectionAssert.AreEqual(Enumerable.Range(0, 200).ToArray(), order.Order().ToArray());
    }

    [TestMethod]
    public void A_star_leaves_its_centre_to_the_end()
    {
        SparseMatrix star = Star(40);
        SymmetricPattern pattern = Pattern(star);
        EliminationTree tree = EliminationTree.Build(pattern, MinimumDegreeOrdering.Compute(pattern, new FitContext()), new FitContext());
        Assert.AreEqual(40 + 39, tree.ColumnCounts.Sum());
    }

    [TestMethod]
    public void Counted_columns_are_those_of_an_elimination_by_hand()
    {
        SymmetricPattern pattern = Pattern(AlignmentProblems.SwissRoll(150, 6, 2).Residual);
        EliminationTree tree = EliminationTree.Build(pattern, MinimumDegreeOrdering.Compute(pattern, new FitContext()), new FitContext());
        CollectionAssert.AreEqual(EliminateByHand(pattern, tree.Order), tree.ColumnCounts);
    }

    [TestMethod]
    public void Fill_is_far_below_that_of_the_given_order()
    {
        SymmetricPattern pattern = Pattern(AlignmentProblems.SwissRoll(300, 6, 2).Residual);
        long given = EliminationTree.Build(pattern, Enumerable.Range(0, 300).ToArray(), new FitContext()).ColumnCounts.Sum(c => (long)c);
        long ordered = EliminationTree.Build(pattern, MinimumDegreeOrdering.Compute(pattern, new FitContext()), new FitContext()).ColumnCounts.Sum(c => (long)c);
        Assert.IsInRange(0, given / 3, ordered);
    }

    private static SymmetricPattern Pattern(SparseMatrix matrix) => SymmetricPattern.Of(matrix, matrix.Transpose(), new FitContext());

    private static SparseMatrix Star(int n)
    {
        SortedDictionary<int, double>[] rows = new SortedDictionary<int, double>[n];
        for (int i = 0; i < n; i++)
        {
            rows[i] = new SortedDictionary<int, double> { [i] = 1, [0] = 1 };
        }

        return AlignmentProblems.FromSortedRows(rows);
    }

    private static int[] EliminateByHand(SymmetricPattern pattern, int[] order)
    {
        int n = pattern.Size;
        HashSet<int>[] neighbors = new HashSet<int>[n];
        for (int i = 0; i < n; i++)
        {
            neighbors[i] = [.. pattern.Neighbors[pattern.Starts[i]..pattern.Starts[i + 1]]];
        }

        int[] counts = new int[n];
        for (int k = 0; k < n; k++)
        {
            int pivot = order[k];
            counts[k] = neighbors[pivot].Count + 1;
            foreach (int i in neighbors[pivot])
            {
                neighbors[i].UnionWith(neighbors[pivot]);
                neighbors[i].Remove(i);
                neighbors[i].Remove(pivot);
            }
        }

        return counts;
    }
}
