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
    public void Help_tells_the_exit_codes(params string[] command)
    {
        Run run = Run.Of([.. command, "--help"]).Succeeds();

        string text = string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        StringAssert.Contains(text, "Exit codes: 0 done");
        StringAssert.Contains(text, "130 interrupted");
    }
}
