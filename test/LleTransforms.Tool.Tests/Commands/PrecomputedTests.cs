using System.Text.Json;
using LleTransforms.Tool.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary><c>--metric precomputed</c>: distances in place of features, from the table to the model and back.</summary>
[TestClass]
public sealed class PrecomputedTests
{
    private static readonly float[][] _rows = Sheet.Rows(140);
    private static readonly float[][] _fitted = _rows[..120];

    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Coordinates_are_those_of_the_engine_with_and_without_a_model_and_new_rows_are_placed()
    {
        string data = _folder.WriteRows("data.csv", Distances.Of(_fitted), header: null);
        string unseen = _folder.WriteRows("unseen.csv", Distances.Between(_rows[100..], _fitted), header: null);

        Run.Of("embed", data, "--metric", "precomputed", "-o", _folder["out.csv"], "--model", _folder["model.zip"]).Succeeds();
        Run.Of("embed", data, "--metric", "precomputed", "-o", _folder["again.csv"]).Succeeds();
        Run.Of("transform", _folder["model.zip"], unseen, "-o", _folder["placed.csv"]).Succeeds();

        Assert.AreEqual(File.ReadAllText(_folder["out.csv"]), File.ReadAllText(_folder["again.csv"]));
        float[][] written = _folder.ReadRows("out.csv"), placed = _folder.ReadRows("placed.csv");
        LleModel expected = LocallyLinearEmbedding.Fit(
            Table(Distances.Of(_fitted)), new LleOptions { NumberOfComponents = 2, Metric = LleMetric.Precomputed, Seed = 0 });
        for (int row = 0; row < 120; row++)
        {
            CollectionAssert.AreEqual(expected.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), written[row]);
        }

        // The first twenty of the unseen rows were fitted.
        for (int row = 0; row < 20; row++)
        {
            CollectionAssert.AreEqual(written[100 + row], placed[row]);
        }

        FeatureMatrix twenty = expected.Transform(Table(Distances.Between(_rows[120..], _fitted)));
        for (int row = 0; row < 20; row++)
        {
            CollectionAssert.AreEqual(twenty.Row(row).ToArray(), placed[20 + row]);
        }

        var loaded = (LocallyLinearEmbeddingTransformer)new MLContext().Model.Load(_folder["model.zip"], out _);
        Assert.AreEqual(LleMetric.Precomputed, loaded.Model.Metric);
    }

    [TestMethod]
    public void Columns_go_by_the_names_of_the_rows_they_are()
    {
        string[] names = [.. Enumerable.Range(0, 120).Select(row => $"r{row}")];
        string data = _folder.WriteRows("data.csv", Distances.Of(_fitted), string.Join(',', names));
        float[][] unseen = Distances.Between(_rows[120..], _fitted);
        string same = _folder.WriteRows("same.csv", unseen, string.Join(',', names));
        string turned = _folder.WriteRows(
            "turned.csv", Array.ConvertAll(unseen, row => row.Reverse().ToArray()), string.Join(',', names.Reverse()));

        Run.Of("embed", data, "--metric", "precomputed", "-o", _folder["out.csv"], "--model", _folder["model.zip"]).Succeeds();
        Run.Of("transform", _folder["model.zip"], same, "-o", _folder["a.csv"]).Succeeds();
        Run.Of("transform", _folder["model.zip"], turned, "-o", _folder["b.csv"]).Succeeds();

        Assert.AreEqual(File.ReadAllText(_folder["a.csv"]), File.ReadAllText(_folder["b.csv"]));
    }

    [TestMethod]
    public void A_table_of_distances_that_is_taken_for_features_is_asked_about_by_each_command_that_has_the_option()
    {
        const string Question = "is --metric precomputed meant?";
        string data = _folder.WriteRows("data.csv", Distances.Of(_fitted), header: null);
        string embedding = _folder.WriteRows("embedding.csv", Array.ConvertAll(_fitted, row => row[..2]), "x,y");

        foreach (string[] arguments in new[]
        {
            new[] { "embed", data, "-o", _folder["out.csv"], "--json" },
            ["suggest", data, "-d", "2", "--json"],
            ["evaluate", data, embedding, "--json"],
        })
        {
            Run run = Run.Of(arguments);
            Assert.AreEqual(0, run.ExitCode, run.Error);
            StringAssert.Contains(run.Error, Question, arguments[0]);
            using JsonDocument json = JsonDocument.Parse(run.Output);
            Assert.IsTrue(json.RootElement.GetProperty("warnings").EnumerateArray().Any(one => one.GetString()!.Contains(Question)));
        }

        StringAssert.Contains(Run.Of("report", data, "-o", _folder["page.html"]).Error, Question);
    }

    [TestMethod]
    [DataRow(3, 5, 0.25f, false)]
    [DataRow(4, 4, 0.25f, false)]
    [DataRow(4, 4, 0f, true)]
    public void Only_a_table_that_could_be_one_of_distances_is_asked_about(int row, int column, float value, bool isAsked)
    {
        float[][] table = Distances.Of(_fitted[..40]);
        table[row][column] = value;
        string data = _folder.WriteRows("data.csv", table, header: null);

        Assert.AreEqual(isAsked, Run.Of("embed", data, "-o", _folder["out.csv"]).Error.Contains("precomputed"));
    }

    [TestMethod]
    public void A_report_of_distances_stands_beside_their_classical_scaling()
    {
        string data = _folder.WriteRows("data.csv", Distances.Of(_fitted), header: null);

        Run.Of("report", data, "--metric", "precomputed", "-o", _folder["page.html"]).Succeeds();

        string page = File.ReadAllText(_folder["page.html"]);
        StringAssert.Contains(page, "\"title\":\"classical multidimensional scaling\"");
        StringAssert.Contains(page, "Precomputed");
    }

    [TestMethod]
    public void Figures_of_distances_are_those_of_their_features()
    {
        string features = _folder.WriteRows("features.csv", _fitted);
        string distances = _folder.WriteRows("distances.csv", Distances.Of(_fitted), header: null);
        string embedding = _folder.WriteRows("embedding.csv", Array.ConvertAll(_fitted, row => row[..2]), "x,y");

        using JsonDocument expected = JsonDocument.Parse(Run.Of("evaluate", features, embedding, "--json").Succeeds().Output);
        using JsonDocument actual = JsonDocument.Parse(
            Run.Of("evaluate", distances, embedding, "--metric", "precomputed", "--json").Succeeds().Output);

        foreach (string figure in new[] { "trustworthiness", "continuity", "rescaledAgreementArea", "residualVariance" })
        {
            Assert.AreEqual(
                expected.RootElement.GetProperty(figure).GetDouble(), actual.RootElement.GetProperty(figure).GetDouble(), 1e-5, figure);
        }

        Run.Of("evaluate", features, embedding, "--metric", "cosine").Fails(
            ExitCode.BadCommandLine, "--metric is 'cosine', but must be euclidean or precomputed: figures rank rows");
        Run.Of("evaluate", features, embedding, "--metric", "precomputed").Fails(
            ExitCode.BadData, "it has 120 rows of 3 values, but must be square");
    }

    [TestMethod]
    public void A_distance_that_is_missing_is_refused_without_advice_that_would_be_refused_too()
    {
        string[] lines = [.. Distances.Of(_fitted[..4]).Select(row => string.Join(',', row))];
        lines[2] = "," + lines[2][(lines[2].IndexOf(',') + 1)..];
        string data = _folder["holes.csv"];
        File.WriteAllLines(data, lines);

        Run refused = Run.Of("embed", data, "--metric", "precomputed", "-k", "2", "-o", _folder["out.csv"]);

        refused.Fails(ExitCode.BadData, "is empty, but must be a number.");
        Assert.DoesNotContain("--missing", refused.Error);
    }

    [TestMethod]
    public void What_does_not_go_with_distances_is_refused_in_the_words_of_the_command_line()
    {
        string data = _folder.WriteRows("data.csv", Distances.Of(_fitted), header: null);
        string features = _folder.WriteRows("features.csv", _fitted);

        Fails(
            ExitCode.BadCommandLine, "--method is lltsa, but must be none of the linear methods where --metric is precomputed, for they " +
            "project features, of which distances tell nothing.", "--method", "lltsa");
        Fails(ExitCode.BadCommandLine, "--scale is range, but must be none where --metric is precomputed", "--scale", "range");
        Fails(ExitCode.BadCommandLine, "--missing is skip, but must be error where --metric is precomputed", "--missing", "skip");
        Fails(ExitCode.BadCommandLine, "--missing is mean, but must be error where --metric is precomputed", "--missing", "mean");
        Fails(ExitCode.BadCommandLine, "--supervision is 0.5, but must be 0 where --metric is precomputed.",
            "--supervision", "0.5", "--label", "1");
        Run.Of("embed", features, "--metric", "precomputed").Fails(
            ExitCode.BadData, "The table is no table of distances, which --metric precomputed needs: it has 120 rows of 3 values");
        Run.Of("embed", data, "--metric", "precomputed", "-o", _folder["out.csv"], "--model", _folder["model.zip"]).Succeeds();
        Run.Of("transform", _folder["model.zip"], features).Fails(
            ExitCode.BadData, "has 3 feature columns, but", "was fitted on the distances of 120 rows to each other");

        void Fails(int code, string message, params string[] options) =>
            Run.Of(["embed", data, "--metric", "precomputed", .. options]).Fails(code, message);
    }

    private static FeatureMatrix Table(float[][] rows) =>
        FeatureMatrix.FromRowMajor([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);
}
