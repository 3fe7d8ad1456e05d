namespace LleTransforms.Repository.Tests.Documentation;

[TestClass]
public sealed class SnippetTests
{
    [TestMethod]
    public void Every_snippet_of_the_documents_compiles()
    {
        var snippets = Snippet.ReadAll().Where(snippet => !snippet.IsOnline).ToList();

        Assert.IsGreaterThan(5, snippets.Count);
        string[] errors = [.. snippets.SelectMany(snippet => snippet.Compile())];
        Assert.IsEmpty(errors, string.Join('\n', errors));
    }

    [TestMethod]
    public void Every_block_says_what_language_it_is_in_by_a_name_that_the_tests_know() =>
        Assert.IsEmpty(Snippet.Unknown(), string.Join('\n', Snippet.Unknown()));

    [TestMethod]
    public void A_snippet_with_a_name_that_does_not_exist_does_not_compile()
    {
        var wrong = new Snippet("here", "var pipeline = mlContext.Transforms.LocallyQuadraticEmbedding(\"Lle\");", IsOnline: false);

        Assert.Contains("LocallyQuadraticEmbedding", wrong.Compile().Single());
    }
}
