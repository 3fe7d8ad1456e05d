using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Neighbors;

/// <summary>Neighbours by distances that were given, against a sort of them.</summary>
[TestClass]
public sealed class DistanceSearchTests
{
    private const int Rows = 700, Neighbors = 6;

    private static readonly FitContext _context = new();
    private static readonly FeatureMatrix _table = FeatureMatrix.FromArray(DistanceTables.Fill(
        Rows, Rows, (row, column) => row == column ? 0 : 1 + (((row + 7) * (column + 7) * 31) % 23)));

    [TestMethod]
    public void Neighbours_are_the_smallest_distances_without_the_row_and_ties_go_to_the_smaller_number()
    {
        INeighborSearch search = Search(DistanceTable.Of(_table, _context));
        NeighborGraph graph = search.FindGraph(Neighbors, _context);
        NeighborGraph onOne = search.FindGraph(Neighbors, new FitContext(numberOfThreads: 1));

        CollectionAssert.AreEqual(graph.Indices, onOne.Indices);
        for (int row = 0; row < Rows; row++)
        {
            int[] expected = [.. Enumerable.Range(0, Rows).Where(other => other != row)
                .OrderBy(other => _table.Value(row, other)).ThenBy(other => other).Take(Neighbors)];
            CollectionAssert.AreEqual(expected, graph.Of(row).ToArray(), $"row {row}");
            double nearest = Math.Pow(_table.Value(row, expected[0]) / 32, 2);
            Assert.AreEqual(nearest, graph.SquaredDistances[row * Neighbors], 1e-15);
        }
    }

    [TestMethod]
    public void Some_of_the_rows_are_found_by_their_own_columns_one_by_one_or_together()
    {
        CenteredFeatures all = DistanceTable.Of(_table, _context);
        int[] kept = [.. Enumerable.Range(0, Rows).Where(row => row % 3 == 1)];
        INeighborSearch search = Search(all.Gather(kept));
        NeighborGraph batch = search.FindNearestOf(all, Neighbors, _context);
        int[] indices = new int[Neighbors];
        double[] squares = new double[Neighbors];
        for (int row = 0; row < Rows; row += 13)
        {
            int[] expected =
                [.. Enumerable.Range(0, kept.Length).OrderBy(i => _table.Value(row, kept[i])).ThenBy(i => i).Take(Neighbors)];
            search.FindNearest(all.Row(row), indices, squares);

            CollectionAssert.AreEqual(expected, indices);
            CollectionAssert.AreEqual(expected, batch.Of(row).ToArray());
            CollectionAssert.AreEqual(squares, batch.SquaredDistances[(row * Neighbors)..((row + 1) * Neighbors)]);
        }
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(-1e-9f)]
    public void A_query_that_cannot_be_a_row_of_distances_is_at_no_distance(float value)
    {
        CenteredFeatures all = DistanceTable.Of(_table, _context);
        float[] query = all.Row(5).ToArray();
        query[^1] = value;
        double[] squares = new double[Neighbors];
        Search(all).FindNearest(query, new int[Neighbors], squares);

        Assert.IsTrue(squares.All(double.IsNaN));
        Assert.IsTrue(Search(all).FindNearestBatch(query, 1, Neighbors, _context).SquaredDistances.All(double.IsNaN));
    }

    private static INeighborSearch Search(CenteredFeatures distances) =>
        NeighborSearches.Create(distances, LleNeighborSearch.Auto, LleMetric.Precomputed, null, _context);
}
