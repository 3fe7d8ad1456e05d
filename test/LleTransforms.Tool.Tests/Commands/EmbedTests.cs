using LleTransforms.Tool.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tool.Tests.Commands;

[TestClass]
public sealed class EmbedTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Writes_the_engines_coordinates_of_each_row_under_a_header()
    {
        float[][] rows = Sheet.Rows(200);
        string data = _folder.WriteRows("data.csv", rows);

        Run.Of("embed", data, "-d", "2", "-k", "12", "--method", "standard", "-o", _folder["out.csv"]).Succeeds();

        Assert.AreEqual("Lle0,Lle1", File.ReadLines(_folder["out.csv"]).First());
        float[][] written = _folder.ReadRows("out.csv");
        LleModel expected = LocallyLinearEmbedding.Fit(DoubleRows(rows), new LleOptions { NumberOfComponents = 2 });
        Assert.HasCount(200, written);
        for (int row = 0; row < rows.Length; row++)
        {
            CollectionAssert.AreEqual(expected.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), written[row]);
        }

        CollectionAssert.AreEqual(new[] { "data.csv", "out.csv" }, _folder.Files);
    }

    [TestMethod]
    [DataRow("standard", LleMethod.Standard)]
    [DataRow("modified", LleMethod.Modified)]
    [DataRow("hessian", LleMethod.Hessian)]
    [DataRow("ltsa", LleMethod.LocalTangentSpaceAlignment)]
    [DataRow("npe", LleMethod.NeighborhoodPreservingEmbedding)]
    [DataRow("lltsa", LleMethod.LinearLocalTangentSpaceAlignment)]
    [DataRow("convex", LleMethod.Convex)]
    public void The_model_is_of_the_method_and_places_the_data_where_embed_did(string name, LleMethod method)
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(150));

        Run.Of("embed", data, "-k", "10", "--method", name, "-o", _folder["out.csv"]).Succeeds();
        Run.Of("embed", data, "-k", "10", "--method", name, "-o", _folder["again.csv"], "--model", _folder["model.zip"]).Succeeds();
        Run.Of("transform", _folder["model.zip"], data, "-o", _folder["placed.csv"]).Succeeds();

        string written = File.ReadAllText(_folder["out.csv"]);
        Assert.AreEqual(written, File.ReadAllText(_folder["again.csv"]));
        Assert.AreEqual(written, File.ReadAllText(_folder["placed.csv"]));
        ITransformer loaded = new MLContext().Model.Load(_folder["model.zip"], out DataViewSchema schema);
        Assert.AreEqual(method, Assert.IsInstanceOfType<LocallyLinearEmbeddingTransformer>(loaded).Model.Method);
        Assert.AreEqual("Features", schema.Single().Name);
    }

    [TestMethod]
    public void Standard_input_and_output_carry_tables_too()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));

        Run piped = Run.Of(["embed", "-", "-o", "-"], File.ReadAllText(data)).Succeeds();
        Run.Of("embed", data, "-o", _folder["out.csv"]).Succeeds();

        Assert.AreEqual(File.ReadAllText(_folder["out.csv"]), piped.Output);
    }

    [TestMethod]
    public void The_label_column_is_no_feature_and_pulls_classes_apart_only_on_demand()
    {
        float[][] rows = Sheet.Rows(120);
        string plain = _folder.WriteRows("plain.csv", rows);
        string labelled = _folder.Write(
            "labelled.csv",
            "x,kind,y,z\n" + string.Concat(rows.Select(row => $"{row[0]},{(row[1] < 0.5f ? "low" : "high")},{row[1]},{row[2]}\n")));

        string without = Run.Of("embed", plain).Succeeds().Output;

        Assert.AreEqual(without, Run.Of("embed", labelled, "--label", "kind").Succeeds().Output);
        Assert.AreEqual(without, Run.Of("embed", labelled, "--label", "2").Succeeds().Output);
        Run supervised = Run.Of("embed", labelled, "--label", "kind", "--supervision", "0.5");
        Assert.AreNotEqual(without, supervised.Output);
        StringAssert.Contains(supervised.Error, "the rows fall into 2 parts, of 71, 49 rows");
        Run saved = Run.Of(
            "embed", labelled, "--label", "kind", "--supervision", "0.5", "-o", _folder["out.csv"], "--model", _folder["model.zip"]);
        Assert.AreEqual(supervised.Error, saved.Error);
        Assert.AreEqual(supervised.Output, File.ReadAllText(_folder["out.csv"]));
    }

    [TestMethod]
    public void Json_tells_what_was_fitted()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(80));

        Run run = Run.Of("embed", data, "-k", "auto", "-o", _folder["out.csv"], "--json").Succeeds();

        using var json = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.AreEqual(80, json.RootElement.GetProperty("rows").GetInt32());
        Assert.AreEqual(3, json.RootElement.GetProperty("features").GetInt32());
        Assert.IsInRange(2, 79, json.RootElement.GetProperty("neighbors").GetInt32());
        Assert.AreEqual(2, json.RootElement.GetProperty("eigenvalues").GetArrayLength());
        double[] participation = [.. json.RootElement.GetProperty("participation").EnumerateArray().Select(share => share.GetDouble())];
        Assert.HasCount(2, participation);
        Assert.IsTrue(Array.TrueForAll(participation, share => share is > 0.1 and <= 1));
    }

    [TestMethod]
    public void The_smallest_participation_reaches_the_fit_and_the_model()
    {
        // No sheet has two coordinates that rest on nine tenths of its rows, and the fit says so.
        string data = _folder.WriteRows("data.csv", Sheet.Rows(200));
        foreach (string[] more in (string[][])[[], ["--model", _folder["model.zip"]]])
        {
            Run run = Run.Of(["embed", data, "-k", "8", "--minimum-participation", "0.9", "-o", _folder["out.csv"], .. more]);
            Assert.AreEqual(ExitCode.Done, run.ExitCode);
            StringAssert.Contains(run.Error, "of 48 eigenvectors rest on 90 % of the rows or more");
        }

        Run.Of("embed", data, "--minimum-participation", "2", "-o", _folder["out.csv"])
            .Fails(ExitCode.BadCommandLine, "--minimum-participation is '2', but must be from 0 to 1");
    }

    [TestMethod]
    [DataRow("--landmarks", "60")]
    [DataRow("--max-training-rows", "90")]
    public void Landmarks_and_samples_reach_the_fit_and_the_model(string option, string count)
    {
        float[][] rows = Sheet.Rows(200);
        string data = _folder.WriteRows("data.csv", rows);
        var options = new LleOptions { NumberOfComponents = 2, Seed = 5 };
        if (option == "--landmarks")
        {
            options.NumberOfLandmarks = int.Parse(count);
        }
        else
        {
            options.MaximumNumberOfTrainingRows = int.Parse(count);
        }

        Run.Of("embed", data, option, count, "--seed", "5", "-o", _folder["out.csv"]).Succeeds();
        Run.Of("embed", data, option, count, "--seed", "5", "-o", _folder["again.csv"], "--model", _folder["model.zip"]).Succeeds();

        LleModel expected = LocallyLinearEmbedding.Fit(DoubleRows(rows), options);
        float[][] written = _folder.ReadRows("out.csv");
        for (int row = 0; row < rows.Length; row++)
        {
            CollectionAssert.AreEqual(expected.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), written[row]);
        }

        Assert.AreEqual(File.ReadAllText(_folder["out.csv"]), File.ReadAllText(_folder["again.csv"]));
        var loaded = (LocallyLinearEmbeddingTransformer)new MLContext().Model.Load(_folder["model.zip"], out _);
        Assert.AreEqual(option == "--landmarks" ? 200 : 90, loaded.Model.NumberOfHeldRows);
    }

    [TestMethod]
    public void Too_few_landmarks_are_told_in_the_words_of_the_command_line()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));

        Run.Of("embed", data, "--landmarks", "2")
            .Fails(ExitCode.BadCommandLine, "--landmarks is '2', but must be a whole number of at least 4");
        Run.Of("embed", data, "--landmarks", "9").Fails(ExitCode.BadCommandLine, "--landmarks is 9, but must be at least 14", "-k, 12");
        Run.Of("embed", data, "--max-training-rows", "9")
            .Fails(ExitCode.BadCommandLine, "--max-training-rows is 9, but must be at least 14");
    }

    [TestMethod]
    public void An_older_result_is_replaced()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));
        string output = _folder.Write("out.csv", "old");

        Run.Of("embed", data, "-o", output).Succeeds();

        Assert.HasCount(61, File.ReadAllLines(output));
    }

    private static FeatureMatrix DoubleRows(float[][] rows)
    {
        var builder = new FeatureMatrixBuilder(3);
        foreach (float[] row in rows)
        {
            // As text has them: the shortest decimal number that rounds to the single one.
            builder.Append((ReadOnlySpan<double>)row.Select(value => double.Parse(value.ToString())).ToArray());
        }

        return builder.Build();
    }
}
