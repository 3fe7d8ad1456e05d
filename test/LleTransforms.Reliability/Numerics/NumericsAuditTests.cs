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
        Assert.AreEqual(0, audit.ExitCode);
    }

    [TestMethod]
    public void Problems_of_real_shapes_are_within_them()
    {
        // In place of words, which would have to be fetched: numbers of as many dimensions.
        const int Dimensions = 100, Rows = 1_000, Count = 8;
        var random = new Random(5);
        float[] vectors = [.. Enumerable.Range(0, Rows * Dimensions).Select(_ => random.NextSingle() + random.NextSingle() - 1)];
        NumericsProblem[] problems = [.. NumericsProblem.CreateOfTables(Count, 3, vectors, Dimensions)];
        Assert.HasCount(Count, problems);
        Assert.HasCount(Count / 2, problems.Where(problem => problem.Features.NumberOfColumns == Dimensions));
        NumericsAudit audit = NumericsAudit.Run(problems);
        Assert.AreEqual(Count, audit.Problems + audit.WithoutReference);
        Assert.IsEmpty(audit.Faults, string.Join(Environment.NewLine, audit.Faults));
    }

    [TestMethod]
    [DataRow("iterative", 0.05, true)]
    [DataRow("iterative", 0.0501, false)]
    [DataRow("iterative", double.NaN, false)]
    [DataRow("direct", 0.02, true)]
    [DataRow("direct", 0.0201, false)]
    public void A_cost_beyond_its_bound_is_a_fault_though_the_equations_hold(string solver, double excessCost, bool holds)
    {
        var audit = new NumericsAudit();
        audit.Judge(LleMethod.Standard, solver, "cube", new NumericsFigures(1e-9, 1e-15, 1e-9, 1e-6, excessCost, 1e-6));

        Assert.AreEqual(holds ? 0 : 1, audit.ExitCode);
        Assert.HasCount(audit.ExitCode, audit.Faults);
        Assert.AreEqual(solver == "iterative" ? audit.ExitCode : 0, audit.TooCostly);
        Assert.IsTrue(audit.Faults.All(fault => fault.StartsWith($"cube, {solver}: ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void An_error_of_the_equations_is_a_fault_of_another_kind()
    {
        var audit = new NumericsAudit();
        audit.Judge(LleMethod.Standard, "iterative", "cube", new NumericsFigures(2e-4, 1e-15, 1e-9, 1e-6, 1, 1e-6));

        Assert.AreEqual(1, audit.ExitCode);
        Assert.AreEqual(0, audit.TooCostly);
        Assert.AreEqual(1, audit.Iterations);
    }
}
