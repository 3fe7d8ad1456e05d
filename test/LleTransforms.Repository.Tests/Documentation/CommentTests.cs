namespace LleTransforms.Repository.Tests.Documentation;

/// <summary>CONTRIBUTING.md's rule for comments: who reads the sources shall need to read a sentence once.</summary>
[TestClass]
public sealed class CommentTests
{
    private const int MostWords = 25;

    private static readonly string _sentence = string.Join(' ', Enumerable.Repeat("Word", MostWords));

    [TestMethod]
    public void No_sentence_in_a_comment_of_src_has_more_than_25_words()
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(RepositoryFolders.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(RepositoryFolders.Root, file).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj"))];
        var sentences = files.SelectMany(
            file => CommentSentence.Read(File.ReadAllText(file)).Select(sentence => (File: file, Sentence: sentence))).ToList();

        Assert.IsGreaterThan(3000, sentences.Count);
        string[] tooLong = [.. sentences.Where(found => found.Sentence.WordCount > MostWords).Select(found =>
            $"{Path.GetRelativePath(RepositoryFolders.Root, found.File)}:{found.Sentence.Line}: {found.Sentence.WordCount} words: " +
            found.Sentence.Text)];
        Assert.IsEmpty(tooLong, string.Join('\n', tooLong));
    }

    [TestMethod]
    [DataRow("// {0} more.")]
    [DataRow("/// <summary>{0} more.</summary>")]
    [DataRow("    /// <param name=\"x\">{0} more.</param>")]
    [DataRow("/// <summary>\n/// Short. {0}\n/// more. Short.\n/// </summary>")]
    [DataRow("/// |x| {0}.", DisplayName = "A line that begins with a norm is no row of a table")]
    [DataRow("// {0}; Moreover", DisplayName = "A semicolon does not end a sentence")]
    [DataRow("/// {0} <see cref=\"Find(int, string)\"/>.", DisplayName = "A reference is a word")]
    public void A_sentence_of_26_words_is_found(string comment)
    {
        string source = "class Some\n" + comment.Replace("{0}", _sentence, StringComparison.Ordinal) + "\nclass Other";

        Assert.ContainsSingle(CommentSentence.Read(source).Where(sentence => sentence.WordCount == MostWords + 1));
    }

    [TestMethod]
    [DataRow("// {0}. More")]
    [DataRow("// {0}: More")]
    [DataRow("// {0} + = ->")]
    [DataRow("/// <summary>{0}</summary>\n/// <remarks>More.</remarks>")]
    [DataRow("/// <code>\n///   {0} more\n/// </code>")]
    [DataRow("/// | {0} more |")]
    [DataRow("// {0}\ncode();\n// more")]
    public void Shorter_sentences_and_what_is_no_sentence_are_left_alone(string comment)
    {
        string source = comment.Replace("{0}", _sentence, StringComparison.Ordinal);

        Assert.IsEmpty(CommentSentence.Read(source).Where(sentence => sentence.WordCount > MostWords));
    }
}
