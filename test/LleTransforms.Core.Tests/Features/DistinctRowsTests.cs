using LleTransforms.Running;

namespace LleTransforms.Features;

[TestClass]
public sealed class DistinctRowsTests
{
    [TestMethod]
    public void Equal_rows_share_the_index_of_their_first()
    {
        DistinctRows distinct = DistinctRows.Find(Rows(1, [5, 3, 5, 4, 3, 5]), new FitContext());

        CollectionAssert.AreEqual(new[] { 0, 1, 3 }, distinct.Representatives);
        CollectionAssert.AreEqual(new[] { 0, 1, 0, 2, 1, 0 }, distinct.DistinctIndexOfRow);
        CollectionAssert.AreEqual(new float[] { 5, 3, 4 }, distinct.Features.Values);
        Assert.IsFalse(distinct.AllDistinct);
        Assert.IsFalse(distinct.AllEqual);
    }

    [TestMethod]
    public void Distinct_rows_are_not_copied()
    {
        CenteredFeatures features = Rows(2, [1, 2, 2, 1, 1, 1]);

        DistinctRows distinct = DistinctRows.Find(features, new FitContext());

        Assert.AreSame(features, distinct.Features);
        Assert.IsTrue(distinct.AllDistinct);
    }

    [TestMethod]
    public void Negative_zero_equals_zero()
    {
        Assert.IsTrue(DistinctRows.Find(Rows(2, [0f, 1f, -0f, 1f]), new FitContext()).AllEqual);
    }

    [TestMethod]
    public void A_grid_doubled_many_times_over_folds_back()
    {
        const int Width = 40;
        var values = new float[5 * Width * Width * 3];
        for (int i = 0; i < values.Length / 3; i++)
        {
            values[3 * i] = i % Width;
            values[(3 * i) + 1] = i / Width % Width;
        }

        DistinctRows distinct = DistinctRows.Find(Rows(3, values), new FitContext(numberOfThreads: 2));

        Assert.AreEqual(Width * Width, distinct.Count);
        Assert.IsTrue(Enumerable.Range(0, values.Length / 3).All(i => distinct.DistinctIndexOfRow[i] == i % (Width * Width)));
    }

    [TestMethod]
    public void Lookup_finds_the_first_equal_row_and_no_other()
    {
        var random = new Random(2);
        float[] values = [.. Enumerable.Range(0, 3000).Select(_ => (float)random.Next(4))];
        CenteredFeatures features = Rows(5, values);
        var lookup = new RowLookup(features);
        DistinctRows distinct = DistinctRows.Find(features, new FitContext());

        for (int row = 0; row < features.NumberOfRows; row++)
        {
            Assert.AreEqual(distinct.Representatives[distinct.DistinctIndexOfRow[row]], lookup.IndexOf(features.Row(row)));
        }

        Assert.AreEqual(-1, lookup.IndexOf([0, 1, 2, 3, 0.5f]));
        Assert.AreEqual(-1, lookup.IndexOf([float.NaN, 1, 2, 3, 0]));
        Assert.AreEqual(lookup.IndexOf([0, 1, 2, 3, 0]), lookup.IndexOf([-0f, 1, 2, 3, -0f]));
    }

    [TestMethod]
    public void Equal_rows_take_the_label_of_their_majority_and_the_smallest_of_a_tie()
    {
        DistinctRows distinct = DistinctRows.Find(Rows(1, [5, 3, 5, 4, 3, 5]), new FitContext());

        CollectionAssert.AreEqual(new[] { 8, 2, 6 }, distinct.LabelsByMajority([8, 7, 1, 6, 2, 8]));
    }

    private static CenteredFeatures Rows(int columnCount, float[] values) =>
        new(values, values.Length / columnCount, new double[columnCount], 0);
}
