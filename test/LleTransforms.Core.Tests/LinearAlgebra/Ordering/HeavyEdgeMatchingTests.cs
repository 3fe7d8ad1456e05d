using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Ordering;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

[TestClass]
public class HeavyEdgeMatchingTests
{
    [TestMethod]
    [DataRow(1, 0L)]
    [DataRow(2, 4L)]
    [DataRow(3, 6L)]
    [DataRow(4, 8L)]
    [DataRow(5, 10L)]
    [DataRow(6, long.MaxValue)]
    public void Pairs_are_neighbours_of_bounded_weight_and_none_is_missed(int seed, long heaviest)
    {
        Random random = new(seed);
        DissectionGraph graph = DissectionGraphs.RandomWeighted(60, 150, random);
        int[] groups = HeavyEdgeMatching.Pair(graph, heaviest, random, out int count);

        CollectionAssert.AreEqual(Enumerable.Range(0, count).ToArray(), groups.Distinct().ToArray(), "numbered by their lowest vertex");
        Dictionary<(int From, int To), int> edges = DissectionGraphs.Edges(graph);
        int[][] members = [.. groups.Index().GroupBy(at => at.Item, at => at.Index).Select(group => group.ToArray())];
        Assert.IsTrue(members.All(group => group.Length is 1 or 2));
        foreach (int[] pair in members.Where(group => group.Length == 2))
        {
            Assert.IsTrue(edges.ContainsKey((pair[0], pair[1])));
            Assert.IsInRange(0, heaviest, (long)graph.VertexWeights[pair[0]] + graph.VertexWeights[pair[1]]);
        }

        HashSet<int> alone = [.. members.Where(group => group.Length == 1).Select(group => group[0])];
        Assert.IsFalse(edges.Keys.Any(edge => alone.Contains(edge.From) && alone.Contains(edge.To)
            && graph.VertexWeights[edge.From] + graph.VertexWeights[edge.To] <= heaviest), "two that are alone could be paired");
        Assert.AreEqual(heaviest > 1, count < graph.Size);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public void The_heaviest_edges_are_paired(int seed)
    {
        // Each vertex has one heavy edge, wherever it stands in its list.
        (int A, int B)[] heavy = [(0, 5), (1, 3), (2, 4)];
        DissectionGraph graph = DissectionGraphs.Weighted([2, 2, 2, 2, 2, 2],
            SparseProblems.Clique(0, 6).Select(edge => (edge.A, edge.B, heavy.Contains(edge) ? 4 : 1 + ((edge.A + edge.B) % 3))));
        int[] groups = HeavyEdgeMatching.Pair(graph, 4, new Random(seed), out int count);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 1, 2, 0 }, groups);
        Assert.AreEqual(3, count);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void A_heavy_edge_to_a_heavy_vertex_is_left_for_a_lighter_one(int seed)
    {
        DissectionGraph graph = DissectionGraphs.Weighted([1, 5, 1], [(0, 2, 1), (0, 1, 9), (1, 2, 9)]);
        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, HeavyEdgeMatching.Pair(graph, 5, new Random(seed), out int count));
        Assert.AreEqual(2, count);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Vertices_of_one_neighbour_choose_first(int seed)
    {
        // A clique, each of its vertices with a leaf of its own: nobody stays alone while leaves come first.
        const int Half = 8;
        DissectionGraph graph = DissectionGraphs.Of(
            2 * Half, [.. SparseProblems.Clique(0, Half), .. Enumerable.Range(0, Half).Select(v => (v, v + Half))]);
        int[] groups = HeavyEdgeMatching.Pair(graph, 2, new Random(seed), out int count);
        Assert.AreEqual(Half, count);
        CollectionAssert.AreEqual(groups[..Half], groups[Half..]);
    }
}
