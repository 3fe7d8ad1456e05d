using LleTransforms.Features;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>What every member of <see cref="LleNeighborSearch"/> promises. A new member is tested by being there.</summary>
[TestClass]
public sealed class SearchLawTests
{
    /// <summary>Those that may miss a neighbour. All others are compared with brute force, bit for bit.</summary>
    private static readonly LleNeighborSearch[] _approximate = [LleNeighborSearch.Approximate];

    private const int K = 6;

    private static IEnumerable<LleNeighborSearch> Members => Enum.GetValues<LleNeighborSearch>();

    private static IEnumerable<(string Name, CenteredFeatures Rows)> Tables =>
    [
        ("random", NeighborReference.Random(700, 4)),
        ("far from the origin", NeighborReference.Random(700, 3, offset: 1000)),
        ("ties and equal rows", NeighborReference.Integers(600, 3, levels: 5)),
        ("all rows equal", NeighborReference.Raw(new float[520 * 2], columnCount: 2)),
        ("wide", NeighborReference.Random(90, 70)),
        ("few rows", NeighborReference.Random(K + 1, 2)),
    ];

    [TestMethod]
    public void An_exact_search_gives_the_graph_of_brute_force_on_any_number_of_threads()
    {
        foreach ((string name, CenteredFeatures rows) in Tables)
        {
            NeighborGraph expected = new BruteForceSearch(rows).FindGraph(K, new FitContext());
            foreach (LleNeighborSearch member in Members.Except(_approximate))
            {
                for (int threads = 1; threads <= 2; threads++)
                {
                    var context = new FitContext(numberOfThreads: threads);
                    AssertSame(expected, NeighborSearches.Create(rows, member, context).FindGraph(K, context),
                        $"{member}, {name}, {threads} threads");
                }
            }
        }
    }

    [TestMethod]
    public void An_exact_search_answers_queries_as_brute_force_does()
    {
        CenteredFeatures rows = NeighborReference.Random(700, 4), queries = NeighborReference.Random(150, 4, seed: 9);
        NeighborGraph expected = new BruteForceSearch(rows).FindNearestBatch(queries.Values, queries.NumberOfRows, K, new FitContext());
        foreach (LleNeighborSearch member in Members.Except(_approximate))
        {
            INeighborSearch search = NeighborSearches.Create(rows, member, new FitContext());
            AssertSame(expected, search.FindNearestBatch(queries.Values, queries.NumberOfRows, K, new FitContext()), $"{member}");
        }
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(96)]
    public void No_queries_get_an_empty_graph(int columnCount)
    {
        CenteredFeatures rows = NeighborReference.Random(700, columnCount);
        foreach (LleNeighborSearch member in Members)
        {
            INeighborSearch search = NeighborSearches.Create(rows, member, new FitContext());
            NeighborGraph graph = search.FindNearestBatch(Array.Empty<float>(), 0, K, new FitContext());
            Assert.AreEqual(0, graph.NumberOfRows);
            Assert.AreEqual(K, graph.NumberOfNeighbors);
        }
    }

    [TestMethod]
    public void A_batch_gives_each_query_what_it_gets_alone()
    {
        CenteredFeatures rows = NeighborReference.Random(700, 4), queries = NeighborReference.Random(150, 4, seed: 9);
        int[] indices = new int[K];
        double[] distances = new double[K];
        foreach (LleNeighborSearch member in Members)
        {
            INeighborSearch search = NeighborSearches.Create(rows, member, new FitContext(), seed: 3);
            NeighborGraph batch = search.FindNearestBatch(queries.Values, queries.NumberOfRows, K, new FitContext());
            for (int query = 0; query < queries.NumberOfRows; query++)
            {
                search.FindNearest(queries.Row(query), indices, distances);
                CollectionAssert.AreEqual(indices, batch.Of(query).ToArray(), $"{member}, query {query}");
                CollectionAssert.AreEqual(distances, batch.SquaredDistances.AsSpan(query * K, K).ToArray(), $"{member}, query {query}");
            }
        }
    }

    [TestMethod]
    public void Exact_searches_of_pieces_find_together_what_one_of_all_rows_finds()
    {
        foreach ((string name, CenteredFeatures rows) in Tables)
        {
            int n = rows.NumberOfRows;
            NeighborGraph all = new BruteForceSearch(rows).FindNearestBatch(rows.Values, n, K, new FitContext());
            foreach (LleNeighborSearch member in Members.Except(_approximate))
            {
                int[] indices = new int[n * K];
                double[] distances = new double[n * K];
                int[] counts = new int[n];
                var recurring = new RecurringQueries();

                // The first piece leaves lists that are not full, the second fills them, and the last one is larger than a list.
                int[] starts = [0, K - 2, K + 1, n];
                for (int piece = 0; piece + 1 < starts.Length && starts[piece] < n; piece++)
                {
                    int first = starts[piece];
                    CenteredFeatures of = rows.Gather([.. Enumerable.Range(first, Math.Min(starts[piece + 1], n) - first)]);
                    NeighborGraph found = NeighborSearches.Create(of, member, new FitContext()).FindNearer(
                        rows.Values, n, Math.Min(K, of.NumberOfRows), Found(), recurring, new FitContext());
                    for (int place = 0; place < found.Indices.Length; place++)
                    {
                        int query = place / found.NumberOfNeighbors;
                        var heap = new NearestHeap(indices.AsSpan(query * K, K), distances.AsSpan(query * K, K), counts[query]);
                        if (found.Indices[place] >= 0)
                        {
                            heap.Offer(first + found.Indices[place], found.SquaredDistances[place]);
                        }

                        counts[query] = heap.Count;
                    }
                }

                for (int query = 0; query < n; query++)
                {
                    new NearestHeap(indices.AsSpan(query * K, K), distances.AsSpan(query * K, K), counts[query]).Sort();
                }

                CollectionAssert.AreEqual(all.Indices, indices, $"{member}, {name}");
                CollectionAssert.AreEqual(all.SquaredDistances, distances, $"{member}, {name}");

                double[] Found() => [.. distances.Select((far, i) => i % K < counts[i / K] ? far : double.PositiveInfinity)];
            }
        }
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_graph_on_any_number_of_threads()
    {
        CenteredFeatures rows = NeighborReference.Random(900, 5);
        foreach (LleNeighborSearch member in Members)
        {
            NeighborGraph expected = NeighborSearches.Create(rows, member, new FitContext(numberOfThreads: 1), seed: 4)
                .FindGraph(K, new FitContext(numberOfThreads: 1));
            var context = new FitContext(numberOfThreads: 2);
            AssertSame(expected, NeighborSearches.Create(rows, member, context, seed: 4).FindGraph(K, context), $"{member}");
        }
    }

    [TestMethod]
    public void A_query_that_is_not_finite_gets_the_first_rows_at_distance_NaN()
    {
        CenteredFeatures rows = NeighborReference.Random(700, 3);
        int[] indices = new int[K];
        double[] distances = new double[K];
        foreach (LleNeighborSearch member in Members)
        {
            NeighborSearches.Create(rows, member, new FitContext()).FindNearest([0, float.NaN, 1], indices, distances);
            CollectionAssert.AreEqual(Enumerable.Range(0, K).ToArray(), indices, $"{member}");
            Assert.IsTrue(Array.TrueForAll(distances, double.IsNaN), $"{member}");
        }
    }

    private static void AssertSame(NeighborGraph expected, NeighborGraph actual, string what)
    {
        CollectionAssert.AreEqual(expected.Indices, actual.Indices, what);
        CollectionAssert.AreEqual(expected.SquaredDistances, actual.SquaredDistances, what);
    }
}
