using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Subtrees that cores may work on in any order, and the top that waits for them.</summary>
[TestClass]
public class SubtreeScheduleTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Every_supernode_stands_in_one_subtree_or_in_the_top(string shape)
    {
        foreach (SupernodalStructure structure in Structures(shape))
        {
            SubtreeSchedule schedule = SubtreeSchedule.Cut(structure);
            int[] all = [.. schedule.Subtrees.SelectMany(t => Enumerable.Range(t.First, t.Root - t.First + 1)), .. schedule.Top];
            CollectionAssert.AreEqual(Enumerable.Range(0, structure.Count).ToArray(), all.Order().ToArray());
            CollectionAssert.AreEqual(schedule.Top.Order().ToArray(), schedule.Top.ToArray());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void A_subtree_holds_all_below_its_root_and_the_top_is_closed_above(string shape)
    {
        foreach (SupernodalStructure structure in Structures(shape))
        {
            SubtreeSchedule schedule = SubtreeSchedule.Cut(structure);
            foreach ((int first, int root) in schedule.Subtrees)
            {
                for (int s = 0; s < structure.Count; s++)
                {
                    bool isBelow = false;
                    for (int t = s; t >= 0; t = structure.Parents[t])
                    {
                        isBelow |= t == root;
                    }

                    Assert.AreEqual(isBelow, s >= first && s <= root);
                }
            }

            foreach (int s in schedule.Top)
            {
                Assert.IsTrue(structure.Parents[s] < 0 || schedule.Top.Contains(structure.Parents[s]));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Subtrees_are_as_large_as_a_24th_of_the_work_lets_them(string shape)
    {
        foreach (SupernodalStructure structure in Structures(shape))
        {
            // p m^2 flops to eliminate and about 20 times as long for a number that is assembled.
            double Own(int s) => (structure.PivotCount(s) + 20.0) * Math.Pow(structure.PivotCount(s) + structure.BorderCount(s), 2);
            double limit = Enumerable.Range(0, structure.Count).Sum(Own) / 24;
            double[] work = new double[structure.Count];
            for (int s = 0; s < structure.Count; s++)
            {
                for (int t = s; t >= 0; t = structure.Parents[t])
                {
                    work[t] += Own(s);
                }
            }

            SubtreeSchedule schedule = SubtreeSchedule.Cut(structure);
            double previous = double.PositiveInfinity;
            foreach ((_, int root) in schedule.Subtrees)
            {
                Assert.IsInRange(0, limit, work[root]);
                Assert.IsInRange(0, previous, work[root]);
                Assert.IsTrue(structure.Parents[root] < 0 || work[structure.Parents[root]] > limit);
                previous = work[root];
            }

            foreach (int s in schedule.Top)
            {
                Assert.IsGreaterThan(limit, work[s]);
            }
        }
    }

    private static IEnumerable<SupernodalStructure> Structures(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        return SparseProblems.Orders(pattern)
            .Select(order => SupernodalStructure.Build(pattern, EliminationTree.Build(pattern, order, new FitContext())));
    }
}
