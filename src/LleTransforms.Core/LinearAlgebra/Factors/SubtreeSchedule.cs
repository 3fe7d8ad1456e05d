namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Cuts a supernodal tree into disjoint subtrees, which cores may work on in any order, and the top that waits for all of them.
/// The cut depends on the tree alone, so results do not depend on how many threads share it. Cost O(supernodes).
/// </summary>
internal sealed class SubtreeSchedule
{
    /// <summary>A subtree holds at most this part of all work: small enough that two to sixteen cores finish about together.</summary>
    private const double LargestShare = 1.0 / 24;

    private SubtreeSchedule(List<(int First, int Root)> subtrees, List<int> top)
    {
        Subtrees = subtrees;
        Top = top;
    }

    /// <summary>Supernodes [First, Root] of each subtree, heaviest subtree first.</summary>
    public IReadOnlyList<(int First, int Root)> Subtrees { get; }

    /// <summary>The supernodes above the subtrees, ascending.</summary>
    public IReadOnlyList<int> Top { get; }

    public static SubtreeSchedule Cut(SupernodalStructure structure)
    {
        int count = structure.Count;
        double[] work = new double[count];
        int[] first = new int[count];
        double total = 0;
        for (int s = 0; s < count; s++)
        {
            double pivots = structure.PivotCount(s), border = structure.BorderCount(s), rows = pivots + border;
            double own = (pivots * rows * rows) + (20 * rows * rows);
            total += own;
            work[s] = own;
            first[s] = s;
        }

        for (int s = 0; s < count; s++)
        {
            int parent = structure.Parents[s];
            if (parent >= 0)
            {
                work[parent] += work[s];
                first[parent] = Math.Min(first[parent], first[s]);
            }
        }

        double limit = total * LargestShare;
        List<(int First, int Root)> subtrees = [];
        List<int> top = [];
        for (int s = 0; s < count; s++)
        {
            int parent = structure.Parents[s];
            if (work[s] > limit)
            {
                top.Add(s);
            }
            else if (parent < 0 || work[parent] > limit)
            {
                subtrees.Add((first[s], s));
            }
        }

        subtrees.Sort((a, b) =>
        {
            int byWork = work[b.Root].CompareTo(work[a.Root]);
            return byWork != 0 ? byWork : a.Root.CompareTo(b.Root);
        });
        return new SubtreeSchedule(subtrees, top);
    }
}
