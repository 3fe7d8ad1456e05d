using System.Text.Json;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary><c>lle suggest --metric</c> advises what the fit will do.</summary>
[TestClass]
public sealed class SuggestMetricTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("cosine")]
    [DataRow("hamming")]
    [DataRow("jaccard")]
    public void A_metric_changes_what_is_found_and_is_part_of_the_advice(string metric)
    {
        var random = new Random(1);
        string data = _folder.WriteRows(
            "data.csv", [.. Enumerable.Range(0, 150).Select(_ => Enumerable.Range(0, 12).Select(
                column => column == 0 ? 1f : random.Next(4)).ToArray())], header: null);

        using JsonDocument plain = JsonDocument.Parse(Run.Of("suggest", data, "--json").Output);
        using JsonDocument byMetric = JsonDocument.Parse(Run.Of("suggest", data, "--metric", metric, "--json").Output);

        Assert.AreNotEqual(Dimension(plain), Dimension(byMetric));
        CollectionAssert.AreNotEqual(Trust(plain), Trust(byMetric));
        JsonElement advice = byMetric.RootElement.GetProperty("recommendation");
        Assert.AreEqual(metric, advice.GetProperty("metric").GetString());
        StringAssert.Contains(advice.GetProperty("sentence").GetString(), $"--method standard --metric {metric}: ");
        Assert.AreEqual("euclidean", plain.RootElement.GetProperty("recommendation").GetProperty("metric").GetString());
        Assert.IsFalse(plain.RootElement.GetProperty("recommendation").GetProperty("sentence").GetString()!.Contains("--metric"));
    }

    [TestMethod]
    public void Distances_are_advised_what_their_features_are()
    {
        float[][] rows = Sheet.Rows(200);
        string features = _folder.WriteRows("features.csv", rows);
        string distances = _folder.WriteRows("distances.csv", Distances.Of(rows), header: null);

        using JsonDocument expected = JsonDocument.Parse(Run.Of("suggest", features, "--json").Succeeds().Output);
        using JsonDocument actual =
            JsonDocument.Parse(Run.Of("suggest", distances, "--metric", "precomputed", "--json").Succeeds().Output);

        Assert.AreEqual(Dimension(expected), Dimension(actual), 1e-2);
        foreach (string figure in new[] { "components", "neighbors" })
        {
            Assert.AreEqual(
                expected.RootElement.GetProperty("recommendation").GetProperty(figure).GetInt32(),
                actual.RootElement.GetProperty("recommendation").GetProperty(figure).GetInt32(), figure);
        }
    }

    [TestMethod]
    public void A_linear_method_of_distances_is_refused_at_once() => Run.Of(
        "suggest", "no-such-file.csv", "--metric", "precomputed", "--method", "npe").Fails(
            ExitCode.BadCommandLine, "--method is npe, but must be none of the linear methods where --metric is precomputed");

    private static double Dimension(JsonDocument json) =>
        json.RootElement.GetProperty("intrinsicDimension").GetProperty("maximumLikelihood").GetDouble();

    private static double[] Trust(JsonDocument json) =>
        [.. json.RootElement.GetProperty("candidates").EnumerateArray().Select(one => one.GetProperty("trustworthiness").GetDouble())];
}
