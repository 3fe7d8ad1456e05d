[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.MethodLevel)]

namespace LleTransforms.Samples.Tests;

/// <summary>Runs the samples that need nothing but this repository.</summary>
[TestClass]
public sealed class SampleTests
{
    /// <summary>Where fetched images are kept, beside those of the benchmarks.</summary>
    private static readonly string _data = Path.Combine(SampleRun.FolderOf("Artifacts"), "bench-data");

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

        // The principal components are found by random numbers, which the hosts draw differently: a network makes much of little.
        run.AssertPrintsWhatProgramSays(tolerance: 0.08, countsMayDiffer: true);
    }
}
