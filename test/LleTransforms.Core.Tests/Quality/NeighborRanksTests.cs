using LleTransforms.Quality;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class NeighborRanksTests
{
    [TestMethod]
    public void Equal_rows_and_tied_distances_are_ranked_by_index() => AssertRanks(FeatureMatrix.FromRowMajor([0, 1, 1, 0, 2, 1, 0], 7, 1));

    [TestMethod]
    public void Many_ties_are_ranked_by_index()
    {
        // Enough rows that a sort which is not stable mixes equals.
        AssertRanks(FeatureMatrix.FromRowMajor([.. Enumerable.Range(0, 70).Select(row => (float)(row * row % 7))], 70, 1));
        AssertRanks(FeatureMatrix.FromRowMajor(new float[40], 40, 1));
    }

    [TestMethod]
    public void Rows_without_ties_are_ranked_by_distance() => AssertRanks(PseudoRandomRows.Make(60).Features);

    private static void AssertRanks(FeatureMatrix rows)
    {
        var ranks = new NeighborRanks(rows);
        int[,] expected = NaiveRanks.Of(rows);
        for (int anchor = 0; anchor < rows.NumberOfRows; anchor++)
        {
            CollectionAssert.AreEqual(
                Enumerable.Range(0, rows.NumberOfRows).Select(other => expected[anchor, other]).ToArray(), ranks.SeenFrom(anchor).ToArray(),
                $"from {anchor}");
        }
    }
}
