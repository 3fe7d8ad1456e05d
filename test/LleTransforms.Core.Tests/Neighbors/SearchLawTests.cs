using LleTransforms.Features;
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
    public void An_exact_search_loses_no_row_within_a_bound()
    {
        const int Within = 3;
        foreach ((string name, CenteredFeatures rows) in Tables)
        {
            NeighborGraph all = new BruteForceSearch(rows).FindNearestBatch(rows.Values, rows.NumberOfRows, K, new FitContext());

            // Every fifth query knows nothing. The others are asked up to their third row's distance, which ties may share.
            double[] bounds = [.. Enumerable.Range(0, rows.NumberOfRows)
                .Select(query => query % 5 == 0 ? double.PositiveInfinity : all.SquaredDistances[(query * K) + Within - 1])];
            foreach (LleNeighborSearch member in Members.Except(_approximate))
            {
                NeighborGraph found = NeighborSearches.Create(rows, member, new FitContext())
                    .FindNearestWithin(rows.Values, rows.NumberOfRows, K, bounds, new FitContext());
                for (int place = 0; place < all.Indices.Length; place++)
                {
                    bool isWithin = all.SquaredDistances[place] <= bounds[place / K];
                    Assert.IsTrue(
                        found.Indices[place] == all.Indices[place]
                            ? found.SquaredDistances[place] == all.SquaredDistances[place]
                            : !isWithin && found.SquaredDistances[place] > bounds[place / K],
                        $"{member}, {name}, query {place / K}, place {place % K}");
                }
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
