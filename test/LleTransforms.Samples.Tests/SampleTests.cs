namespace LleTransforms.Samples.Tests;

/// <summary>Runs the samples that need nothing but this repository.</summary>
[TestClass]
public sealed class SampleTests
{
    [TestMethod]
    public void SwissRoll_lays_the_sheet_flat_and_draws_it()
    {
        string picture = Path.Combine(AppContext.BaseDirectory, "swiss-roll.svg");
        File.Delete(picture);
        var run = SampleRun.Start("SwissRoll");

        run.AssertPrintsWhatProgramSays();
        Assert.IsGreaterThan(0.95, run.Figures("LLE Modified")[2]);
        var drawing = System.Xml.Linq.XDocument.Load(picture);
        Assert.HasCount(4 * 1000, drawing.Descendants().Where(element => element.Name.LocalName == "circle").ToList());
    }
}
