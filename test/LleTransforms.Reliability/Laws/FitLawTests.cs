namespace LleTransforms.Reliability.Laws;

/// <summary>The short form of <c>laws</c>: a few dozen random fits for each law, always the same ones.</summary>
[TestClass]
public sealed class FitLawTests
{
    private const int Cases = 40;
    private const ulong Seed = 20;

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Laws => FitLaws.All.Select(law => new object[] { law.Name });

    [TestMethod]
    [DynamicData(nameof(Laws))]
    public void Law_holds(string name)
    {
        LawResult result = LawChecker.Check(FitLaws.All.Single(law => law.Name == name), Cases, Seed);

        TestContext.WriteLine($"{name}: {result.Cases} cases, {result.Applied} to which it applies, seed {Seed}");
        Assert.IsNull(result.Fault);
        Assert.AreEqual(Cases, result.Cases);
        Assert.IsGreaterThan(Cases / 10, result.Applied, "cases to which the law applies");
    }

    [TestMethod]
    public void A_broken_law_is_shrunk_to_a_plain_case_and_tells_its_seed()
    {
        var law = new FitLaw("no fit has 30 rows", fit => LawVerdict.Of(fit.NumberOfRows < 30, "30 rows or more"));

        LawResult result = LawChecker.Check(law, Cases, Seed);

        StringAssert.Contains(result.Fault, "30 rows or more");
        StringAssert.Contains(result.Fault, "NumberOfRows = 30,");
        StringAssert.Contains(result.Fault, "Surface = SwissRoll");
        StringAssert.Contains(result.Fault, $"(seed {Seed})");
    }
}
