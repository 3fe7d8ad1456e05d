using System.Runtime.CompilerServices;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>
/// Pairs up neighbours along heavy edges, so that a graph of pairs hides as much edge weight as it can. Karypis and Kumar, "A fast and high
/// quality multilevel scheme for partitioning irregular graphs", SIAM J. Sci. Comput. 20 (1998), section 3.1. Cost: O(edges).
/// </summary>
internal static class HeavyEdgeMatching
{
    /// <summary>Groups of one or two vertices, numbered by their lowest vertex.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="heaviest">What a pair may weigh.</param>
    /// <param name="random">Decides between vertices of one degree.</param>
    /// <param name="count">The number of groups.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Pair(DissectionGraph graph, long heaviest, Random random, out int count)
    {
        int n = graph.Size;
        int[] partners = new int[n];
        Array.Fill(partners, -1);
        int[] starts = graph.Starts, neighbors = graph.Neighbors, vertexWeights = graph.VertexWeights;
        int[]? edgeWeights = graph.EdgeWeights;
        foreach (int v in ByDegree(graph, random))
        {
            if (partners[v] >= 0)
            {
                continue;
            }

            int best = v, bestWeight = 0;
            for (int p = starts[v]; p < starts[v + 1]; p++)
            {
                int u = neighbors[p], weight = edgeWeights is null ? 1 : edgeWeights[p];
                if (weight > bestWeight && partners[u] < 0 && (long)vertexWeights[v] + vertexWeights[u] <= heaviest)
                {
                    best = u;
                    bestWeight = weight;
                }
            }

            partners[v] = best;
            partners[best] = v;
        }

        int[] groups = new int[n];
        count = 0;
        for (int v = 0; v < n; v++)
        {
            groups[v] = partners[v] < v ? groups[partners[v]] : count++;
        }

        return groups;
    }

    /// <summary>Vertices of few neighbours first, which have least to choose from.</summary>
    private static int[] ByDegree(DissectionGraph graph, Random random)
    {
        int n = graph.Size;
        int[] shuffled = [.. Enumerable.Range(0, n)];
        random.Shuffle(shuffled);
        int most = Math.Max(1, (int)(0.7 * graph.Neighbors.Length / n));
        int[] ends = new int[most + 2];
        foreach (int v in shuffled)
        {
            ends[Degree(v) + 1]++;
        }

        for (int d = 0; d <= most; d++)
        {
            ends[d + 1] += ends[d];
        }

        int[] order = new int[n];
        foreach (int v in shuffled)
        {
            order[ends[Degree(v)]++] = v;
        }

        return order;

        int Degree(int v) => Math.Min(most, graph.Starts[v + 1] - graph.Starts[v]);
    }
}
