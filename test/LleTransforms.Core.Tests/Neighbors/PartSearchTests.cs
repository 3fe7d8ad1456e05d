using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Neighbors;

/// <summary>What a part keeps of the lists of the whole, against a search of the part.</summary>
[TestClass]
public sealed class PartSearchTests
{
    private const int Size = 600;
    private const int NeighborCount = 7;

    private int _searches;

    [TestMethod]
    [DataRow(3, 2)]
    [DataRow(3, 50)]
    [DataRow(30, 3)]
    [DataRow(1, 2)]
    public void Kept_lists_are_those_of_a_new_search(int columns, int step)
    {
        // A single column of few values has ties everywhere.
        CenteredFeatures whole = Rows(columns);
        NeighborGraph graph = NeighborSearches.Create(whole).FindGraph(NeighborCount, new FitContext());
        int[] rows = [.. Enumerable.Range(0, Size).Where(row => row % step != 1)];
        CenteredFeatures part = whole.Gather(rows);
        NeighborGraph expected = NeighborSearches.Create(part).FindGraph(NeighborCount, new FitContext());
        foreach (bool keeps in new[] { true, false })
        {
            NeighborGraph found = Search(keeps).FindGraph(part, rows, graph, new FitContext());
            CollectionAssert.AreEqual(expected.Indices, found.Indices);
            CollectionAssert.AreEqual(expected.SquaredDistances, found.SquaredDistances);
        }
    }

    [TestMethod]
    public void A_part_that_loses_nothing_is_not_searched()
    {
        CenteredFeatures whole = CenteredFeatures.Create(
            FeatureMatrix.FromArray(new double[,] { { 0 }, { 1 }, { 2 }, { 10 }, { 11 }, { 12 } }), new FitContext());
        NeighborGraph graph = NeighborSearches.Create(whole).FindGraph(2, new FitContext());
        int[] rows = [3, 4, 5];
        NeighborGraph found = Search(true).FindGraph(whole.Gather(rows), rows, graph, new FitContext());
        CollectionAssert.AreEqual(new[] { 1, 2, 0, 2, 1, 0 }, found.Indices);
        Assert.AreEqual(0, _searches);
        Search(false).FindGraph(whole.Gather(rows), rows, graph, new FitContext());
        Assert.AreEqual(1, _searches);
    }

    [TestMethod]
    public void A_part_of_fewer_rows_than_neighbors_has_as_many_as_there_are()
    {
        CenteredFeatures whole = Rows(3);
        NeighborGraph graph = NeighborSearches.Create(whole).FindGraph(NeighborCount, new FitContext());
        int[] rows = [4, 9, 300, 301];
        Assert.AreEqual(3, Search(true).FindGraph(whole.Gather(rows), rows, graph, new FitContext()).NumberOfNeighbors);
    }

    private PartSearch Search(bool keeps) => new(
        rows =>
        {
            _searches++;
            return NeighborSearches.Create(rows);
        },
        keeps);

    private static CenteredFeatures Rows(int columns)
    {
        float[] values = [.. SparseProblems.RandomNumbers(Size * columns, 5).Select(value => (float)value)];
        for (int i = 0; columns == 1 && i < Size; i++)
        {
            values[i] = i / 2;
        }

        return CenteredFeatures.Create(FeatureMatrix.FromRowMajor(values, Size, columns), new FitContext());
    }
}
