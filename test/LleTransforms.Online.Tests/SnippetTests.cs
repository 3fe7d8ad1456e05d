using LleTransforms.Repository.Tests.Documentation;

namespace LleTransforms.Online.Tests;

[TestClass]
public sealed class SnippetTests
{
    [TestMethod]
    public void Every_snippet_compiles_those_of_packages_that_not_every_source_serves_too()
    {
        var snippets = Snippet.ReadAll();

        Assert.IsTrue(snippets.Any(snippet => snippet.IsOnline));
        string[] errors = [.. snippets.SelectMany(snippet => snippet.Compile())];
        Assert.IsEmpty(errors, string.Join('\n', errors));
    }
}
