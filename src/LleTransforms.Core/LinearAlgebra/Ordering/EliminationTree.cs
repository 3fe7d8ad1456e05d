using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>
/// The elimination tree of a symmetrically permuted pattern, in postorder, with the number of nonzeros of every column of its factor.
/// Liu, "The role of elimination trees in sparse factorization", SIAM J. Matrix Anal. Appl. 11 (1990); column counts by Gilbert, Ng and
/// Peyton, "An efficient algorithm to compute row and column counts for sparse Cholesky factorization", SIAM J. Matrix Anal. Appl. 15
/// (1994). Cost: nearly linear in the nonzeros of the pattern, before any fill is stored.
/// </summary>
internal sealed class EliminationTree
{
    private const int None = -1;

    private EliminationTree(int[] order, int[] position, int[] parent, int[] columnCounts)
    {
        Order = order;
        Position = position;
        Parent = parent;
        ColumnCounts = columnCounts;
        foreach (int count in columnCounts)
        {
            Nonzeros += (2L * count) - 1;
            Flops += 2.0 * count * count;
        }
    }

    /// <summary>Order[k] is the original index of the k-th pivot; the postordered refinement of the order that was given.</summary>
    public int[] Order { get; }

    /// <summary>The inverse of <see cref="Order"/>.</summary>
    public int[] Position { get; }

    /// <summary>The parent of each pivot position, -1 for a root; always larger than the child.</summary>
    public int[] Parent { get; }

    /// <summary>Nonzeros of each column of the factor L, its diagonal included.</summary>
    public int[] ColumnCounts { get; }

    /// <summary>Nonzeros of L + U.</summary>
    public long Nonzeros { get; }

    /// <summary>Multiplications and additions of an LU.</summary>
    public double Flops { get; }

    public static EliminationTree Build(SymmetricPattern pattern, int[] order, RunContext context)
    {
        int n = pattern.Size;
        int[] given = Invert(order);
        int[] parent = FindParents(pattern, order, given, context);
        int[] post = Postorder(parent);

        int[] rank = Invert(post);
        int[] finalOrder = new int[n];
        int[] finalParent = new int[n];
        for (int k = 0; k < n; k++)
        {
            finalOrder[k] = order[post[k]];
            finalParent[k] = parent[post[k]] == None ? None : rank[parent[post[k]]];
        }

        int[] position = Invert(finalOrder);
        return new EliminationTree(finalOrder, position, finalParent, CountColumns(pattern, finalOrder, position, finalParent, context));
    }

    private static int[] Invert(int[] permutation)
    {
        int[] inverse = new int[permutation.Length];
        for (int k = 0; k < permutation.Length; k++)
        {
            inverse[permutation[k]] = k;
        }

        return inverse;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] FindParents(SymmetricPattern pattern, int[] order, int[] position, RunContext context)
    {
        int n = pattern.Size;
        int[] parent = new int[n];
        int[] ancestor = new int[n];
        for (int k = 0; k < n; k++)
        {
            context.ThrowIfCancelledAt(k);
            parent[k] = None;
            ancestor[k] = None;
            int vertex = order[k];
            for (int p = pattern.Starts[vertex]; p < pattern.Starts[vertex + 1]; p++)
            {
                int i = position[pattern.Neighbors[p]];
                while (i != None && i < k)
                {
                    int next = ancestor[i];
                    ancestor[i] = k;
                    if (next == None)
                    {
                        parent[i] = k;
                    }

                    i = next;
                }
            }
        }

        return parent;
    }

    /// <summary>Children before parents, the child with the largest subtree last: its front is the
    /// likeliest to merge with its parent's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Postorder(int[] parent)
    {
        int n = parent.Length;
        int[] descendants = new int[n];
        int[] heaviest = new int[n];
        Array.Fill(heaviest, None);
        for (int k = 0; k < n; k++)
        {
            descendants[k]++;
            int p = parent[k];
            if (p != None)
            {
                descendants[p] += descendants[k];
                if (heaviest[p] == None || descendants[k] >= descendants[heaviest[p]])
                {
                    heaviest[p] = k;
                }
            }
        }

        // Filled from the back: a node is numbered before its subtree, the heaviest child right after its parent.
        int[] last = new int[n];
        int[] nextFree = new int[n];
        int end = n;
        for (int k = n - 1; k >= 0; k--)
        {
            int p = parent[k];
            if (p == None)
            {
                last[k] = end - 1;
                end -= descendants[k];
            }
            else if (heaviest[p] == k)
            {
                last[k] = last[p] - 1;
            }
            else
            {
                last[k] = nextFree[p];
                nextFree[p] -= descendants[k];
            }

            nextFree[k] = last[k] - 1 - (heaviest[k] == None ? 0 : descendants[heaviest[k]]);
        }

        return Invert(last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] CountColumns(SymmetricPattern pattern, int[] order, int[] position, int[] parent, RunContext context)
    {
        int n = pattern.Size;
        int[] count = new int[n];
        int[] firstDescendant = new int[n];
        int[] latestFirst = new int[n];
        int[] previousLeaf = new int[n];
        int[] ancestor = new int[n];
        Array.Fill(firstDescendant, None);
        Array.Fill(latestFirst, None);
        Array.Fill(previousLeaf, None);
        for (int k = 0; k < n; k++)
        {
            ancestor[k] = k;
            count[k] = firstDescendant[k] == None ? 1 : 0;
            for (int j = k; j != None && firstDescendant[j] == None; j = parent[j])
            {
                firstDescendant[j] = k;
            }
        }

        for (int j = 0; j < n; j++)
        {
            context.ThrowIfCancelledAt(j);
            if (parent[j] != None)
            {
                count[parent[j]]--;
            }

            int vertex = order[j];
            for (int p = pattern.Starts[vertex]; p < pattern.Starts[vertex + 1]; p++)
            {
                int i = position[pattern.Neighbors[p]];
                if (i <= j || firstDescendant[j] <= latestFirst[i])
                {
                    continue;
                }

                latestFirst[i] = firstDescendant[j];
                int leaf = previousLeaf[i];
                previousLeaf[i] = j;
                count[j]++;
                if (leaf != None)
                {
                    count[FindRoot(ancestor, leaf)]--;
                }
            }

            if (parent[j] != None)
            {
                ancestor[j] = parent[j];
            }
        }

        for (int j = 0; j < n; j++)
        {
            if (parent[j] != None)
            {
                count[parent[j]] += count[j];
            }
        }

        return count;
    }

    private static int FindRoot(int[] ancestor, int node)
    {
        int root = node;
        while (ancestor[root] != root)
        {
            root = ancestor[root];
        }

        while (ancestor[node] != root)
        {
            (node, ancestor[node]) = (ancestor[node], root);
        }

        return root;
    }
}
