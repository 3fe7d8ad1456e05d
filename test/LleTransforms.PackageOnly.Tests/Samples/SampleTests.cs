using LleTransforms.Samples.Tests;

namespace LleTransforms.PackageOnly.Tests.Samples;

/// <summary>Runs the samples that need the real package.</summary>
[TestClass]
public sealed class SampleTests
{
    [TestMethod]
    public void Text_learns_from_a_few_coordinates_of_sparse_rows() => SampleRun.Start("Text").AssertPrintsWhatProgramSays();

    [TestMethod]
    public void AutoML_finds_options_that_are_no_worse_than_the_defaults()
    {
        var run = SampleRun.Start("AutoML");

        // Which options win depends on times of the trials: the tuner goes on from what has ended.
        Assert.HasCount(3, run.Lines);
        Assert.Contains("12 trials; best: ", run.Lines[0]);
        Assert.IsGreaterThan(0.8, run.Figures("rows not seen: accuracy")[0]);
    }

    [TestMethod]
    public void Serving_answers_and_notices_rows_unlike_those_of_training()
    {
        var run = SampleRun.Start("Serving", "demo");

        run.AssertPrintsWhatProgramSays(countsMayDiffer: true);
        Assert.DoesNotContain("DRIFT", run.Lines[0]);
        Assert.Contains("DRIFT", run.Lines[1]);
    }
}
