using LleTransforms.Tool.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary><c>--metric</c> reaches the fit, the model and the report.</summary>
[TestClass]
public sealed class MetricTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("euclidean", LleMetric.Euclidean)]
    [DataRow("cosine", LleMetric.Cosine)]
    [DataRow("hamming", LleMetric.Hamming)]
    [DataRow("Jaccard", LleMetric.Jaccard)]
    public void The_metric_is_that_of_the_coordinates_and_of_the_model(string name, LleMetric metric)
    {
        float[][] rows = Sets(150);
        string data = _folder.WriteRows("data.csv", rows, header: null);

        Run fit = Run.Of("embed", data, "--metric", name, "-o", _folder["out.csv"], "--model", _folder["model.zip"]);
        Run again = Run.Of("embed", data, "--metric", name, "-o", _folder["again.csv"]);

        Assert.AreEqual(0, fit.ExitCode, fit.Error);
        Assert.AreEqual(0, again.ExitCode, again.Error);
        Assert.AreEqual(File.ReadAllText(_folder["out.csv"]), File.ReadAllText(_folder["again.csv"]));
        var loaded = (LocallyLinearEmbeddingTransformer)new MLContext().Model.Load(_folder["model.zip"], out _);
        Assert.AreEqual(metric, loaded.Model.Metric);
        var builder = new FeatureMatrixBuilder(rows[0].Length);
        foreach (float[] row in rows)
        {
            builder.Append((ReadOnlySpan<double>)Array.ConvertAll(row, value => (double)value));
        }

        LleModel expected =
            LocallyLinearEmbedding.Fit(builder.Build(), new LleOptions { NumberOfComponents = 2, Metric = metric, Seed = 0 });
        float[][] written = _folder.ReadRows("out.csv");
        for (int row = 0; row < rows.Length; row++)
        {
            CollectionAssert.AreEqual(expected.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), written[row]);
        }
    }

    [TestMethod]
    public void A_report_names_the_metric()
    {
        string data = _folder.WriteRows("data.csv", Sets(80), header: null);

        Run run = Run.Of("report", data, "--metric", "jaccard", "-o", _folder["page.html"]);

        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(File.ReadAllText(_folder["page.html"]), "Jaccard");
    }

    [TestMethod]
    public void Other_metrics_and_what_does_not_go_with_one_are_refused_in_the_words_of_the_command_line()
    {
        string data = _folder.WriteRows("data.csv", Sets(60), header: null);

        Run.Of("embed", data, "--metric", "2").Fails(
            ExitCode.BadCommandLine, "--metric is '2', but must be one of euclidean, cosine, hamming, jaccard, precomputed.");
        Run.Of("embed", data, "--metric", "hamming", "--supervision", "0.5", "--label", "1").Fails(
            ExitCode.BadCommandLine, "--supervision is 0.5, but must be 0 where --metric is hamming.");
    }

    /// <summary>Which of 12 things each row has; none has nothing.</summary>
    private static float[][] Sets(int count)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 12)
                .Select(column => column == 0 || random.Next(2) == 1 ? 1f : 0).ToArray()),
        ];
    }
}
