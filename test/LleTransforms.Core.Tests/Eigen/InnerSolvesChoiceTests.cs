using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>Whether inner solves come after LOBPCG.</summary>
[TestClass]
public sealed class InnerSolvesChoiceTests
{
    [TestMethod]
    public void Factors_given_up_for_the_direct_way_are_not_tried_again_by_inner_solves()
    {
        List<string> messages = [];
        SolverChoice choice = Choose(Tangle(0.5), new EigenRequest(2, 1) { MemoryBudget = 1e9 }, messages);
        SolverChoice.Candidate iteration = choice.Next()!;
        StringAssert.StartsWith(iteration.Description, "iterative, a direct factorisation counts");
        StringAssert.Contains(Assert.ThrowsExactly<SolverException>(() => iteration.Run()).Message, "where the direct way stands ready");

        List<string> others = Rest(choice);

        StringAssert.StartsWith(others[0], "direct in single precision, ");
        StringAssert.StartsWith(others[1], "direct, ");
        Assert.HasCount(others.Count + 1, messages);
        Assert.IsFalse(messages.Any(message => message.Contains("inner solves", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Factors_of_an_iteration_that_gave_up_go_to_inner_solves()
    {
        List<string> messages = [];
        SolverChoice choice =
            Choose(Tangle(1e-9), new EigenRequest(2, 1) { MemoryBudget = 1e9, IterationLimit = 1 }, messages);
        SolverChoice.Candidate iteration = choice.Next()!;
        StringAssert.StartsWith(iteration.Description, "iterative, a direct factorisation counts");
        StringAssert.Contains(Assert.ThrowsExactly<SolverException>(() => iteration.Run()).Message, "iterations");

        List<string> others = Rest(choice);

        StringAssert.StartsWith(others[0], "iterative by inner solves, ");
        StringAssert.StartsWith(others[1], "direct in single precision, ");
        StringAssert.StartsWith(messages[1], "Eigen solver: iterative by inner solves, ");
    }

    [TestMethod]
    public void Where_no_direct_way_stands_ready_inner_solves_are_tried_without_factors_too()
    {
        SolverChoice choice = Choose(Tangle(0.5), new EigenRequest(2, 1) { MemoryBudget = 1000 }, []);
        List<string> all = Rest(choice);
        StringAssert.StartsWith(all[0], "iterative, ");
        StringAssert.StartsWith(all[1], "iterative by inner solves, ");
        StringAssert.StartsWith(all[2], "direct, ");
    }

    [TestMethod]
    public void After_the_direct_way_inner_solves_are_tried_without_factors_too()
    {
        SolverChoice choice = Choose(AlignmentProblems.Cube(150, 4, 12, 7), new EigenRequest(2, 1) { MemoryBudget = 1e9 }, []);
        List<string> all = Rest(choice);
        StringAssert.StartsWith(all[0], "direct, ");
        StringAssert.StartsWith(all[1], "iterative, ");
        StringAssert.StartsWith(all[2], "iterative by inner solves, ");
    }

    /// <summary>A ring whose rows lean on others at random too: a graph whose exact factors are nearly full.</summary>
    /// <param name="weight">The weight of what is at random. Incomplete factors drop it where it is tiny.</param>
    private static FactoredAlignment Tangle(double weight)
    {
        const int Size = 2500, Links = 8;
        Random random = new(1);
        SortedDictionary<int, double>[] rows = new SortedDictionary<int, double>[Size];
        for (int i = 0; i < Size; i++)
        {
            rows[i] = new SortedDictionary<int, double> { [i] = 1 };
            while (rows[i].Count <= Links)
            {
                int other = random.Next(Size);
                rows[i].TryAdd(other, -weight);
            }

            int next = (i + 1) % Size;
            rows[i][next] = rows[i].GetValueOrDefault(next) - (1 - (Links * weight));
        }

        return new FactoredAlignment(AlignmentProblems.FromSortedRows(rows), 0);
    }

    private static SolverChoice Choose(FactoredAlignment alignment, EigenRequest request, List<string> messages) =>
        new(alignment, request, new EigenStatistics(), new FitContext(Listener.To(messages)));

    private static List<string> Rest(SolverChoice choice)
    {
        List<string> descriptions = [];
        while (choice.Next() is { } candidate)
        {
            descriptions.Add(candidate.Description);
        }

        return descriptions;
    }
}
