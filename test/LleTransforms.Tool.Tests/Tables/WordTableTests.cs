using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Tables;

/// <summary>Word vectors as tables: the word names its row.</summary>
[TestClass]
public sealed class WordTableTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("the 1 2 3\nof 4 5 6\n", DisplayName = "GloVe")]
    [DataRow("2 3\nthe 1 2 3 \nof 4 5 6 \n", DisplayName = "fastText")]
    public void Are_known_by_their_lines(string text)
    {
        Table table = _folder.Read("a.txt", text);

        table.Holds(3, 1, 2, 3, 4, 5, 6);
        CollectionAssert.AreEqual(new[] { "Word" }, table.Kept.Names.ToArray());
        CollectionAssert.AreEqual(new[] { "the", "of" }, table.Kept.Rows.Select(row => row[0]).ToArray());
        table.Summary.Tells("word vectors of 3 dimensions");
    }

    [TestMethod]
    public void Faults_are_told_with_line_and_word()
    {
        _folder.Refused("a.vec", "the 1 2 3\nof 4 x 6\n").Tells("a.vec", "Line 2, word 'of'", "'x' is not a number");
        _folder.Refused("a.vec", "the 1 2 3\nof 4 nan 6\n").Tells("row 2 (line 2, word 'of')", "column 3", "NaN is not a finite number");
        var skip = new TableFormat { Missing = new MissingValues(MissingMode.Skip, []) };
        _folder.Read("a.vec", "the 1 2 3\nof 4 nan 6\n", skip).Holds(3, 1, 2, 3);
    }

    [TestMethod]
    public void The_command_writes_each_word_beside_its_coordinates()
    {
        float[][] rows = Sheet.Rows(60);
        string glove = _folder.Write("glove.txt", string.Concat(rows.Select((row, i) => $"w{i} {string.Join(' ', row)}\n")));

        string[] lines = Run.Of("embed", glove, "-o", _folder["out.tsv"]).Succeeds().Lines;

        Assert.IsEmpty(lines);
        string[] written = File.ReadAllLines(_folder["out.tsv"]);
        Assert.AreEqual("Word\tLle0\tLle1", written[0]);
        Assert.StartsWith("w59\t", written[60]);
        StringAssert.Contains(Run.Of("evaluate", glove, _folder["out.tsv"]).Succeeds().Output, "trustworthiness");
    }
}
