using LleTransforms.Samples.Tests.Documentation;

namespace LleTransforms.PackageOnly.Tests.Documentation;

[TestClass]
public sealed class SnippetTests
{
    [TestMethod]
    public void Every_snippet_compiles_those_that_need_the_package_too()
    {
        var snippets = Snippet.ReadAll();

        Assert.IsTrue(snippets.Any(snippet => snippet.NeedsPackage));
        string[] errors = [.. snippets.SelectMany(snippet => snippet.Compile())];
        Assert.IsEmpty(errors, string.Join('\n', errors));
    }
}
