[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.MethodLevel)]

namespace LleTransforms.Repository.Tests.Samples;

/// <summary>Runs the samples that need nothing but this repository.</summary>
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
        var run = SampleRun.Start("SwissRoll", picture);

        run.AssertPrintsWhatProgramSays();
        Assert.IsGreaterThan(0.95, run.Figures("LLE Modified")[2]);
        var drawing = System.Xml.Linq.XDocument.Load(picture);
        Assert.HasCount(4 * 1000, drawing.Descendants().Where(element => element.Name.LocalName == "circle").ToList());
    }

    [TestMethod]
    public void Digits_are_classified_and_a_second_process_agrees()
    {
        var run = SampleRun.Start("Digits");

        run.AssertPrintsWhatProgramSays(except: ["ML.NET: ", "Saved: "]);
        Assert.IsGreaterThan(run.Figures("64 pixels")[0], run.Figures("LLE, 20 components")[0]);
    }

    [TestMethod]
    public void ModelBuilder_keeps_the_step() => SampleRun.Start("ModelBuilder").AssertPrintsWhatProgramSays(tolerance: 0.05);

    [TestMethod]
    public void ChoosingNeighbors_finds_a_k_that_is_nearly_the_best()
    {
        var run = SampleRun.Start("ChoosingNeighbors", "200", "1");

        // 200 rows are too few for a swiss roll, but not for the others.
        string[] rows = [.. run.Lines.Where(line => line.StartsWith("| S curve", StringComparison.Ordinal))];
        Assert.HasCount(3, rows);
        Assert.IsTrue(rows.All(row => double.Parse(row.Split('|')[9], System.Globalization.CultureInfo.InvariantCulture) > 0.9), string.Join('\n', rows));
        Assert.HasCount(1, run.Lines.Where(line => line.StartsWith("Least share of the best quality: ", StringComparison.Ordinal)).ToList());
    }

    [TestMethod]
    public void Regression_predicts_from_the_flat_sheet()
    {
        var run = SampleRun.Start("Regression");

        run.AssertPrintsWhatProgramSays();
        Assert.IsGreaterThan(run.Figures("PCA, 2")[0] + 0.5, run.Figures("LLE Modified, 2")[0]);
    }

    [TestMethod]
    public void Noise_shows_what_holds_and_what_breaks() => SampleRun.Start("Noise").AssertPrintsWhatProgramSays();

    [TestMethod]
    public void WordVectors_reads_both_forms_alike()
    {
        var run = SampleRun.Start("WordVectors");

        run.AssertPrintsWhatProgramSays();
        int half = run.Lines.Length / 2;
        CollectionAssert.AreEqual(run.Lines[1..half], run.Lines[(half + 1)..]);
    }

    [TestMethod]
    public void Images_compares_pixels_principal_components_and_embeddings()
    {
        var run = SampleRun.Start("Images", "1000", "1000", _data);

        run.AssertPrintsWhatProgramSays();
    }

    [TestMethod]
    public void NeuralNetwork_learns_from_each_kind_of_features()
    {
        var run = SampleRun.Start("NeuralNetwork", "1000", "500", "6", _data);

        // The principal components are found by random numbers, and a network makes much of little.
        run.AssertPrintsWhatProgramSays(tolerance: 0.08, countsMayDiffer: true);
    }
}
