using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The structure of a supernodal factor: pivots with nearly equal columns gathered into supernodes, the rows of each, and their tree.
/// Liu, Ng and Peyton, "On finding supernodes for sparse matrix computations", SIAM J. Matrix Anal. Appl. 14 (1993); relaxed as Ashcraft
/// and Grimes, "The influence of relaxed supernode partitions on the multifrontal method", ACM TOMS 15 (1989).
/// Cost: O(nonzeros of the pattern + rows of all supernodes).
/// </summary>
internal sealed class SupernodalStructure
{
    private const int None = -1;

    private SupernodalStructure(EliminationTree tree, int[] firstPivots)
    {
        Tree = tree;
        FirstPivots = firstPivots;
        Parents = new int[Count];
        RowStarts = new long[Count + 1];
        Rows = [];
        ChildHeads = new int[Count];
        ChildNext = new int[Count];
    }

    public EliminationTree Tree { get; }

    /// <summary>Supernode s holds the pivots [FirstPivots[s], FirstPivots[s+1]).</summary>
    public int[] FirstPivots { get; }

    public int Count => FirstPivots.Length - 1;

    /// <summary>The supernode into which s is assembled, -1 for a root.</summary>
    public int[] Parents { get; }

    /// <summary>Supernode s's rows below its pivots stand at [RowStarts[s], RowStarts[s+1]) of <see cref="Rows"/>.</summary>
    public long[] RowStarts { get; }

    /// <summary>Pivot positions, ascending within a supernode; empty before <see cref="FindRows"/>.</summary>
    public int[] Rows { get; private set; }

    /// <summary>The first child of each supernode, then <see cref="ChildNext"/>: children in ascending order, -1 at the end.</summary>
    public int[] ChildHeads { get; }

    public int[] ChildNext { get; }

    /// <summary>The children of a supernode, ascending.</summary>
    public IEnumerable<int> Children(int supernode)
    {
        for (int child = ChildHeads[supernode]; child != None; child = ChildNext[child])
        {
            yield return child;
        }
    }

    public int PivotCount(int supernode) => FirstPivots[supernode + 1] - FirstPivots[supernode];

    public int BorderCount(int supernode) => (int)(RowStarts[supernode + 1] - RowStarts[supernode]);

    public ReadOnlySpan<int> Border(int supernode) => Rows.AsSpan((int)RowStarts[supernode], BorderCount(supernode));

    public static SupernodalStructure Build(SymmetricPattern pattern, EliminationTree tree)
    {
        SupernodalStructure structure = Outline(tree);
        structure.FindRows(pattern);
        return structure;
    }

    /// <summary>The supernodes, the counts of their rows and their tree. That is enough to count what a factorisation takes.</summary>
    public static SupernodalStructure Outline(EliminationTree tree)
    {
        List<int> firstPivots = FindSupernodes(tree, out List<int> borders);
        SupernodalStructure structure = new(tree, [.. firstPivots, tree.Order.Length]);
        for (int s = 0; s < structure.Count; s++)
        {
            structure.RowStarts[s + 1] = structure.RowStarts[s] + borders[s];
        }

        structure.LinkParents();
        return structure;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static List<int> FindSupernodes(EliminationTree tree, out List<int> borders)
    {
        int[] count = tree.ColumnCounts;
        int[] parent = tree.Parent;
        List<int> firsts = [];
        List<long> zeros = [];
        borders = [];
        int n = count.Length;
        for (int j = 0; j < n;)
        {
            int first = j;
            while (j + 1 < n && parent[j] == j + 1 && count[j] == count[j + 1] + 1)
            {
                j++;
            }

            int border = count[j] - 1;
            long zero = 0;
            j++;
            Relax(parent, firsts, borders, zeros, ref first, j, border, ref zero);
            firsts.Add(first);
            borders.Add(border);
            zeros.Add(zero);
        }

        return firsts;
    }

    /// <summary>Lets the supernode [first, end) swallow its last child while the explicit zeros this stores stay few.</summary>
    private static void Relax(
        int[] parent, List<int> firsts, List<int> borders, List<long> zeros, ref int first, int end, int border, ref long zero)
    {
        while (firsts.Count > 0)
        {
            int child = firsts.Count - 1;
            int childParent = parent[first - 1];
            if (childParent < first || childParent >= end)
            {
                return;
            }

            long childPivots = first - firsts[child];
            long pivots = end - first;
            long newZeros = zero + zeros[child] + (childPivots * (pivots + border - borders[child]));
            long total = pivots + childPivots;
            double stored = (total * (total + 1) / 2.0) + ((double)total * border);
            double limit = total <= 4 ? 1.0 : total <= 16 ? 0.5 : total <= 48 ? 0.1 : 0.05;
            if (newZeros > limit * stored)
            {
                return;
            }

            zero = newZeros;
            first = firsts[child];
            firsts.RemoveAt(child);
            borders.RemoveAt(child);
            zeros.RemoveAt(child);
        }
    }

    private void LinkParents()
    {
        int[] owner = new int[FirstPivots[Count]];
        Array.Fill(ChildHeads, None);
        for (int s = 0; s < Count; s++)
        {
            Array.Fill(owner, s, FirstPivots[s], PivotCount(s));
        }

        for (int s = Count - 1; s >= 0; s--)
        {
            int above = Tree.Parent[FirstPivots[s + 1] - 1];
            int p = above == None ? None : owner[above];
            Parents[s] = p;
            if (p != None)
            {
                ChildNext[s] = ChildHeads[p];
                ChildHeads[p] = s;
            }
        }
    }

    /// <summary>Finds <see cref="Rows"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FindRows(SymmetricPattern pattern)
    {
        Rows = new int[checked((int)RowStarts[Count])];
        int[] seen = new int[FirstPivots[Count]];
        Array.Fill(seen, None);
        for (int s = 0; s < Count; s++)
        {
            int end = FirstPivots[s + 1];
            int write = (int)RowStarts[s];
            for (int j = FirstPivots[s]; j < end; j++)
            {
                int vertex = Tree.Order[j];
                for (int p = pattern.Starts[vertex]; p < pattern.Starts[vertex + 1]; p++)
                {
                    Collect(Tree.Position[pattern.Neighbors[p]], end, s, seen, ref write);
                }
            }

            for (int child = ChildHeads[s]; child != None; child = ChildNext[child])
            {
                foreach (int row in Border(child))
                {
                    Collect(row, end, s, seen, ref write);
                }
            }

            if (write != (int)RowStarts[s + 1])
            {
                throw new InvalidOperationException(
                    $"Supernode {s} has {write - RowStarts[s]} rows below its pivots where {BorderCount(s)} were counted.");
            }

            Rows.AsSpan((int)RowStarts[s], BorderCount(s)).Sort();
        }
    }

    private void Collect(int row, int end, int supernode, int[] seen, ref int write)
    {
        if (row >= end && seen[row] != supernode)
        {
            seen[row] = supernode;
            Rows[write++] = row;
        }
    }
}
