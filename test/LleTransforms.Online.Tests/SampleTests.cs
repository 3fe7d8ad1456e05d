using LleTransforms.Repository.Tests.Samples;

namespace LleTransforms.Online.Tests;

/// <summary>Runs the samples that need packages which not every source serves.</summary>
[TestClass]
public sealed class SampleTests
{
    [TestMethod]
    public void AutoML_finds_options_that_are_no_worse_than_the_defaults()
    {
        var run = SampleRun.Start("AutoML");

        // Which options win depends on times of the trials: the tuner goes on from what has ended.
        Assert.HasCount(3, run.Lines);
        Assert.Contains("12 trials; best: ", run.Lines[0]);
        Assert.IsGreaterThan(0.8, run.Figures("rows not seen: accuracy")[0]);
    }
}
