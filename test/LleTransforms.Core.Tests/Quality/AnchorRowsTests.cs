using LleTransforms.Quality;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class AnchorRowsTests
{
    [TestMethod]
    [DataRow(3, 3)]
    [DataRow(5000, 5000)]
    [DataRow(5001, 1000)]
    [DataRow(1_000_000, 1000)]
    public void All_of_5000_rows_are_anchors_and_1000_of_more(int rowCount, int expected) =>
        Assert.AreEqual(expected, AnchorRows.ResolveSize(rowCount, null));

    [TestMethod]
    public void Another_default_serves_more_than_5000_rows_only()
    {
        Assert.AreEqual(5000, AnchorRows.ResolveSize(5000, null, 700));
        Assert.AreEqual(700, AnchorRows.ResolveSize(5001, null, 700));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(17)]
    [DataRow(40)]
    public void A_size_in_range_is_taken_as_it_is(int asked) => Assert.AreEqual(asked, AnchorRows.ResolveSize(40, asked));

    [TestMethod]
    [DataRow(-1)]
    [DataRow(0)]
    [DataRow(41)]
    public void A_size_out_of_range_is_refused(int asked)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnchorRows.ResolveSize(40, asked));
        Assert.Contains($"SampleSize is {asked}; it must lie between 1 and the number of rows, 40.", error.Message);
    }
}
