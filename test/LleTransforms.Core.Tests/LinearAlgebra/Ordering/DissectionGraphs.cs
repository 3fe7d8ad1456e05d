using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

/// <summary>Graphs to dissect, and what they say of themselves as plain dictionaries.</summary>
internal static class DissectionGraphs
{
    public static SymmetricPattern Pattern(int size, IEnumerable<(int A, int B)> edges)
    {
        List<int>[] lists = [.. Enumerable.Range(0, size).Select(_ => new List<int>())];
        foreach ((int a, int b) in edges)
        {
            lists[a].Add(b);
            lists[b].Add(a);
        }

        int[] starts = new int[size + 1];
        for (int v = 0; v < size; v++)
        {
            starts[v + 1] = starts[v] + lists[v].Count;
        }

        return SymmetricPattern.Of(starts, [.. lists.SelectMany(list => list.Order())]);
    }

    public static DissectionGraph Of(int size, IEnumerable<(int A, int B)> edges) => DissectionGraph.Of(Pattern(size, edges));

    public static DissectionGraph Path(int size) => Of(size, SparseProblems.Path(0, size));

    public static DissectionGraph Complete(int size) => Of(size, SparseProblems.Clique(0, size));

    public static DissectionGraph Grid(int rows, int columns) => Of(rows * columns, SparseProblems.Grid(rows, columns));

    /// <summary>Distinct edges between random vertices.</summary>
    public static List<(int A, int B)> RandomEdges(int size, int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => (A: random.Next(size), B: random.Next(size))).Where(e => e.A < e.B).Distinct()];

    /// <summary>Vertices and edges of any weights: each vertex put together from so many, each edge laid so often.</summary>
    public static DissectionGraph Weighted(int[] weights, IEnumerable<(int A, int B, int Weight)> edges)
    {
        int[] firsts = new int[weights.Length + 1];
        for (int v = 0; v < weights.Length; v++)
        {
            firsts[v + 1] = firsts[v] + weights[v];
        }

        DissectionGraph graph =
            Of(firsts[^1], edges.SelectMany(edge => Enumerable.Repeat((firsts[edge.A], firsts[edge.B]), edge.Weight)));
        int[] pieces = [.. weights];
        do
        {
            int end = 0;
            List<int> groups = [];
            for (int v = 0; v < pieces.Length; v++)
            {
                groups.AddRange(Enumerable.Range(0, pieces[v]).Select(i => end + (i / 2)));
                pieces[v] = (pieces[v] + 1) / 2;
                end += pieces[v];
            }

            graph = graph.Contract([.. groups], end);
        }
        while (graph.Size > pieces.Length);
        return graph;
    }

    public static DissectionGraph RandomWeighted(int size, int edges, Random random) => Weighted(
        [.. Enumerable.Range(0, size).Select(_ => random.Next(1, 6))],
        RandomEdges(size, edges, random).Select(edge => (edge.A, edge.B, random.Next(1, 5))));

    /// <summary>The graph of the nearest neighbours of random rows of a cube.</summary>
    public static SymmetricPattern Cube(int size, int dimension, int neighbors, int seed)
    {
        Random random = new(seed);
        float[,] rows = new float[size, dimension];
        for (int i = 0; i < size; i++)
        {
            for (int c = 0; c < dimension; c++)
            {
                rows[i, c] = random.NextSingle();
            }
        }

        FitContext context = new();
        NeighborGraph graph =
            NeighborSearches.Create(CenteredFeatures.Create(FeatureMatrix.FromArray(rows), context)).FindGraph(neighbors, context);
        return Pattern(size, graph.Indices.Index()
            .Select(link => (Row: link.Index / neighbors, Other: link.Item))
            .Select(link => (Math.Min(link.Row, link.Other), Math.Max(link.Row, link.Other))).Distinct());
    }

    /// <summary>Each edge in both directions, with its weight.</summary>
    public static Dictionary<(int From, int To), int> Edges(DissectionGraph graph) => Enumerable.Range(0, graph.Size)
        .SelectMany(v => Enumerable.Range(graph.Starts[v], graph.Starts[v + 1] - graph.Starts[v]).Select(p => (v, p)))
        .ToDictionary(at => (at.v, graph.Neighbors[at.p]), at => graph.EdgeWeights?[at.p] ?? 1);

    /// <summary>Sides as they are wished for, but for vertices of side 0 that touch side 1: those stand between.</summary>
    public static byte[] Part(DissectionGraph graph, Func<int, byte> side)
    {
        byte[] sides = [.. Enumerable.Range(0, graph.Size).Select(side)];
        foreach ((int from, int to) in Edges(graph).Keys)
        {
            if (sides[from] == 0 && sides[to] == 1)
            {
                sides[from] = VertexSeparator.Between;
            }
        }

        return sides;
    }

    public static void AssertStandApart(DissectionGraph graph, byte[] sides)
    {
        Assert.HasCount(graph.Size, sides);
        Assert.IsTrue(sides.All(side => side is 0 or 1 or VertexSeparator.Between));
        Assert.IsFalse(Edges(graph).Keys.Any(edge => sides[edge.From] == 0 && sides[edge.To] == 1), "an edge joins both sides");
    }

    public static int[] Counts(byte[] sides) => [.. Enumerable.Range(0, 3).Select(side => sides.Count(s => s == side))];

    public static double Flops(SymmetricPattern pattern, int[] order) =>
        EliminationTree.Build(pattern, order, new FitContext()).ColumnCounts.Sum(count => 2.0 * count * count);
}
