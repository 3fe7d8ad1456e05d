using System.Text.RegularExpressions;

namespace LleTransforms.Repository.Tests.Documentation;

/// <summary>docs/reference/troubleshooting.md explains messages that there are.</summary>
/// <remarks>Each heading in code is one, with "..." for what varies.</remarks>
[TestClass]
public sealed partial class TroubleshootingTests
{
    [TestMethod]
    public void Every_message_that_is_explained_stands_in_the_sources()
    {
        string sources = string.Join('\n',
            Directory.GetFiles(Path.Combine(RepositoryFolders.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

        // Literals that are put together with + are one, \" is a quotation mark, and options are called by their names.
        sources = OptionName().Replace(Seam().Replace(sources, ""), "$1").Replace("\\\"", "\"", StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(RepositoryFolders.Root, "docs", "reference", "troubleshooting.md"));
        string[] messages = [.. Message().Matches(page)
            .Select(match => match.Groups[1].Value)];

        Assert.IsGreaterThan(20, messages.Length);
        string[] unknown = [.. messages.Where(message => !message.Split("...", StringSplitOptions.RemoveEmptyEntries)
            .All(part => sources.Contains(part.Trim(), StringComparison.Ordinal)))];
        Assert.IsEmpty(unknown, string.Join('\n', unknown));
    }

    [GeneratedRegex(@"""\s*\+\s*\$?""")]
    private static partial Regex Seam();

    [GeneratedRegex(@"\{LleOptionName\.(\w+)\}")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^### `(.*)`$", RegexOptions.Multiline)]
    private static partial Regex Message();
}
