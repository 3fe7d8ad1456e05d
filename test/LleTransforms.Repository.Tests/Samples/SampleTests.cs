[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.MethodLevel)]

namespace LleTransforms.Repository.Tests.Samples;

/// <summary>Runs every sample of the solution, and holds it to what its source says that it prints.</summary>
[TestClass]
public sealed class SampleTests
{
    /// <summary>Where fetched images are kept, beside those of the benchmarks.</summary>
    private static readonly string _data = Path.Combine(RepositoryFolders.Artifacts, "bench-data");

    [TestMethod]
    public void SwissRoll_lays_the_sheet_flat_and_draws_it()
    {
        string picture = Path.Combine(AppContext.BaseDirectory, "swiss-roll.svg");
        File.Delete(picture);
        var run = SampleRun.StartFile("swiss-roll", picture);

        run.AssertPrintsWhatSourceSays();
        Assert.IsGreaterThan(0.95, run.Figures("LLE Modified")[2]);
        var drawing = System.Xml.Linq.XDocument.Load(picture);
        Assert.HasCount(4 * 1000, drawing.Descendants().Where(element => element.Name.LocalName == "circle").ToList());
    }

    [TestMethod]
    public void First_learns_from_a_rolled_up_sheet() => SampleRun.StartFile("first").AssertPrintsWhatSourceSays(tolerance: 0.005);

    [TestMethod]
    public void Cluster_gives_the_same_bits_where_a_silo_is_killed() => SampleRun.Start("Cluster").AssertPrintsWhatSourceSays();

    [TestMethod]
    public void Regression_predicts_from_the_flat_sheet()
    {
        var run = SampleRun.StartFile("regression");

        run.AssertPrintsWhatSourceSays();
        Assert.IsGreaterThan(run.Figures("PCA, 2")[0] + 0.5, run.Figures("LLE Modified, 2")[0]);
    }

    [TestMethod]
    public void Noise_shows_what_holds_and_what_breaks() => SampleRun.StartFile("noise").AssertPrintsWhatSourceSays();

    [TestMethod]
    public void Text_goes_from_sparse_rows_to_a_classifier() => SampleRun.StartFile("text").AssertPrintsWhatSourceSays();

    [TestMethod]
    public void WordVectors_reads_both_forms_alike()
    {
        var run = SampleRun.StartFile("word-vectors");

        run.AssertPrintsWhatSourceSays();
        int half = run.Lines.Length / 2;
        CollectionAssert.AreEqual(run.Lines[1..half], run.Lines[(half + 1)..]);
    }

    [TestMethod]
    public void ImageFeatures_go_from_a_trained_network_to_a_classifier()
    {
        var run = SampleRun.StartFile("image-features");

        // One picture more or less is 0.008 of the accuracy.
        run.AssertPrintsWhatSourceSays(tolerance: 0.05);
        Assert.IsGreaterThan(run.Figures("3072 values of pixels")[0] + 0.3, run.Figures("512 of ResNet18")[0]);
    }

    [TestMethod]
    public void Digits_are_classified_and_a_second_process_agrees()
    {
        var run = SampleRun.Start("Digits");

        run.AssertPrintsWhatSourceSays(except: ["ML.NET: ", "Saved: "]);
        Assert.MatchesRegex(@"^ML\.NET: Microsoft\.ML \d+\.\d+\.\d+$", run.Lines[0]);
        Assert.IsGreaterThan(run.Figures("64 pixels")[0], run.Figures("LLE, 20 components")[0]);
    }

    [TestMethod]
    public void ModelBuilder_keeps_the_step() => SampleRun.Start("ModelBuilder").AssertPrintsWhatSourceSays(tolerance: 0.05);

    [TestMethod]
    public void Serving_answers_requests_and_sees_the_drift()
    {
        var run = SampleRun.Start("Serving", "demo");

        // A few of 200 rows more or less.
        run.AssertPrintsWhatSourceSays(tolerance: 4);
        Assert.EndsWith("DRIFT", run.Lines[^1]);
    }

    [TestMethod]
    public void Images_compares_pixels_principal_components_and_embeddings() =>
        SampleRun.Start("Images", "1000", "1000", _data).AssertPrintsWhatSourceSays();

    [TestMethod]
    public void Images_has_a_network_learn_from_each_kind_of_features()
    {
        var run = SampleRun.Start("Images", "NetworkComparison.cs", ["network", "1000", "500", "6", _data]);

        // The principal components are found by random numbers, and a network makes much of little.
        run.AssertPrintsWhatSourceSays(tolerance: 0.08, countsMayDiffer: true);
    }
}
