using System.Reflection;

namespace LleTransforms.Tests.PublicApi;

/// <summary>Holds each library's public members to the list beside its sources, so that a change of them is seen and meant.</summary>
[TestClass]
public sealed class PublicApiTests
{
    /// <summary>Set to 1, it makes the test write the lists instead of comparing them.</summary>
    private const string WriteVariable = "LLE_WRITE_PUBLIC_API";

    [TestMethod]
    [DataRow(typeof(LleModel))]
    [DataRow(typeof(LocallyLinearEmbeddingTransformer))]
    [DataRow(typeof(EmbeddingReport))]
    public void Public_members_are_those_on_the_list(Type representative)
    {
        Assembly assembly = representative.Assembly;
        string list = Path.Combine(SourceFolder, assembly.GetName().Name!, "PublicApi.txt");
        List<string> offered = [.. PublicApiText.Of(assembly)];
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            File.WriteAllText(list, string.Concat(offered.Select(line => line + "\n")));
            Assert.Inconclusive($"{list} was written; run the test again without {WriteVariable}.");
        }

        string[] listed = File.Exists(list) ? File.ReadAllLines(list) : [];

        Assert.IsGreaterThan(10, offered.Count);
        Assert.IsEmpty(
            offered.Except(listed).Select(line => $"+ {line.Trim()}").Concat(listed.Except(offered).Select(line => $"- {line.Trim()}")),
            $"{list} does not say what {assembly.GetName().Name} offers (+ not listed, - listed in vain). If that is meant, run this test with {WriteVariable}=1.");
        CollectionAssert.AreEqual(listed, offered);
    }

    private static string SourceFolder { get; } = typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "SourceFolder").Value!;
}
