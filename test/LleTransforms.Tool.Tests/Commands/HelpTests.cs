using System.Text.RegularExpressions;

namespace LleTransforms.Tool.Tests.Commands;

[TestClass]
public sealed class HelpTests
{
    [TestMethod]
    [DataRow]
    [DataRow("embed")]
    [DataRow("transform")]
    [DataRow("suggest")]
    [DataRow("evaluate")]
    [DataRow("report")]
    [DataRow("export")]
    public void Help_tells_the_exit_codes_once(params string[] command)
    {
        Run run = Run.Of([.. command, "--help"]).Succeeds();

        string text = string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        StringAssert.Contains(text, "130 interrupted");
        Assert.HasCount(1, Regex.Matches(text, "Exit codes: 0 done"));
    }

    [TestMethod]
    [DataRow("embed")]
    [DataRow("transform")]
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
}
