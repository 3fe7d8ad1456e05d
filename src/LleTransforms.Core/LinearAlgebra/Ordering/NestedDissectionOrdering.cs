using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>
/// Nested dissection: a light separator of the graph comes last, and what it leaves on either side is ordered likewise. George, "Nested
/// dissection of a regular finite element mesh", SIAM J. Numer. Anal. 10 (1973); separators by <see cref="MultilevelSeparator"/>. Small
/// graphs go by <see cref="MinimumDegreeOrdering"/>. Where separators are large, factors by this order have far fewer nonzeros than by
/// minimum degree alone.
/// </summary>
internal static class NestedDissectionOrdering
{
    /// <summary>Graphs of no more vertices are not cut.</summary>
    private const int LargestLeaf = 150;

    /// <summary>Down to this size, both sides are ordered at once.</summary>
    private const int LargestAlone = 2000;

    /// <summary>order[k] is the vertex eliminated k-th. It does not depend on the number of threads.</summary>
    public static int[] Compute(SymmetricPattern pattern, RunContext context)
    {
        int[] order = new int[pattern.Size];
        RunContext.Unwrap(() => Order(DissectionGraph.Of(pattern), [.. Enumerable.Range(0, pattern.Size)], order, context));
        return order;
    }

    private static void Order(DissectionGraph graph, int[] vertices, Memory<int> order, RunContext context)
    {
        context.ThrowIfCancelled();
        byte[] sides = graph.Size <= LargestLeaf ? [] : MultilevelSeparator.Find(graph, new Random(graph.Size));
        int[] left = Of(sides, 0), right = Of(sides, 1);
        if (left.Length == 0 || right.Length == 0)
        {
            int[] eliminated = MinimumDegreeOrdering.Compute(graph.ToPattern(), context);
            for (int k = 0; k < eliminated.Length; k++)
            {
                order.Span[k] = vertices[eliminated[k]];
            }

            return;
        }

        int[] between = Of(sides, VertexSeparator.Between);
        for (int k = 0; k < between.Length; k++)
        {
            order.Span[left.Length + right.Length + k] = vertices[between[k]];
        }

        int[] places = new int[graph.Size];
        DissectionGraph leftGraph = graph.Part(left, places), rightGraph = graph.Part(right, places);
        int[] leftVertices = Array.ConvertAll(left, v => vertices[v]), rightVertices = Array.ConvertAll(right, v => vertices[v]);
        Memory<int> leftOrder = order[..left.Length], rightOrder = order.Slice(left.Length, right.Length);
        if (vertices.Length <= LargestAlone)
        {
            Order(leftGraph, leftVertices, leftOrder, context);
            Order(rightGraph, rightVertices, rightOrder, context);
            return;
        }

        Parallel.Invoke(
            context.Parallelism,
            () => Order(leftGraph, leftVertices, leftOrder, context),
            () => Order(rightGraph, rightVertices, rightOrder, context));
    }

    private static int[] Of(byte[] sides, byte side)
    {
        int[] found = new int[sides.Count(s => s == side)];
        int end = 0;
        for (int v = 0; v < sides.Length; v++)
        {
            if (sides[v] == side)
            {
                found[end++] = v;
            }
        }

        return found;
    }
}
