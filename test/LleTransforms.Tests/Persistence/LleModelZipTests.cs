using System.IO.Compression;
using LleTransforms.TestFramework;
using LleTransforms.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tests.Persistence;

/// <summary>What a zip may say of itself.</summary>
[TestClass]
public sealed class LleModelZipTests
{
    [TestMethod]
    public void A_saved_model_passes_and_the_stream_stays_where_it_was()
    {
        var context = new MLContext();
        var data = Samples.View(context, Samples.Sheet(40));
        byte[] zip = SavedModel.Save(context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 6).Fit(data), data.Schema);
        using var stream = new MemoryStream(zip);

        LleModelZip.Check(stream);

        Assert.AreEqual(0, stream.Position);
        Assert.IsNotNull(context.Model.Load(stream, out _));
    }

    [TestMethod]
    public void A_file_is_checked_like_a_stream()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Persistence", "version-1", "Standard.zip");
        LleModelZip.Check(file);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => LleModelZip.Check(file, largestSize: 100)).Message, "100");
    }

    [TestMethod]
    public void Declared_sizes_are_added_up()
    {
        byte[] zip = Zip(("a", 600), ("b", 400));
        Check(zip, 1000);
        StringAssert.Contains(AssertRefused(zip, 999), "entry 'b' declares 400 bytes; of 999 that are allowed 399 are left");
    }

    [TestMethod]
    public void A_bomb_is_refused_unread()
    {
        byte[] bomb = Zip(("TransformerChain/Model.key", 300_000_000));
        Assert.IsInRange(0, 10_000_000, bomb.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();

        StringAssert.Contains(AssertRefused(bomb, 100_000_000), "declares 300000000 bytes");

        Assert.IsInRange(0, 1_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [DataRow("../a")]
    [DataRow("a/../../b")]
    [DataRow("..\\a")]
    [DataRow("/a")]
    [DataRow("C:/a")]
    public void Names_that_lead_out_are_refused(string name) =>
        StringAssert.Contains(AssertRefused(Zip((name, 1)), 1000), "leads out of the zip");

    [TestMethod]
    public void Two_entries_of_one_name_are_refused() =>
        StringAssert.Contains(AssertRefused(Zip(("a/b", 1), ("A\\b", 1)), 1000), "two entries of the name 'A/b'");

    [TestMethod]
    public void More_entries_than_any_pipeline_has_are_refused()
    {
        Check(Zip([.. Names(LleModelZip.LargestNumberOfEntries)]), 1_000_000);
        StringAssert.Contains(
            AssertRefused(Zip([.. Names(LleModelZip.LargestNumberOfEntries + 1)]), 1_000_000), "has 10001 entries; at most 10000");

        static IEnumerable<(string, int)> Names(int count) => Enumerable.Range(0, count).Select(entry => ($"{entry}", 0));
    }

    [TestMethod]
    public void What_is_no_zip_is_refused()
    {
        AssertRefused([], 1000);
        AssertRefused([1, 2, 3], 1000);
        byte[] zip = Zip(("a", 10));
        AssertRefused(zip[..^10], 1000);
    }

    [TestMethod]
    public void Arguments_are_checked()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => LleModelZip.Check((Stream)null!));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LleModelZip.Check(new MemoryStream(), -1));
        using var deflate = new DeflateStream(new MemoryStream(), CompressionMode.Decompress);
        Assert.ThrowsExactly<ArgumentException>(() => LleModelZip.Check(deflate));
    }

    private static string AssertRefused(byte[] zip, long largestSize) =>
        Assert.ThrowsExactly<InvalidDataException>(() => Check(zip, largestSize)).Message;

    private static void Check(byte[] zip, long largestSize) => LleModelZip.Check(new MemoryStream(zip), largestSize);

    private static byte[] Zip(params (string Name, int Size)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 16];
            foreach ((string name, int size) in entries)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                for (int left = size; left > 0; left -= zeros.Length)
                {
                    entry.Write(zeros, 0, Math.Min(left, zeros.Length));
                }
            }
        }

        return stream.ToArray();
    }
}
