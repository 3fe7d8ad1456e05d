using System.Text.RegularExpressions;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests;

/// <summary>No message of the tool ends in what .NET appends to those of arguments.</summary>
[TestClass]
public sealed partial class FaultTextTests
{
    [TestMethod]
    public void The_name_of_a_parameter_is_left_out_where_it_ends_a_message_and_where_one_quotes_it()
    {
        Assert.AreEqual("No.", EngineFault.Tell(new ArgumentOutOfRangeException("value", 3, "No.")));
        Assert.AreEqual("It says: No. That is all.", EngineFault.Tell(
            new InvalidDataException($"It says: {new ArgumentException("No.", "value").Message} That is all.")));
    }

    [TestMethod]
    public void A_model_that_cannot_be_loaded_is_told_without_one()
    {
        using var folder = new Folder();
        string data = folder.WriteRows("data.csv", Sheet.Rows(30));
        foreach (string path in new[] { folder.Write("model.zip", ""), folder.Write("text.zip", "no zip"), folder.Path, "a\0b", "" })
        {
            Run run = Run.Of("transform", path, data);
            Assert.AreEqual(ExitCode.BadData, run.ExitCode, run.Error);
            Assert.IsFalse(run.Error.Contains("(Parameter"), run.Error);
        }
    }

    /// <summary>Every message that quotes a fault goes through the one place that strips it.</summary>
    [TestMethod]
    public void No_source_quotes_the_bare_text_of_a_fault_that_may_be_of_an_argument()
    {
        string sources = Path.GetFullPath(Path.Combine(FolderOfThisFile(), "..", "..", "src"));
        string[] bare = [.. new[] { "LleTransforms.Tool", "Tables" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(sources, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .SelectMany(file => File.ReadLines(file).Where(line => Quoted().IsMatch(line))
                .Select(line => $"{Path.GetFileName(file)}:{line}"))];
        CollectionAssert.AreEquivalent(
            new[] { "WordSource.cs" }, bare.Select(found => found[..found.IndexOf(':', StringComparison.Ordinal)]).ToArray(),
            string.Join('\n', bare));
    }

    private static string FolderOfThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"throw new (Tool|Table)Exception.*fault\.Message")]
    private static partial Regex Quoted();
}
