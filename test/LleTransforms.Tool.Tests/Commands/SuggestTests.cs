using System.Text.Json;
using LleTransforms.Tool.Suggestions;
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
        Assert.IsTrue(candidates.All(candidate => candidate.GetProperty("participation").GetArrayLength() == 2));
        Assert.IsTrue(candidates.All(candidate => candidate.GetProperty("narrowCoordinates").GetInt32() == 0));
        JsonElement best = candidates.MaxBy(candidate => candidate.GetProperty("trustworthiness").GetDouble());
        Assert.AreEqual(
            best.GetProperty("neighbors").GetInt32(), json.RootElement.GetProperty("recommendation").GetProperty("neighbors").GetInt32());
        CollectionAssert.AreEqual(
            new[] { 5, 10, 15, 20, 25, 30 }, candidates.Select(candidate => candidate.GetProperty("neighbors").GetInt32()).ToArray());
    }

    [TestMethod]
    public void Repeated_rows_count_once_where_the_number_of_components_is_bound()
    {
        // Of 300 rows 15 differ: five neighbours of a row are a third of them, and span four dimensions.
        // Twelve columns do not outnumber them.
        var random = new Random(4);
        float[][] distinct = [.. Enumerable.Range(0, 15).Select(_ => Enumerable.Range(0, 12).Select(_ => random.NextSingle()).ToArray())];
        string data = _folder.WriteRows("data.csv", [.. Enumerable.Range(0, 300).Select(row => distinct[row % 15])], header: null);

        (int d, int k, string sentence) = Advice(data, "standard");

        Assert.AreEqual(4, d);
        Assert.AreEqual(5, k);
        StringAssert.Contains(sentence, "of which the data allow 4, and of the k tried");
    }

    [TestMethod]
    public void Where_columns_outnumber_rows_no_more_components_are_advised_than_the_rows_tell_apart()
    {
        var random = new Random(6);
        string data = _folder.WriteRows(
            "data.csv", [.. Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 90).Select(_ => random.NextSingle()).ToArray())],
            header: null);

        (int d, _, string sentence) = Advice(data, "standard");

        Assert.AreEqual(4, d);
        StringAssert.Contains(sentence, "of which the data allow 4 (with 90 columns for 60 rows it is worth little: so few rows tell no " +
            "more than about 3.6 dimensions apart)");
    }

    [TestMethod]
    public void Fewer_components_are_advised_where_those_estimated_cannot_be_fitted()
    {
        // Rows at nearly equal distances on a line look like many dimensions to the two nearest neighbours, and a projection finds one.
        var random = new Random(5);
        float[][] rows = [.. Enumerable.Range(0, 120).Select(row => row + (0.01f * random.NextSingle()))
            .Select(x => new[] { x, 2 * x, -x })];
        string data = _folder.WriteRows("data.csv", rows);

        (int d, _, string sentence) = Advice(data, "npe");

        Assert.AreEqual(1, d);
        StringAssert.Contains(sentence, "of which the data allow 1");
    }

    [TestMethod]
    [DataRow(1, "and of the k tried with this d this one gives")]
    [DataRow(3, "and of the k tried with this d that leave the rows in no more parts than the largest does, this one gives")]
    public void The_sentence_says_why_a_k_of_the_table_with_a_higher_figure_is_not_the_advice(int parts, string expected)
    {
        NumberOfNeighborsCandidate[] tried =
        [
            new(5, parts == 1 ? 0.91 : 0.99, parts, 1e-3, null), new(10, 0.95, 1, 1e-3, null),
            new(15, double.NaN, 0, double.NaN, new InvalidOperationException()),
        ];
        var suggestion = new Suggestion(
            new DimensionEstimates(2, 2) { NumberOfDistinctRows = 100 }, 2, IsBound: false, NumberOfFeatures: 3,
            new() { [2] = new NumberOfNeighborsChoice(10, 15, 100, 100, tried) });

        StringAssert.Contains(suggestion.Sentence(new LleOptions()), expected);
    }

    [TestMethod]
    public void An_estimate_that_so_many_rows_can_tell_may_be_right_though_columns_outnumber_rows()
    {
        var suggestion = new Suggestion(
            new DimensionEstimates(2.2, 2) { NumberOfDistinctRows = 100 }, 2, IsBound: false, NumberOfFeatures: 300,
            new() { [2] = new NumberOfNeighborsChoice(10, 15, 100, 100, [new(10, 0.95, 1, 1e-3, null)]) });

        StringAssert.Contains(
            suggestion.Sentence(new LleOptions()),
            "(with 300 columns for 100 rows it may be right: so many rows tell up to about 4.0 dimensions apart)");
    }

    [TestMethod]
    [DataRow(3, LleMethod.Standard, " In front of a trainer try up to 3 coordinates as well.")]
    [DataRow(2, LleMethod.Standard, "")]
    [DataRow(10, LleMethod.Standard, " In front of a trainer try up to 10 coordinates as well.")]
    [DataRow(12, LleMethod.Standard, " In front of a trainer try 10 to 12 coordinates as well.")]
    [DataRow(784, LleMethod.Standard, " In front of a trainer try 10 to 30 coordinates as well.")]
    [DataRow(784, LleMethod.Hessian, " In front of a trainer try 10 to 12 coordinates as well.")]
    public void No_more_coordinates_are_advised_for_a_trainer_than_the_data_and_the_method_allow(int columns, LleMethod method, string end)
    {
        var suggestion = new Suggestion(
            new DimensionEstimates(2, 2) { NumberOfDistinctRows = 100 }, 2, IsBound: false, NumberOfFeatures: columns,
            new() { [2] = new NumberOfNeighborsChoice(10, 15, 100, 100, [new(10, 0.95, 1, 1e-3, null)]) });

        StringAssert.EndsWith(suggestion.Sentence(new LleOptions { Method = method }), "embedding (0.9500)." + end);
    }

    [TestMethod]
    public void Whole_numbers_of_three_columns_have_no_more_than_three_dimensions()
    {
        var random = new Random(8);
        string data = _folder.WriteRows("data.csv", [.. Enumerable.Range(0, 300).Select(
            _ => Enumerable.Range(0, 3).Select(_ => (float)random.Next(5)).ToArray())]);

        string text = Run.Of("suggest", data).Output;
        using JsonDocument json = JsonDocument.Parse(Run.Of("suggest", data, "--json").Output);

        StringAssert.Contains(text, "no estimate by two nearest neighbours (too many rows have two that are equally far), 3.00 by maximum");
        JsonElement dimension = json.RootElement.GetProperty("intrinsicDimension");
        Assert.AreEqual(JsonValueKind.Null, dimension.GetProperty("twoNearestNeighbors").ValueKind);
        Assert.AreEqual(3, dimension.GetProperty("maximumLikelihood").GetDouble());
    }

    [TestMethod]
    public void Two_distinct_rows_are_told_to_be_too_few_for_any_method()
    {
        string repeated = _folder.WriteRows("data.csv", [.. Enumerable.Range(0, 40).Select(row => new[] { row % 2, 1f, 3 })]);
        string two = _folder.WriteRows("two.csv", [[1, 2, 3], [2, 3, 5]]);

        Run.Of("embed", repeated).Fails(ExitCode.BadData, "data.csv: Only 2 of 40 rows are distinct; an embedding needs at least 3.");
        Run.Of("embed", two).Fails(ExitCode.BadData, "two.csv: There are only 2 rows; an embedding needs at least 3.");
        Run.Of("embed", _folder.WriteRows("three.csv", [[1, 2, 3], [2, 3, 5], [4, 9, 1]]), "-d", "1", "-k", "2", "-o", _folder["out.csv"])
            .Succeeds();
    }

    /// <summary>What is recommended, once it was seen to be fitted.</summary>
    private (int Components, int Neighbors, string Sentence) Advice(string data, string method)
    {
        using JsonDocument json = JsonDocument.Parse(Run.Of("suggest", data, "--method", method, "--json").Succeeds().Output);
        JsonElement advice = json.RootElement.GetProperty("recommendation");
        int d = advice.GetProperty("components").GetInt32(), k = advice.GetProperty("neighbors").GetInt32();
        Run fit = Run.Of("embed", data, "-d", $"{d}", "-k", $"{k}", "--method", method, "-o", _folder["out.csv"]);
        Assert.AreEqual(0, fit.ExitCode, fit.Error);
        return (d, k, advice.GetProperty("sentence").GetString()!);
    }
}
