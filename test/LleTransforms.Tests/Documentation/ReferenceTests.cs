using System.Reflection;
using System.Text.RegularExpressions;

namespace LleTransforms.Tests.Documentation;

/// <summary>docs/reference.md names all that there is to set and to read, and nothing that there is not.</summary>
[TestClass]
public sealed class ReferenceTests
{
    private static readonly string _text = File.ReadAllText(Path.Combine(
        typeof(ReferenceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Documentation").Value!,
        "reference.md"));

    private static readonly HashSet<string> _named = [.. Regex.Matches(_text, "`([A-Za-z]+)[`(]").Select(match => match.Groups[1].Value)];

    [TestMethod]
    [DataRow(typeof(LocallyLinearEmbeddingOptions))]
    [DataRow(typeof(LleOptions))]
    [DataRow(typeof(EmbeddingQualityOptions))]
    [DataRow(typeof(NeighborCountSelectionOptions))]
    [DataRow(typeof(EmbeddingMetrics))]
    [DataRow(typeof(LleModel))]
    public void Every_property_is_named(Type type) => AssertNamed(type.GetProperties().Select(property => property.Name));

    [TestMethod]
    public void Every_method_of_the_model_is_named() => AssertNamed(typeof(LleModel)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName).Select(method => method.Name));

    [TestMethod]
    [DataRow(typeof(LleMethod))]
    [DataRow(typeof(LleMetric))]
    [DataRow(typeof(LleNeighborSearch))]
    [DataRow(typeof(LleEigenSolver))]
    [DataRow(typeof(LleOutOfSample))]
    [DataRow(typeof(LleTrainingRows))]
    [DataRow(typeof(LleDisconnectedGraph))]
    [DataRow(typeof(LlePhase))]
    public void Every_value_is_named(Type type) => AssertNamed(Enum.GetNames(type));

    [TestMethod]
    public void Every_argument_of_the_evaluation_is_named() => AssertNamed(
        typeof(Microsoft.ML.LleEvaluation).GetMethod("EvaluateEmbedding")!.GetParameters().Skip(1).Select(parameter => parameter.Name!));

    [TestMethod]
    public void Defaults_of_the_table_are_those_of_the_options()
    {
        var defaults = new LocallyLinearEmbeddingOptions();
        foreach (var option in typeof(LocallyLinearEmbeddingOptions).GetProperties())
        {
            string[] cells = Regex.Match(_text, $@"^\| `{option.Name}` \| .*$", RegexOptions.Multiline).Value.Split('|', StringSplitOptions.TrimEntries);
            string expected = option.GetValue(defaults) switch
            {
                null => "null",
                string text => $"\"{text}\"",
                bool flag => flag ? "true" : "false",
                0.001 => "1e-3",
                CancellationToken => "none",
                var value => $"{value}",
            };
            Assert.AreEqual(expected, cells[3], option.Name);
        }
    }

    private static void AssertNamed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        Assert.IsNotEmpty(all);
        Assert.IsEmpty(all.Except(_named), $"docs/reference.md does not name {string.Join(", ", all.Except(_named))}");
    }
}
