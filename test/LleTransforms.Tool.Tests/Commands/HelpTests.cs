using System.Text.RegularExpressions;

namespace LleTransforms.Tool.Tests.Commands;

[TestClass]
public sealed class HelpTests
{
    [TestMethod]
    public void The_help_of_all_commands_tells_the_exit_codes_once()
    {
        string text = Run.Of("--help").Succeeds().Output;

        Assert.HasCount(1, Regex.Matches(text, "Exit codes: 0 done"));
        StringAssert.Contains(text, "130 interrupted");
    }

    [TestMethod]
    [DataRow("embed")]
    [DataRow("transform")]
    [DataRow("suggest")]
    [DataRow("evaluate")]
    [DataRow("report")]
    [DataRow("export")]
    [DataRow("extend")]
    [DataRow("remove")]
    public void The_help_of_a_command_ends_with_examples_of_it(string command)
    {
        string[] lines = Run.Of(command, "--help").Succeeds().Output.TrimEnd().Split('\n');

        int heading = Array.FindIndex(lines, line => line.TrimEnd() == "Examples:");
        Assert.IsGreaterThan(0, heading);
        Assert.IsNotEmpty(lines[(heading + 1)..]);
        Assert.IsTrue(lines[(heading + 1)..].All(line => line.Contains($"lle {command} ", StringComparison.Ordinal)));
        Assert.DoesNotContain("Exit codes", string.Join('\n', lines));
    }

    [TestMethod]
    public void Options_stand_in_groups_and_each_once()
    {
        string[] lines = [.. Run.Of("embed", "--help").Succeeds().Output.Split('\n').Select(line => line.TrimEnd())];
        string[] headings = ["Options:", "The fit:", "Which columns are features:", "Lines and missing values:", "The form of the file:"];

        int[] places = [.. headings.Select(heading => Array.IndexOf(lines, heading))];
        Assert.IsTrue(places.Zip(places.Skip(1)).All(pair => pair.First >= 0 && pair.First < pair.Second), string.Join(' ', places));
        string[] names = [.. lines.Where(line => line.StartsWith("  -", StringComparison.Ordinal))
            .Select(line => Regex.Match(line, @"--[\w-]+").Value)];
        CollectionAssert.AllItemsAreUnique(names);
        CollectionAssert.AreEqual(
            new[] { "--output", "--model", "--keep-graph", "--json", "--help" },
            names[..Array.IndexOf(names, "--components")], "What stands in no group is of the command alone.");
    }

    [TestMethod]
    [DataRow("embed")]
    [DataRow("transform")]
    [DataRow("extend")]
    [DataRow("suggest")]
    [DataRow("evaluate")]
    [DataRow("report")]
    public void Every_command_reads_tables_by_the_same_options(string command)
    {
        string help = Run.Of(command, "--help").Succeeds().Output;

        foreach (string option in new[]
        {
            "--label", "--columns", "--ignore", "--keep", "--index", "--missing", "--missing-marker", "--header", "--no-header", "--skip",
            "--skip-below-header", "--comment", "--delimiter", "--decimal", "--thousands", "--encoding", "--format", "--array",
        })
        {
            Assert.MatchesRegex($@"(^|\s){option}[\s,]", help, command);
        }
    }

    [TestMethod]
    [DataRow("lle su", "suggest")]
    [DataRow("lle report data.csv --miss", "--missing", "--missing-marker")]
    public void A_shell_is_told_what_may_follow(string line, params string[] follow)
    {
        string[] told = Run.Of($"[suggest:{line.Length}]", line).Succeeds().Output.Split('\n', StringSplitOptions.TrimEntries);

        CollectionAssert.IsSubsetOf(follow, told);
    }
}
