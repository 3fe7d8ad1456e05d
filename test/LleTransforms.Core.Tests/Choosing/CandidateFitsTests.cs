using LleTransforms.Choosing;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Choosing;

/// <summary>Which rows a choice of k fits, and which numbers of neighbours it tries.</summary>
[TestClass]
public sealed class CandidateFitsTests
{
    private static readonly FitContext Context = new();

    [TestMethod]
    [DataRow(60)]
    [DataRow(40)]
    [DataRow(39)]
    [DataRow(12)]
    public void Distinct_rows_stand_in_the_order_of_their_first_occurrence(int largestSampleSize)
    {
        // Rows 0, 1, 1, 2, 3, 3, ...: of three rows two are distinct.
        double[,] distinct = Manifolds.SwissRoll(40, 3).Rows;
        FeatureMatrix features =
            FeatureMatrix.FromArray(ArrayRows.FromRows([.. Enumerable.Range(0, 60).Select(row => distinct.Row(((2 * row) + 1) / 3))]));
        Assert.IsNotNull(features.Offset);

        FeatureMatrix rows = Sample(features, largestSampleSize, seed: 5);

        int[] chosen = AnchorRows.Choose(40, Math.Min(40, largestSampleSize), 5);
        Assert.AreEqual(chosen.Length, rows.NumberOfRows);
        for (int row = 0; row < chosen.Length; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                Assert.AreEqual(distinct[chosen[row], column], rows.Value(row, column), 1e-5);
            }
        }
    }

    [TestMethod]
    public void Rows_of_which_none_repeats_are_not_copied()
    {
        FeatureMatrix features = Manifolds.SwissRoll(40, 3).Features;
        Assert.AreSame(features, Sample(features, 40, seed: 5));
        Assert.AreSame(features, Sample(features, 2000, seed: 5));
    }

    [TestMethod]
    public void Sparse_rows_are_widened()
    {
        Documents documents = Documents.Create(30, 200, 6, 3, seed: 8);
        FeatureMatrix whole = Sample(documents.Sparse(always: true), 30, seed: 0);
        FeatureMatrix sample = Sample(documents.Sparse(always: true), 10, seed: 0);
        int[] chosen = AnchorRows.Choose(30, 10, 0);
        Assert.IsFalse(whole.IsSparse);
        CollectionAssert.AreEqual(documents.Dense().Values, whole.Values);
        CollectionAssert.AreEqual(chosen.SelectMany(documents.Whole).ToArray(), sample.Values);
    }

    [TestMethod]
    [DataRow(3, 3, 1, new[] { 3 })]
    [DataRow(3, 5, 1, new[] { 3, 4, 5 })]
    [DataRow(3, 8, 2, new[] { 3, 5, 7, 8 })]
    [DataRow(3, 7, 2, new[] { 3, 5, 7 })]
    [DataRow(3, 7, int.MaxValue, new[] { 3, 7 })]
    public void The_largest_k_is_always_tried(int smallest, int largest, int step, int[] expected) =>
        CollectionAssert.AreEqual(expected, new CandidateRange(smallest, largest, step, 5).NeighborCounts().ToArray());

    private static FeatureMatrix Sample(FeatureMatrix features, int largestSampleSize, int seed) =>
        CandidateFits.SampleDistinct(
            features, DistinctRows.Find(CenteredFeatures.Create(features, Context), Context).Representatives, largestSampleSize, seed);
}
