namespace LleTransforms.Reliability.SmallFits;

/// <summary>The short form of <c>small</c>.</summary>
[TestClass]
public sealed class SmallFitTests
{
    private const int Fits = 2_000;

    [TestMethod]
    public void Small_fits_give_finite_coordinates_or_a_documented_error()
    {
        SmallFitSweep sweep = SmallFitSweep.Run(Fits, seed: 7);

        Assert.IsEmpty(sweep.Faults, string.Join('\n', sweep.Faults));
        Assert.AreEqual(Fits, sweep.Outcomes.Values.Sum());
        Assert.IsEmpty(sweep.Outcomes.Keys.Where(outcome => outcome.Contains("No eigen solver")));
        foreach (LleMethod method in Enum.GetValues<LleMethod>())
        {
            Assert.IsGreaterThan(20, sweep.Outcomes.GetValueOrDefault($"fitted, {method}"), $"fits by {method}");
        }
    }
}
