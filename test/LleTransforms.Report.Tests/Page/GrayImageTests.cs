using System.Buffers.Binary;
using System.IO.Compression;
using LleTransforms.Report.Figures;
using LleTransforms.Report.Page;
using LleTransforms.Report.Tests.Data;

namespace LleTransforms.Report.Tests.Page;

/// <summary>Pictures of grey pixels, read back by the rules of PNG, and the grid of images that is one.</summary>
[TestClass]
public sealed class GrayImageTests
{
    [TestMethod]
    public void A_picture_is_what_PNG_asks_for()
    {
        var picture = new GrayImage(3, 2);
        byte[] pixels = [0, 128, 255, 7, 8, 9];
        pixels.CopyTo(picture.Pixels, 0);

        byte[] file = picture.ToPng();

        CollectionAssert.AreEqual(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, file[..8]);
        Assert.AreEqual(3, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)));
        Assert.AreEqual(2, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        using var zip = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zip.CopyTo(rows);
        CollectionAssert.AreEqual(new byte[] { 0, 0, 128, 255, 0, 7, 8, 9 }, rows.ToArray());

        // The last block is the same in every file, its sum included.
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82 }, file[^12..]);
    }

    [TestMethod]
    public void A_grid_shows_images_where_rows_are_and_nothing_elsewhere()
    {
        (FeatureMatrix rows, _) = Roll.Make(400);
        LleModel model = Roll.Fit(rows);

        GrayImage picture = ReconstructedGrid.Draw(model, rows, model.Transform(rows), 3, 1, CancellationToken.None);

        Assert.AreEqual(48, picture.Width);
        Assert.AreEqual(16, picture.Height);
        Assert.IsTrue(picture.Pixels.Contains((byte)0));
        Assert.IsGreaterThan(40, picture.Pixels.Distinct().Count());
    }

    [TestMethod]
    [DataRow(2, 2)]
    [DataRow(3, null)]
    [DataRow(-3, -1)]
    public void A_size_that_is_not_that_of_the_rows_is_refused(int? width, int? height)
    {
        (FeatureMatrix rows, _) = Roll.Make(100);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => WrittenPage.Of(
            Roll.Fit(rows), rows, new EmbeddingReportOptions { ImageWidth = width, ImageHeight = height }));
        StringAssert.Contains(error.Message, "their product must be the number of columns, 3");
    }
}
