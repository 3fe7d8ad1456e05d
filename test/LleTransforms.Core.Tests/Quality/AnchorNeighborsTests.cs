using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Quality;

/// <summary>Distances of anchors to their nearest distinct rows, against all distances sorted.</summary>
[TestClass]
public sealed class AnchorNeighborsTests
{
    private static readonly FitContext Context = new();

    [TestMethod]
    [DataRow(null)]
    [DataRow(1)]
    [DataRow(23)]
    [DataRow(90)]
    public void Each_anchor_has_the_distances_of_its_nearest_rows(int? sampleSize)
    {
        // Ten rows come twice: they are no neighbours of themselves.
        (FeatureMatrix rows, _) = PseudoRandomRows.Make(90);
        FeatureMatrix repeated = FeatureMatrix.FromRowMajor([.. rows.Values, .. rows.Values[..50]], 100, 5);
        AnchorNeighbors found = AnchorNeighbors.Find(repeated, 6, "k", sampleSize, seed: 4, Context);

        Assert.AreEqual(90, found.NumberOfDistinctRows);
        AssertDistances(DistinctRows.Find(CenteredFeatures.Create(repeated, Context), Context).Features,
            AnchorRows.Choose(90, sampleSize ?? 90, 4), 6, found);
    }

    [TestMethod]
    [DataRow(11)]
    [DataRow(40)]
    public void Sparse_rows_are_anchors_too(int sampleSize)
    {
        FeatureMatrix sparse = Documents.Create(40, 300, 8, 4, seed: 2).Sparse(always: true);
        AnchorNeighbors found = AnchorNeighbors.Find(sparse, 5, "k", sampleSize, seed: 1, Context);
        AssertDistances(CenteredFeatures.Create(sparse, Context).Widen(Context), AnchorRows.Choose(40, sampleSize, 1), 5, found);
    }

    [TestMethod]
    public void Of_more_than_5000_distinct_rows_5000_are_anchors()
    {
        FeatureMatrix line = FeatureMatrix.FromRowMajor([.. Enumerable.Range(0, 5100).Select(row => (float)Math.Sqrt(row))], 5100, 1);
        Assert.AreEqual(5000, AnchorNeighbors.Find(line, 2, "k", null, 0, Context).AnchorCount);
    }

    [TestMethod]
    public void A_row_has_one_neighbour_less_than_there_are_distinct_rows()
    {
        FeatureMatrix rows = FeatureMatrix.FromRowMajor([1, 2, 4, 8, 8], 5, 1);
        Assert.AreEqual(4, AnchorNeighbors.Find(rows, 3, "k", null, 0, Context).AnchorCount);
        var error = Assert.ThrowsExactly<ArgumentException>(() => AnchorNeighbors.Find(rows, 4, "k", null, 0, Context));
        Assert.Contains("k is 4; features has 5 rows of which 4 are distinct, so each has at most 3 neighbours.", error.Message);
        Assert.AreEqual("k", error.ParamName);
    }

    [TestMethod]
    public void Rows_that_cannot_be_measured_are_refused()
    {
        FeatureMatrix two = FeatureMatrix.FromRowMajor([1, 2], 2, 1), broken = FeatureMatrix.FromRowMajor([1, 2, float.NaN, 4], 4, 1);
        Assert.Contains("features has 2 rows; this figure needs at least 3", Assert.ThrowsExactly<ArgumentException>(
            () => AnchorNeighbors.Find(two, 1, "k", null, 0, Context)).Message);
        Assert.Contains("features holds NaN in row 2, column 0", Assert.ThrowsExactly<ArgumentException>(
            () => AnchorNeighbors.Find(broken, 1, "k", null, 0, Context)).Message);
    }

    private static void AssertDistances(CenteredFeatures distinct, int[] anchors, int neighborCount, AnchorNeighbors found)
    {
        var rows = FeatureMatrix.FromRowMajor(distinct.Values, distinct.NumberOfRows, distinct.NumberOfColumns);
        Assert.AreEqual(anchors.Length, found.AnchorCount);
        for (int anchor = 0; anchor < anchors.Length; anchor++)
        {
            double[] expected = NaiveDimension.SquaredDistances(rows, anchors[anchor])[..neighborCount];
            double[] actual = found.SquaredDistances(anchor).ToArray();
            Assert.HasCount(neighborCount, actual);
            for (int j = 0; j < neighborCount; j++)
            {
                Assert.AreEqual(expected[j], actual[j], 1e-6 * expected[j]);
            }
        }
    }
}
