using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Sparse;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>An undirected graph whose vertices stand for one or more vertices of another, and whose edges do too: what
/// <see cref="NestedDissectionOrdering"/> cuts.</summary>
/// <remarks>Vertex i's neighbours stand at [Starts[i], Starts[i+1]). Without <see cref="EdgeWeights"/> each edge weighs 1.</remarks>
internal sealed class DissectionGraph
{
    private DissectionGraph(int[] starts, int[] neighbors, int[]? edgeWeights, int[] vertexWeights)
    {
        Starts = starts;
        Neighbors = neighbors;
        EdgeWeights = edgeWeights;
        VertexWeights = vertexWeights;
    }

    public int Size => VertexWeights.Length;

    public int[] Starts { get; }

    public int[] Neighbors { get; }

    public int[]? EdgeWeights { get; }

    public int[] VertexWeights { get; }

    public long SumOfVertexWeights => VertexWeights.Sum(weight => (long)weight);

    public static DissectionGraph Of(SymmetricPattern pattern)
    {
        int[] weights = new int[pattern.Size];
        Array.Fill(weights, 1);
        return new DissectionGraph(pattern.Starts, pattern.Neighbors, null, weights);
    }

    public SymmetricPattern ToPattern() => SymmetricPattern.Of(Starts, Neighbors);

    /// <summary>The graph of some vertices of a graph whose vertices and edges weigh 1.</summary>
    /// <param name="vertices">Which, ascending.</param>
    /// <param name="places">Scratch of the graph's size.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public DissectionGraph Part(int[] vertices, int[] places)
    {
        Array.Fill(places, -1);
        int most = 0;
        for (int i = 0; i < vertices.Length; i++)
        {
            places[vertices[i]] = i;
            most += Starts[vertices[i] + 1] - Starts[vertices[i]];
        }

        int[] starts = new int[vertices.Length + 1], neighbors = new int[most], weights = new int[vertices.Length];
        Array.Fill(weights, 1);
        int end = 0;
        for (int i = 0; i < vertices.Length; i++)
        {
            for (int p = Starts[vertices[i]]; p < Starts[vertices[i] + 1]; p++)
            {
                int j = places[Neighbors[p]];
                if (j >= 0)
                {
                    neighbors[end++] = j;
                }
            }

            starts[i + 1] = end;
        }

        Array.Resize(ref neighbors, end);
        return new DissectionGraph(starts, neighbors, null, weights);
    }

    /// <summary>The graph whose vertices are groups of one or two of this one's. Its weights are sums.</summary>
    /// <param name="groups">The group of each vertex.</param>
    /// <param name="count">The number of groups.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public DissectionGraph Contract(int[] groups, int count)
    {
        int[] first = new int[count], second = new int[count];
        Array.Fill(first, -1);
        for (int v = 0; v < groups.Length; v++)
        {
            int group = groups[v];
            if (first[group] < 0)
            {
                first[group] = v;
                second[group] = -1;
            }
            else
            {
                second[group] = v;
            }
        }

        int[] starts = new int[count + 1], weights = new int[count], slots = new int[count];
        int[] neighbors = new int[Neighbors.Length], edgeWeights = new int[Neighbors.Length];
        Array.Fill(slots, -1);
        int end = 0;
        for (int group = 0; group < count; group++)
        {
            int from = end;
            weights[group] = VertexWeights[first[group]];
            Gather(first[group]);
            if (second[group] >= 0)
            {
                weights[group] += VertexWeights[second[group]];
                Gather(second[group]);
            }

            starts[group + 1] = end;

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            void Gather(int v)
            {
                for (int p = Starts[v]; p < Starts[v + 1]; p++)
                {
                    int other = groups[Neighbors[p]], weight = EdgeWeights is null ? 1 : EdgeWeights[p];
                    if (other == group)
                    {
                        continue;
                    }

                    int slot = slots[other];
                    if (slot >= from)
                    {
                        edgeWeights[slot] += weight;
                    }
                    else
                    {
                        slots[other] = end;
                        neighbors[end] = other;
                        edgeWeights[end++] = weight;
                    }
                }
            }
        }

        Array.Resize(ref neighbors, end);
        Array.Resize(ref edgeWeights, end);
        return new DissectionGraph(starts, neighbors, edgeWeights, weights);
    }
}
