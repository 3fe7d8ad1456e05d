using System.Text.Json;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary>What a picture does not show is said on the error stream, and in the summary.</summary>
[TestClass]
public sealed class WarningTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Parts_are_said_by_embed_transform_and_report_with_sizes_and_what_helps()
    {
        string data = _folder.WriteRows(
            "data.csv", [.. Sheet.Rows(60), .. Sheet.Rows(80, seed: 3).Select(row => Array.ConvertAll(row, value => value + 500))]);
        string[] expected = ["with 8 neighbours the rows fall into 2 parts, of 80, 60 rows", "A larger -k"];

        Run embed = Run.Of("embed", data, "-k", "8", "-o", _folder["out.csv"], "--model", _folder["model.zip"], "--json");
        Run transform = Run.Of("transform", _folder["model.zip"], data, "-o", _folder["again.csv"], "--json");
        Run report = Run.Of("report", data, "-k", "8", "-o", _folder["report.html"]);

        foreach (Run run in new[] { embed, transform, report })
        {
            Assert.AreEqual(0, run.ExitCode, run.Error);
            Assert.HasCount(1, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), run.Error);
            Assert.IsTrue(Array.TrueForAll(expected, part => run.Error.Contains(part)), run.Error);
        }

        foreach (Run run in new[] { embed, transform })
        {
            using JsonDocument json = JsonDocument.Parse(run.Output);
            StringAssert.Contains(json.RootElement.GetProperty("warnings")[0].GetString(), expected[0]);
        }
    }

    [TestMethod]
    public void Rows_of_zeros_and_ones_are_said_to_be_tied()
    {
        var random = new Random(1);
        string data = _folder.WriteRows(
            "data.csv", [.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 10).Select(_ => (float)random.Next(2)).ToArray())],
            header: null);

        Run run = Run.Of("embed", data, "-o", _folder["out.csv"], "--json");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, "the order of the rows decides which of them count");
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement ties = json.RootElement.GetProperty("ties");
        Assert.IsGreaterThan(ties.GetProperty("rows").GetInt32() / 2, ties.GetProperty("tiedRows").GetInt32());
    }

    [TestMethod]
    [DataRow("standard", 30, 60)]
    [DataRow("hessian", 100, 120)]
    [DataRow("ltsa", 40, 50)]
    [DataRow("npe", 30, 60)]
    public void What_is_suggested_can_be_fitted_and_is_worth_little_where_columns_outnumber_rows(string method, int rows, int columns)
    {
        var random = new Random(2);
        string data = _folder.WriteRows("data.csv", [.. Enumerable.Range(0, rows).Select(
            _ => Enumerable.Range(0, columns).Select(_ => random.NextSingle()).ToArray())], header: null);

        using JsonDocument json = JsonDocument.Parse(Run.Of("suggest", data, "--method", method, "--json").Succeeds().Output);

        JsonElement advice = json.RootElement.GetProperty("recommendation");
        int d = advice.GetProperty("components").GetInt32(), k = advice.GetProperty("neighbors").GetInt32();
        Assert.IsGreaterThan(d, k);
        string sentence = advice.GetProperty("sentence").GetString()!;
        StringAssert.Contains(sentence, $"Try -d {d} -k {k} --method {method}");
        StringAssert.Contains(sentence, $"of which the data allow {d}");
        StringAssert.Contains(sentence, $"with {columns} columns for {rows} rows it is worth little");
        Run fit = Run.Of("embed", data, "-d", $"{d}", "-k", $"{k}", "--method", method, "-o", _folder["out.csv"]);
        Assert.AreEqual(0, fit.ExitCode, fit.Error);
        Assert.IsTrue(json.RootElement.GetProperty("candidates").EnumerateArray().Any(
            candidate => candidate.GetProperty("components").GetInt32() == d && candidate.GetProperty("neighbors").GetInt32() == k));
    }
}
