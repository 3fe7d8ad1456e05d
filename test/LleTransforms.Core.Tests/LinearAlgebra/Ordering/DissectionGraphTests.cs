using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

[TestClass]
public class DissectionGraphTests
{
    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void A_graph_is_that_of_its_pattern_and_weighs_one_each(string shape)
    {
        SymmetricPattern pattern = SparseProblems.Graph(shape);
        DissectionGraph graph = DissectionGraph.Of(pattern);
        Assert.AreEqual(pattern.Size, graph.Size);
        Assert.IsNull(graph.EdgeWeights);
        Assert.IsTrue(graph.VertexWeights.All(weight => weight == 1));

        SymmetricPattern back = graph.ToPattern();
        Assert.AreEqual(pattern.Size, back.Size);
        CollectionAssert.AreEqual(pattern.Starts, back.Starts);
        CollectionAssert.AreEqual(pattern.Neighbors, back.Neighbors);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public void Contracted_weights_are_sums_and_edges_inside_a_group_vanish(int seed)
    {
        const int Size = 50;
        Random random = new(seed);
        DissectionGraph graph = DissectionGraphs.RandomWeighted(Size, 200, random);
        int count = random.Next(Size / 2, Size);
        int[] groups = [.. Enumerable.Range(0, count), .. Enumerable.Range(0, Size - count)];
        random.Shuffle(groups);

        DissectionGraph contracted = graph.Contract(groups, count);

        int[] weights = [.. Enumerable.Range(0, count).Select(group => Of(group).Sum(v => graph.VertexWeights[v]))];
        CollectionAssert.AreEqual(weights, contracted.VertexWeights);
        Dictionary<(int From, int To), int> expected = DissectionGraphs.Edges(graph)
            .GroupBy(edge => (From: groups[edge.Key.From], To: groups[edge.Key.To]), edge => edge.Value)
            .Where(group => group.Key.From != group.Key.To)
            .ToDictionary(group => group.Key, group => group.Sum());
        CollectionAssert.AreEquivalent(expected, DissectionGraphs.Edges(contracted));
        Assert.IsTrue(expected.All(edge => expected[(edge.Key.To, edge.Key.From)] == edge.Value), "both directions weigh the same");
        Assert.HasCount(contracted.Starts[count], contracted.Neighbors);
        Assert.HasCount(contracted.Starts[count], contracted.EdgeWeights!);

        IEnumerable<int> Of(int group) => Enumerable.Range(0, Size).Where(v => groups[v] == group);
    }

    [TestMethod]
    public void Edges_of_a_graph_without_weights_count_one_each()
    {
        // A square of which two sides become vertices: two edges lie between them.
        DissectionGraph square = DissectionGraphs.Of(4, [(0, 1), (1, 2), (2, 3), (0, 3)]);
        DissectionGraph contracted = square.Contract([0, 0, 1, 1], 2);
        CollectionAssert.AreEqual(new[] { 2, 2 }, contracted.VertexWeights);
        CollectionAssert.AreEqual(new[] { 1, 0 }, contracted.Neighbors);
        CollectionAssert.AreEqual(new[] { 2, 2 }, contracted.EdgeWeights);
        Assert.AreEqual(0, contracted.Contract([0, 0], 1).Starts[1], "within one vertex nothing is left");
    }

    [TestMethod]
    public void Weights_add_up_over_several_levels()
    {
        DissectionGraph graph = DissectionGraphs.Weighted([1, 9, 4, 2], [(0, 1, 3), (1, 2, 5), (2, 3, 1), (0, 3, 7)]);
        CollectionAssert.AreEqual(new[] { 1, 9, 4, 2 }, graph.VertexWeights);
        CollectionAssert.AreEquivalent(
            new Dictionary<(int, int), int>
            {
                [(0, 1)] = 3, [(1, 0)] = 3, [(1, 2)] = 5, [(2, 1)] = 5, [(2, 3)] = 1, [(3, 2)] = 1, [(0, 3)] = 7, [(3, 0)] = 7,
            },
            DissectionGraphs.Edges(graph));
    }

    [TestMethod]
    [DataRow(1, 0.0)]
    [DataRow(2, 0.2)]
    [DataRow(3, 0.5)]
    [DataRow(4, 1.0)]
    public void A_part_has_the_edges_among_its_own_vertices(int seed, double share)
    {
        const int Size = 60;
        Random random = new(seed);
        DissectionGraph graph = DissectionGraphs.Of(Size, DissectionGraphs.RandomEdges(Size, 400, random));
        int[] vertices = [.. Enumerable.Range(0, Size).Where(_ => random.NextDouble() < share)];
        int[] used = [.. Enumerable.Range(0, Size)];

        DissectionGraph part = graph.Part(vertices, used);

        Assert.AreEqual(vertices.Length, part.Size);
        Assert.IsNull(part.EdgeWeights);
        Assert.IsTrue(part.VertexWeights.All(weight => weight == 1));
        Assert.HasCount(part.Starts[part.Size], part.Neighbors);
        CollectionAssert.AreEquivalent(
            DissectionGraphs.Edges(graph).Keys.Where(edge => vertices.Contains(edge.From) && vertices.Contains(edge.To)).ToArray(),
            DissectionGraphs.Edges(part).Keys.Select(edge => (vertices[edge.From], vertices[edge.To])).ToArray());
    }
}
