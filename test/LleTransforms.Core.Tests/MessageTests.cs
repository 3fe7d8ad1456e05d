using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace LleTransforms.Core.Tests;

/// <summary>Messages keep the options they name apart from their words, so that others can tell them in their own.</summary>
[TestClass]
public sealed partial class MessageTests
{
    [TestMethod]
    public void Options_are_named_as_the_properties_that_they_are()
    {
        Type[] classes = [typeof(LleOptions), typeof(NumberOfNeighborsSelectionOptions), typeof(EmbeddingQualityOptions)];
        string[] properties = [.. classes.SelectMany(type => type.GetProperties()).Select(property => property.Name)];

        Assert.IsEmpty(Enum.GetNames<LleOptionName>().Except(properties));
    }

    [TestMethod]
    public void No_text_of_the_engine_holds_the_name_of_an_option()
    {
        // Those of one word are words of the language, too.
        string[] names = [.. Enum.GetNames<LleOptionName>().Where(name => name.Count(char.IsUpper) > 1)];
        string engine = Path.GetFullPath(Path.Combine(FolderOfThisFile(), "..", "..", "src", "LleTransforms.Core"));
        List<string> found = [];
        foreach (string file in Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match text in Text().Matches(Comment().Replace(File.ReadAllText(file), "")))
            {
                string words = Hole().Replace(text.Value, "");
                found.AddRange(names
                    .Where(name => Regex.IsMatch(words, $@"\b{name}\b"))
                    .Select(name => $"{Path.GetFileName(file)}: {text.Value}"));
            }
        }

        Assert.IsEmpty(found, "Such a message cannot be told in other words; LleMessage can:\n" + string.Join('\n', found));
    }

    [TestMethod]
    public void A_message_is_told_in_the_readers_words()
    {
        LleMessage message = MessageOf(new LleOptions { NumberOfComponents = 2, Method = LleMethod.Modified, NumberOfNeighbors = 2 });

        CollectionAssert.AreEqual(
            new[] { LleOptionName.NumberOfNeighbors, LleOptionName.Method, LleOptionName.NumberOfComponents }, message.Options.ToArray());
        Assert.AreEqual(
            "NumberOfNeighbors is 2, but must be at least 3 for Modified with 2 components, or NumberOfComponents at most 1.",
            message.ToString());
        Assert.AreEqual(
            "<NumberOfNeighbors> is '2', but must be at least 3 for 'Modified' with 2 components, or <NumberOfComponents> at most 1.",
            message.Tell(new Marked()));
        Assert.AreEqual(
            "<NumberOfNeighbors> is '1', but must be from 2 to 1000, or 'nothing'.",
            MessageOf(new LleOptions { NumberOfNeighbors = 1 }).Tell(new Marked()));
    }

    [TestMethod]
    public void Advice_is_left_out_where_the_reader_cannot_set_its_option()
    {
        var message = new LleMessage(
            $"{LleOptionName.Step} is {1.5}.",
            $"{LleOptionName.Metric} would help.",
            $"{LleOptionName.Metric} and {LleOptionName.NumberOfThreads} would help.",
            $"So would rain.");

        Assert.AreEqual("Step is 1.5. Metric would help. Metric and NumberOfThreads would help. So would rain.", message.ToString());
        Assert.AreEqual("<Step> is 1.5. <Metric> would help. So would rain.", message.Tell(new Marked(LleOptionName.Metric)));
        Assert.AreEqual("<Step> is 1.5. So would rain.", message.Tell(new Marked(LleOptionName.NumberOfThreads)));
    }

    [TestMethod]
    public void A_quoted_message_is_told_in_the_readers_words_too()
    {
        var quoted = new LleMessage($"{LleOptionName.Step} is {1.5}.").In(text => new InvalidOperationException(text));
        var other = new ArgumentException("Otherwise.");
        var message = new LleMessage($"It failed so: {LleMessage.Quote(quoted)} And so: {LleMessage.Quote(other)}");

        Assert.AreEqual("It failed so: <Step> is 1.5. And so: Otherwise.", message.Tell(new Marked()));
        CollectionAssert.AreEqual(new[] { LleOptionName.Step }, message.Options.ToArray());
    }

    [TestMethod]
    public void Exceptions_of_others_carry_none() => Assert.IsNull(LleMessage.Of(new InvalidOperationException("NumberOfNeighbors is 2.")));

    [TestMethod]
    public void A_graph_that_falls_apart_names_the_option_that_would_join_it()
    {
        double[,] rows = new double[40, 2];
        for (int row = 0; row < 40; row++)
        {
            rows[row, 0] = (row < 20 ? 0 : 1000) + row;
            rows[row, 1] = row * row % 7;
        }

        var options = new LleOptions { NumberOfComponents = 1, NumberOfNeighbors = 4, DisconnectedGraph = LleDisconnectedGraph.Throw };
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rows), options));

        StringAssert.Contains(error.Message, "A larger NumberOfNeighbors would join them.");
        string told = LleMessage.Of(error)!.Tell(new Marked(LleOptionName.NumberOfNeighbors));
        Assert.EndsWith("A larger <NumberOfNeighbors> would join them.", told);
    }

    private static LleMessage MessageOf(LleOptions options)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Validate);
        Assert.AreEqual(nameof(LleOptions.NumberOfNeighbors), error.ParamName);
        LleMessage message = LleMessage.Of(error)!;
        Assert.StartsWith(message.ToString(), error.Message);
        return message;
    }

    private static string FolderOfThisFile([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex Text();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    /// <summary>Marks names and values; can set what it is told.</summary>
    private sealed class Marked(params LleOptionName[] own) : ILleOptionWords
    {
        public string NameOf(LleOptionName name) => $"<{name}>";

        public string ValueOf(LleOptionName name, object? value) => $"'{value ?? "nothing"}'";

        public bool CanSet(LleOptionName name) => own.Contains(name);
    }
}
