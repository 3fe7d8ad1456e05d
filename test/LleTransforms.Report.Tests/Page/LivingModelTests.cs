using LleTransforms.Report.Tests.Data;

namespace LleTransforms.Report.Tests.Page;

/// <summary>Pages of models that were made from models: each shows that model's own rows and coordinates.</summary>
[TestClass]
public sealed class LivingModelTests
{
    private const int Known = 150, All = 180;

    private static readonly FeatureMatrix _rows = Roll.Make(All).Rows;

    [TestMethod]
    public void A_grown_model_shows_old_and_new_rows()
    {
        LleModel model = LocallyLinearEmbedding.Fit(
            Take(0, Known), new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 10, KeepsGraph = true });

        AssertShows(model.Extend(Take(Known, All - Known)).Model, _rows);
    }

    [TestMethod]
    public void An_aligned_model_shows_its_new_axes()
    {
        LleModel before = Roll.Fit(Take(0, Known)), after = Roll.Fit(_rows);
        LleModel aligned = after.AlignTo(before, _rows).Model;

        Assert.AreNotEqual(after.Coordinates(0)[0], aligned.Coordinates(0)[0]);
        AssertShows(aligned, _rows);
    }

    [TestMethod]
    public void A_model_without_some_rows_shows_those_that_are_left()
    {
        int[] removed = [0, 7, 8, 9, All - 1];
        LleModel less = Roll.Fit(_rows).Without(removed);
        float[] left = [.. Enumerable.Range(0, All).Except(removed).SelectMany(row => _rows.Row(row).ToArray())];

        AssertShows(less, FeatureMatrix.FromRowMajor(left, All - removed.Length, 3));
        Assert.ThrowsExactly<ArgumentException>(() => WrittenPage.Of(less, _rows));
    }

    private static FeatureMatrix Take(int start, int count) =>
        FeatureMatrix.FromRowMajor(
        [.. Enumerable.Range(start, count).SelectMany(row => _rows.Row(row).ToArray())], count, 3);

    private static void AssertShows(LleModel model, FeatureMatrix rows)
    {
        WrittenPage page = WrittenPage.Of(model, rows);
        float[] coordinates = page.Numbers<float>("embedding");

        Assert.HasCount(2 * rows.NumberOfRows, coordinates);
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            Assert.AreEqual((float)model.Coordinates(row)[0], coordinates[2 * row]);
            Assert.AreEqual((float)model.Coordinates(row)[1], coordinates[(2 * row) + 1]);
        }
    }
}
