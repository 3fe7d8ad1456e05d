namespace LleTransforms.Neighbors;

[TestClass]
public sealed class GraphComponentsTests
{
    [TestMethod]
    public void A_cycle_is_one_component_and_a_sink()
    {
        GraphComponents components = GraphComponents.Find(Graph(1, [1, 2, 3, 0]));

        CollectionAssert.AreEqual(new[] { 4 }, components.StrongSizes);
        CollectionAssert.AreEqual(new[] { 0 }, components.SinkComponents);
        CollectionAssert.AreEqual(new[] { 4 }, components.WeakSizes);
    }

    [TestMethod]
    public void A_row_that_only_points_away_is_no_sink()
    {
        // 0 <-> 1, 3 <-> 4, and 2 points at 1 and at 3 alike.
        GraphComponents components = GraphComponents.Find(Graph(2, [1, 1, 0, 0, 1, 3, 4, 4, 3, 3]));

        CollectionAssert.AreEqual(new[] { 0, 0, 1, 2, 2 }, components.StrongComponentOfRow);
        CollectionAssert.AreEqual(new[] { 2, 1, 2 }, components.StrongSizes);
        CollectionAssert.AreEqual(new[] { 0, 2 }, components.SinkComponents);
        CollectionAssert.AreEqual(new[] { 5 }, components.WeakSizes);
        CollectionAssert.AreEqual(new[] { 3, 4 }, components.RowsOfStrong(2));
    }

    [TestMethod]
    public void Components_without_edges_between_them_are_weak_ones_too()
    {
        GraphComponents components = GraphComponents.Find(Graph(1, [3, 4, 5, 0, 1, 2]));

        CollectionAssert.AreEqual(new[] { 2, 2, 2 }, components.WeakSizes);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 0, 1, 2 }, components.WeakComponentOfRow);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, components.SinkComponents);
    }

    [TestMethod]
    public void A_long_chain_does_not_exhaust_the_stack()
    {
        const int Length = 300_000;
        int[] next = [.. Enumerable.Range(0, Length).Select(i => Math.Min(i + 1, Length - 1))];
        next[Length - 1] = Length - 2;

        GraphComponents components = GraphComponents.Find(Graph(1, next));

        Assert.AreEqual(Length - 1, components.StrongSizes.Length);
        CollectionAssert.AreEqual(new[] { Length - 2 }, components.SinkComponents);
    }

    /// <summary>Against reachability by repeated squaring on random graphs.</summary>
    [TestMethod]
    public void Strong_components_are_the_classes_of_mutual_reachability()
    {
        var random = new Random(7);
        for (int trial = 0; trial < 60; trial++)
        {
            int n = 2 + random.Next(20);
            int k = 1 + random.Next(2);
            int[] edges = [.. Enumerable.Range(0, n * k).Select(_ => random.Next(n))];
            GraphComponents components = GraphComponents.Find(Graph(k, edges));
            bool[,] reach = Reachability(edges, n, k);
            for (int i = 0; i < n; i++)
            {
                bool sink = true;
                for (int j = 0; j < n; j++)
                {
                    bool mutual = reach[i, j] && reach[j, i];
                    Assert.AreEqual(mutual, components.StrongComponentOfRow[i] == components.StrongComponentOfRow[j]);
                    sink &= !reach[i, j] || mutual;
                }

                Assert.AreEqual(sink, components.IsSink[components.StrongComponentOfRow[i]]);
            }
        }
    }

    private static bool[,] Reachability(int[] edges, int n, int k)
    {
        var reach = new bool[n, n];
        for (int i = 0; i < n; i++)
        {
            reach[i, i] = true;
            for (int e = 0; e < k; e++)
            {
                reach[i, edges[(i * k) + e]] = true;
            }
        }

        for (int via = 0; via < n; via++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    reach[i, j] |= reach[i, via] && reach[via, j];
                }
            }
        }

        return reach;
    }

    private static RowLinks Graph(int k, int[] indices) =>
        new NeighborGraph(indices.Length / k, k, indices, new double[indices.Length]).Links;
}
