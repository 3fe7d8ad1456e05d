namespace LleTransforms.Repository.Tests.Build;

[TestClass]
public sealed class PublicApiTests
{
    public static IEnumerable<object[]> Libraries => Directory
        .GetFiles(Path.Combine(RepositoryFolders.Root, "src"), "PublicAPI.Shipped.txt", SearchOption.AllDirectories)
        .Select(list => new object[] { new DirectoryInfo(Path.GetDirectoryName(list)!).Name });

    /// <summary>Without the analyzer the lists stand there and nobody compares them, and no build says so.</summary>
    [TestMethod]
    [DynamicData(nameof(Libraries))]
    public void A_library_is_built_with_the_analyzer_of_its_public_members(string library) => StringAssert.Contains(
        File.ReadAllText(Path.Combine(RepositoryFolders.Artifacts, "obj", library, "project.assets.json")),
        "\"Microsoft.CodeAnalysis.PublicApiAnalyzers/");
}
