using System.Text.Json;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

[TestClass]
public sealed class SuggestTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void A_sheet_is_found_to_be_two_dimensional()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(300));

        Run text = Run.Of("suggest", data).Succeeds();
        using JsonDocument json = JsonDocument.Parse(Run.Of("suggest", data, "--json").Succeeds().Output);

        JsonElement recommendation = json.RootElement.GetProperty("recommendation");
        Assert.AreEqual(2, recommendation.GetProperty("components").GetInt32());
        Assert.IsInRange(1.5, 2.5, json.RootElement.GetProperty("intrinsicDimension").GetProperty("twoNearestNeighbors").GetDouble());
        Assert.IsInRange(1.5, 2.5, json.RootElement.GetProperty("intrinsicDimension").GetProperty("maximumLikelihood").GetDouble());
        Assert.AreEqual(recommendation.GetProperty("sentence").GetString(), text.Lines[^1].Trim());
        StringAssert.Contains(text.Output, "trustworthiness");
    }

    [TestMethod]
    public void The_recommended_k_is_the_most_trustworthy_of_those_tried()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(200));

        using JsonDocument json = JsonDocument.Parse(Run.Of("suggest", data, "-d", "2", "--method", "ltsa", "--json").Succeeds().Output);

        JsonElement[] candidates = [.. json.RootElement.GetProperty("candidates").EnumerateArray()];
        Assert.IsTrue(candidates.All(candidate => candidate.GetProperty("components").GetInt32() == 2));
        JsonElement best = candidates.MaxBy(candidate => candidate.GetProperty("trustworthiness").GetDouble());
        Assert.AreEqual(
            best.GetProperty("neighbors").GetInt32(), json.RootElement.GetProperty("recommendation").GetProperty("neighbors").GetInt32());
        CollectionAssert.AreEqual(
            new[] { 5, 10, 15, 20, 25, 30 }, candidates.Select(candidate => candidate.GetProperty("neighbors").GetInt32()).ToArray());
    }
}
