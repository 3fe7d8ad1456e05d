namespace LleTransforms.Reliability.Numerics;

/// <summary>The short form of <c>numerics</c>: each method on each kind of rows once.</summary>
[TestClass]
public sealed class NumericsAuditTests
{
    private const int Problems = 36;

    [TestMethod]
    public void Every_solution_is_within_the_bounds_that_docs_numerics_promises()
    {
        NumericsAudit audit = NumericsAudit.Run(Problems, seed: 7);

        audit.Print();
        Assert.AreEqual(Problems, audit.Problems + audit.WithoutReference);
        Assert.IsGreaterThan(Problems * 9 / 10, audit.Problems);
        Assert.IsEmpty(audit.Faults, string.Join(Environment.NewLine, audit.Faults));
        Assert.IsInRange(0, audit.Iterations / 10, audit.LeftOut, "eigenvectors that the iteration left out");
    }
}
