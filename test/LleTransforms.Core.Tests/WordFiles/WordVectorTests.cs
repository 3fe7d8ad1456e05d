using System.Text;

namespace LleTransforms.Core.Tests.WordFiles;

/// <summary>Files of word vectors as GloVe, word2vec and fastText write them.</summary>
[TestClass]
public sealed class WordVectorTests
{
    [TestMethod]
    [DataRow("a 1 2\nb 3 -4e0\n", "a", "b", DisplayName = "GloVe")]
    [DataRow("2 2\na 1 2\nb 3 -4\n", "a", "b", DisplayName = "word2vec")]
    [DataRow("2 2\na 1 2 \nb 3 -4 \n", "a", "b", DisplayName = "fastText ends lines in blanks")]
    [DataRow("2 2\r\na 1 2\r\nb 3 -4\r\n\r\n", "a", "b", DisplayName = "Windows lines, a blank one")]
    [DataRow("a\t1\t2\nb\t3\t-4", "a", "b", DisplayName = "tabs, no last line end")]
    [DataRow("2 2\nnew york 1 2\n. . . 3 -4\n", "new york", ". . .", DisplayName = "words with blanks")]
    [DataRow("2 2\n 1 2\n7 3 -4\n", "", "7", DisplayName = "an empty word, and a number")]
    [DataRow("2 2\na\u00A0b 1 2\nc\u0085d 3 -4\n", "a\u00A0b", "c\u0085d", DisplayName = "blanks of Unicode are signs of a word")]
    [DataRow("2 2\nx 1 2\nx 3 -4\n", "x", "x", DisplayName = "one word twice")]
    [DataRow("\uFEFFa 1 2\nb 3 -4\n", "a", "b", DisplayName = "byte order mark")]
    public void Text_is_read(string text, string first, string second)
    {
        WordVectors words = Read(text);

        CollectionAssert.AreEqual(new[] { first, second }, words.Words.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 2 }, words.Vectors.Row(0).ToArray());
        CollectionAssert.AreEqual(new[] { 3f, -4 }, words.Vectors.Row(1).ToArray());
        Assert.AreEqual(0, words.IndexOf(first));
        Assert.AreEqual(-1, words.IndexOf("absent"));
    }

    [TestMethod]
    public void Most_lines_tell_the_dimensions_where_no_header_does()
    {
        WordVectors words = Read("at name@domain.com 1 2\n 3 4\nthe 5 6\nof 7 8\nand 9 10\n");

        CollectionAssert.AreEqual(new[] { "at name@domain.com", "", "the", "of", "and" }, words.Words.ToArray());
        Assert.AreEqual(2, words.Vectors.NumberOfColumns);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void The_binary_form_is_known_and_read(bool endsLines)
    {
        byte[] file = Binary(endsLines, ("the", [1, 2.5f]), ("new york", [-3, 0]), ("\u00E9", [1e-30f, 7]));

        Assert.ThrowsExactly<InvalidDataException>(() => WordVectors.Read(WordVectorReader.Open(new MemoryStream(file[..^6]))));
        byte[] two = Binary(endsLines, ("the", [1, 2.5f]), ("\u00E9", [1e-30f, 7]));
        using WordVectorReader reader = WordVectorReader.Open(new MemoryStream(two));
        Assert.IsTrue(reader.IsBinaryForm);
        Assert.AreEqual(2L, reader.DeclaredNumberOfWords);
        WordVectors words = WordVectors.Read(reader);
        CollectionAssert.AreEqual(new[] { "the", "\u00E9" }, words.Words.ToArray());
        CollectionAssert.AreEqual(new[] { 1e-30f, 7 }, words.Vectors.Row(1).ToArray());
    }

    [TestMethod]
    [DataRow("a 1 2\nb 3\nc 5 6\n", "Line 2, word 'b': has 1 numbers; 2 are expected")]
    [DataRow("a 1 2\nb 3 x\nc 5 6\n", "Line 2, word 'b': 'x' is not a number; the last 2 fields of a line are")]
    [DataRow("3 2\na 1 2\nb 3 4\n", "tells 3 words, but the file ends after 2")]
    [DataRow("a 1 2\nb 3 inf\nc 5 6\n", "Line 2, word 'b': holds Infinity")]
    [DataRow("a 1 2\nb 3 -nan\nc 5 6\n", "Line 2, word 'b': holds NaN")]
    [DataRow("", "no lines of a word and numbers")]
    [DataRow("word\nword\n", "no lines of a word and numbers")]
    public void A_bad_line_is_named_with_its_word(string text, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Read(text)).Message, message);

    [TestMethod]
    public void Words_are_never_merged_by_bytes_that_are_no_text()
    {
        byte[] latin = Encoding.Latin1.GetBytes("caf\u00E9 1 2\ncaf\u00E8 3 4\n");

        var fault = Assert.ThrowsExactly<InvalidDataException>(() => WordVectors.Read(WordVectorReader.Open(new MemoryStream(latin))));
        WordVectors words = WordVectors.Read(
            WordVectorReader.Open(new MemoryStream(latin), new WordVectorOptions { Encoding = Encoding.Latin1 }));

        StringAssert.Contains(fault.Message, "Line 1: byte 4 of its word is E9, which is not utf-8");
        CollectionAssert.AreEqual(new[] { "caf\u00E9", "caf\u00E8" }, words.Words.ToArray());
    }

    [TestMethod]
    public void No_more_words_are_read_than_are_wanted()
    {
        WordVectors words = Read("3 2\na 1 2\nb 3 4\nc 5 bad\n", new WordVectorOptions { MaximumNumberOfWords = 2 });

        Assert.HasCount(2, words.Words);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Read("a 1 2\n", new WordVectorOptions { MaximumNumberOfWords = 0 }));
    }

    [TestMethod]
    public void Long_files_are_read_through_a_buffer()
    {
        const int Count = 20_000;
        string text = string.Concat(Enumerable.Range(0, Count).Select(i => $"word{i} {i} {-i}.5 {new string('0', i % 70)}1\n"));
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            WordVectors words = WordVectors.Read(path);

            Assert.HasCount(Count, words.Words);
            CollectionAssert.AreEqual(new[] { 19_999f, -19_999.5f, 1 }, words.Vectors.Row(Count - 1).ToArray());
            Assert.AreEqual(12_345, words.IndexOf("word12345"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static WordVectors Read(string text, WordVectorOptions? options = null)
    {
        using WordVectorReader reader = WordVectorReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);
        return WordVectors.Read(reader);
    }

    private static byte[] Binary(bool endsLines, params (string Word, float[] Vector)[] words) =>
    [
        .. Encoding.UTF8.GetBytes($"{words.Length} {words[0].Vector.Length}\n"),
        .. words.SelectMany(word => (byte[])[.. Encoding.UTF8.GetBytes(word.Word), (byte)' ',
            .. word.Vector.SelectMany(BitConverter.GetBytes), .. endsLines ? "\n"u8.ToArray() : []]),
    ];
}
