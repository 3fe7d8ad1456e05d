using System.Collections.Concurrent;
using System.Text.Json;
using LleTransforms.Tool.Commands;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

[TestClass]
public sealed class EvaluateTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void The_data_themselves_are_a_perfect_embedding_and_shuffled_rows_are_not()
    {
        float[][] rows = Sheet.Rows(100);
        string data = _folder.WriteRows("data.csv", rows);
        string shuffled = _folder.WriteRows("shuffled.csv", [.. rows.OrderBy(row => row[1])]);

        Dictionary<string, double> perfect = Figures(data, data);
        Dictionary<string, double> random = Figures(data, shuffled);

        Assert.AreEqual(1, perfect["trustworthiness"]);
        Assert.AreEqual(1, perfect["rescaledAgreementArea"]);
        Assert.AreEqual(0, perfect["residualVariance"], 1e-12);
        Assert.IsInRange(0, 0.7, random["trustworthiness"]);
    }

    [TestMethod]
    public void The_table_shows_the_figures()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(100));

        Run run = Run.Of("evaluate", data, data, "-k", "7").Succeeds();

        StringAssert.Contains(run.Output, "trustworthiness");
        StringAssert.Contains(run.Output, "neighbourhoods of 7");
    }

    [TestMethod]
    public void Whoever_watches_sees_how_far_it_is()
    {
        var heard = new ConcurrentQueue<LleProgress>();
        float[][] rows = Sheet.Rows(400);
        var builder = new FeatureMatrixBuilder(3);
        Array.ForEach(rows, row => builder.Append((ReadOnlySpan<float>)row));
        FeatureMatrix features = builder.Build();

        EmbeddingFigures.Measure(features, features, null, seed: 0, new Listener(heard), CancellationToken.None);

        Assert.IsTrue(heard.All(report => report.Phase == LlePhase.Quality && report.Total == 400));
        Assert.IsTrue(heard.Any(report => report.Completed is > 0 and < 400));
        Assert.AreEqual(400, heard.Last().Completed);
    }

    private sealed class Listener(ConcurrentQueue<LleProgress> heard) : IProgress<LleProgress>
    {
        public void Report(LleProgress value) => heard.Enqueue(value);
    }

    [TestMethod]
    public void Tables_of_different_lengths_are_rejected()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(30));
        string embedding = _folder.WriteRows("embedding.csv", Sheet.Rows(29));

        Run.Of("evaluate", data, embedding).Fails(ExitCode.BadData, "embedding.csv: has 29 rows", "data.csv has 30");
    }

    private static Dictionary<string, double> Figures(string data, string embedding)
    {
        using JsonDocument json = JsonDocument.Parse(Run.Of("evaluate", data, embedding, "--json").Succeeds().Output);
        return json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetDouble());
    }
}
