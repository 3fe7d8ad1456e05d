using System.Text.RegularExpressions;
using LleTransforms.Report.Tests.Data;

namespace LleTransforms.Report.Tests.Page;

[TestClass]
public sealed class ReportPageTests
{
    private const string Hostile = "</script><script>document.title='taken'</script><img src=x onerror=alert(1)>\"'&<!--";

    [TestMethod]
    public void The_page_holds_each_rows_coordinates_neighbours_weights_and_values()
    {
        (FeatureMatrix rows, double[] angles) = Roll.Make(300);
        LleModel model = Roll.Fit(rows);
        FitDiagnostics diagnostics = FitDiagnostics.Compute(rows, model);

        WrittenPage page =
            WrittenPage.Of(model, rows, new EmbeddingReportOptions { Labels = Roll.Quarters(angles), ColumnNames = ["x", "y", "z"] });

        float[] coordinates = page.Numbers<float>("embedding");
        ushort[] neighbors = page.Numbers<ushort>("neighbors");
        float[] weights = page.Numbers<float>("weights");
        float[] values = page.Numbers<float>("values");
        ushort[] labels = page.Numbers<ushort>("labels");
        string[] classes = [.. page.Facts.GetProperty("label").GetProperty("classes").EnumerateArray().Select(text => text.GetString()!)];
        for (int row = 0; row < 300; row++)
        {
            CollectionAssert.AreEqual(
                Array.ConvertAll(model.Coordinates(row).ToArray(), value => (float)value), coordinates[(2 * row)..((2 * row) + 2)]);
            CollectionAssert.AreEqual(
                diagnostics.Neighbors(row).ToArray(), Array.ConvertAll(neighbors[(10 * row)..((10 * row) + 10)], value => (int)value));
            CollectionAssert.AreEqual(
                Array.ConvertAll(diagnostics.Weights(row).ToArray(), value => (float)value), weights[(10 * row)..((10 * row) + 10)]);
            CollectionAssert.AreEqual(rows.Row(row).ToArray(), values[(3 * row)..((3 * row) + 3)]);
            Assert.AreEqual(Roll.Quarters(angles)[row], classes[labels[row]]);
        }

        CollectionAssert.AreEqual(new[] { "x", "y", "z" }, page.Texts("columns"));
    }

    [TestMethod]
    public void The_spectrum_goes_on_as_a_fit_of_more_components_does()
    {
        (FeatureMatrix rows, _) = Roll.Make(300);

        WrittenPage page = WrittenPage.Of(Roll.Fit(rows), rows);

        double[] shown = [.. new[] { "eigenvalues", "followingEigenvalues" }.SelectMany(name =>
            page.Facts.GetProperty(name).EnumerateArray()).Select(value => value.GetDouble())];
        IReadOnlyList<double> expected = Roll.Fit(rows, components: 6).Eigenvalues;
        Assert.HasCount(6, shown);
        for (int i = 0; i < 6; i++)
        {
            Assert.AreEqual(expected[i], shown[i], 1e-6 * expected[i]);
        }
    }

    [TestMethod]
    public void Curves_are_those_of_the_figures_and_PCA_is_worse_at_unrolling()
    {
        (FeatureMatrix rows, _) = Roll.Make(1500);
        LleModel model = Roll.Fit(rows);
        WrittenPage page = WrittenPage.Of(model, rows);

        var quality = page.Facts.GetProperty("quality");
        int[] sizes = [.. quality.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32())];
        double[] own = [.. quality.GetProperty("embedding").GetProperty("agreement").EnumerateArray().Select(value => value.GetDouble())];
        double[] principal =
            [.. quality.GetProperty("principal").GetProperty("agreement").EnumerateArray().Select(value => value.GetDouble())];
        FeatureMatrix embedding = model.Transform(rows);
        EmbeddingQuality expected = EmbeddingQuality.Measure(rows, embedding);
        Assert.AreEqual(1, sizes[0]);
        Assert.AreEqual(1498, sizes[^1]);
        for (int i = 0; i < sizes.Length; i++)
        {
            Assert.AreEqual(expected.RescaledAgreementCurve.Span[sizes[i] - 1], own[i], 1e-12);
        }

        int tenth = Array.FindIndex(sizes, size => size >= 10);
        Assert.IsGreaterThan(principal[tenth] + 0.1, own[tenth]);
    }

    [TestMethod]
    public void Text_of_the_data_cannot_become_part_of_the_page()
    {
        (FeatureMatrix rows, _) = Roll.Make(60);
        string[] labels = [.. Enumerable.Range(0, 60).Select(row => row % 2 == 0 ? Hostile : "tame")];
        LleModel model = Roll.Fit(rows);
        WrittenPage tame = WrittenPage.Of(model, rows, new EmbeddingReportOptions { Labels = [.. labels.Select(_ => "tame")] });

        WrittenPage page = WrittenPage.Of(
            model, rows, new EmbeddingReportOptions { Title = Hostile, Labels = labels, LabelName = Hostile,
                ColumnNames = [Hostile, "y", Hostile] });

        foreach (string tag in new[] { "<script", "</script", "<img", "<!--" })
        {
            Assert.AreEqual(Count(tame, tag), Count(page, tag), tag);
        }

        Assert.AreEqual(Hostile, page.Title);
        Assert.AreEqual(Hostile, page.Texts("columns")[0]);
        CollectionAssert.Contains(
            page.Facts.GetProperty("label").GetProperty("classes").EnumerateArray().Select(text => text.GetString()).ToArray(), Hostile);

        static int Count(WrittenPage page, string tag) => Regex.Count(page.Html, Regex.Escape(tag), RegexOptions.IgnoreCase);
    }

    [TestMethod]
    public void The_same_rows_and_options_give_the_same_bytes()
    {
        (FeatureMatrix rows, double[] angles) = Roll.Make(120);
        var options = new EmbeddingReportOptions { Labels = Array.ConvertAll(angles, angle => angle.ToString()), QualitySampleSize = 50 };

        Assert.AreEqual(WrittenPage.Of(Roll.Fit(rows), rows, options).Html, WrittenPage.Of(Roll.Fit(rows), rows, options).Html);
    }

    [TestMethod]
    public void Landmarks_and_samples_are_named_and_no_gap_is_claimed()
    {
        (FeatureMatrix rows, _) = Roll.Make(300);
        LleModel landmarks = LocallyLinearEmbedding.Fit(rows, new LleOptions { NumberOfComponents = 2, NumberOfLandmarks = 60 });
        LleModel alone =
            LocallyLinearEmbedding.Fit(rows, new LleOptions { NumberOfComponents = 2, NumberOfLandmarks = 60, PlaceAmongLandmarks = true });
        LleModel sample = LocallyLinearEmbedding.Fit(rows, new LleOptions { NumberOfComponents = 2, MaximumNumberOfTrainingRows = 80 });

        var pages = new[] { landmarks, alone, sample, Roll.Fit(rows) }.Select(model => WrittenPage.Of(model, rows)).ToArray();

        CollectionAssert.AreEqual(
            new[] { 60, 60, 0, 0 }, Array.ConvertAll(pages, page => page.Facts.GetProperty("landmarkCount").GetInt32()));
        CollectionAssert.AreEqual(
            new[] { 0, 0, 0, 4 }, Array.ConvertAll(pages, page => page.Facts.GetProperty("followingEigenvalues").GetArrayLength()));
        Assert.AreEqual("60", Option(pages[0], "Landmarks, from which the other rows follow"));
        Assert.AreEqual("60", Option(pages[1], "Rows held, the landmarks"));
        Assert.AreEqual("80", Option(pages[2], "Rows fitted, a seeded sample"));
        Assert.IsNull(Option(pages[2], "Landmarks, from which the other rows follow"));
        Assert.IsNull(Option(pages[3], "Rows fitted, a seeded sample"));

        static string? Option(WrittenPage page, string name) =>
            page.Facts.GetProperty("options").EnumerateArray().Where(pair => pair[0].GetString() == name)
                .Select(pair => pair[1].GetString()).SingleOrDefault();
    }

    [TestMethod]
    public void Of_too_many_rows_a_sample_is_shown_under_its_own_numbers()
    {
        (FeatureMatrix rows, _) = Roll.Make(200);
        LleModel model = Roll.Fit(rows);

        WrittenPage page = WrittenPage.Of(model, rows, new EmbeddingReportOptions { LargestNumberOfRows = 50 });

        ushort[] shown = page.Numbers<ushort>("rows");
        float[] coordinates = page.Numbers<float>("embedding");
        Assert.HasCount(50, shown);
        Assert.AreEqual(200, page.Facts.GetProperty("rowCount").GetInt32());
        CollectionAssert.AreEqual(shown.Distinct().Order().ToArray(), shown);
        for (int i = 0; i < 50; i++)
        {
            Assert.AreEqual((float)model.Coordinates(shown[i])[1], coordinates[(2 * i) + 1]);
        }
    }

    [TestMethod]
    public void Every_method_has_a_report()
    {
        (FeatureMatrix rows, _) = Roll.Make(150);
        foreach (LleMethod method in Enum.GetValues<LleMethod>())
        {
            LleModel model =
                LocallyLinearEmbedding.Fit(rows, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 9, Method = method });

            WrittenPage page = WrittenPage.Of(model, rows);

            Assert.HasCount(300, page.Numbers<float>("embedding"));
            Assert.HasCount(1350, page.Numbers<ushort>("neighbors"));
        }
    }

    [TestMethod]
    public void What_is_no_text_for_each_row_or_no_row_of_the_fit_is_refused()
    {
        (FeatureMatrix rows, _) = Roll.Make(80);
        (FeatureMatrix others, _) = Roll.Make(80, seed: 2);
        LleModel model = Roll.Fit(rows);

        StringAssert.Contains(
            Refusal(rows, new EmbeddingReportOptions { Labels = ["one"] }), "Labels holds 1 entries, but there are 80 rows.");
        StringAssert.Contains(Refusal(rows, new EmbeddingReportOptions { ColumnNames = ["a", "b"] }),
            "ColumnNames holds 2 entries, but there are 3 columns.");
        StringAssert.Contains(Refusal(rows, new EmbeddingReportOptions { QualitySampleSize = 81 }), "QualitySampleSize is 81");
        StringAssert.Contains(Refusal(others, new EmbeddingReportOptions()), "not those that the model was fitted on");

        string Refusal(FeatureMatrix features, EmbeddingReportOptions options)
        {
            using var stream = new MemoryStream();
            string message = Assert.Throws<ArgumentException>(() => model.WriteReport(features, stream, options)).Message;
            Assert.AreEqual(0, stream.Length);
            return message;
        }
    }
}
