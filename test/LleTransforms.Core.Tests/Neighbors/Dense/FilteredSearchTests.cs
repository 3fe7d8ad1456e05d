using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

[TestClass]
public sealed class FilteredSearchTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Queries_near_a_plane_get_the_neighbours_of_brute_force(int numberOfThreads)
    {
        CenteredFeatures features = PrincipalFilterTests.NearPlane(1100, 64, seed: 1);
        CenteredFeatures queries = PrincipalFilterTests.NearPlane(131, 64, seed: 2);
        FilteredSearch search = Create(features);
        var context = new FitContext(numberOfThreads: numberOfThreads);

        NeighborGraph found = search.Find(RowsOf(queries), 9, areFitted: false, LlePhase.Placement, context);

        AssertEqual(new BruteForceSearch(features).FindNearestBatch(queries.Values, queries.NumberOfRows, 9, context), found);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Fitted_rows_get_the_graph_of_brute_force_without_themselves(int numberOfThreads)
    {
        CenteredFeatures features = PrincipalFilterTests.NearPlane(1100, 64, seed: 3);
        var context = new FitContext(numberOfThreads: numberOfThreads);

        NeighborGraph found = Create(features).Find(RowsOf(features), 12, areFitted: true, LlePhase.Neighbors, context);

        AssertEqual(new BruteForceSearch(features).FindGraph(12, context), found);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Queries_that_meet_pieces_by_shared_axes_find_the_neighbours_of_all_rows(int numberOfThreads)
    {
        const int K = 9, Pieces = 3;
        CenteredFeatures features = PrincipalFilterTests.NearPlane(1500, 64, seed: 1);
        CenteredFeatures queries = PrincipalFilterTests.NearPlane(131, 64, seed: 2);
        var context = new FitContext(numberOfThreads: numberOfThreads);
        FilterAxes axes = FilterAxes.Of(features, context);
        var recurring = new RecurringQueries();
        int[] indices = new int[queries.NumberOfRows * K];
        double[] distances = [.. Enumerable.Repeat(double.PositiveInfinity, indices.Length)];
        for (int piece = 0; piece < Pieces; piece++)
        {
            int first = piece * features.NumberOfRows / Pieces, end = (piece + 1) * features.NumberOfRows / Pieces;
            CenteredFeatures rows = features.Gather([.. Enumerable.Range(first, end - first)]);

            // A list that holds a row of the piece itself takes one more.
            NeighborGraph found = Create(rows, axes).FindNearer(RowsOf(queries), K + (piece % 2), distances, recurring, context);
            for (int query = 0; query < queries.NumberOfRows; query++)
            {
                var list = new NearestHeap(indices.AsSpan(query * K, K), distances.AsSpan(query * K, K), piece == 0 ? 0 : K);
                for (int i = query * found.NumberOfNeighbors; i < (query + 1) * found.NumberOfNeighbors && found.Indices[i] >= 0; i++)
                {
                    list.Offer(first + found.Indices[i], found.SquaredDistances[i]);
                }
            }
        }

        for (int query = 0; query < queries.NumberOfRows; query++)
        {
            new NearestHeap(indices.AsSpan(query * K, K), distances.AsSpan(query * K, K), K).Sort();
        }

        AssertEqual(new BruteForceSearch(features).FindNearestBatch(queries.Values, queries.NumberOfRows, K, context),
            new NeighborGraph(queries.NumberOfRows, K, indices, distances));
    }

    [TestMethod]
    public void Unstructured_rows_and_ties_get_the_graph_of_brute_force()
    {
        foreach (CenteredFeatures features in (
            CenteredFeatures[])[NeighborReference.Random(700, 48), NeighborReference.Integers(500, 40, levels: 2)])
        {
            NeighborGraph found = Create(features).Find(RowsOf(features), 5, areFitted: true, LlePhase.Neighbors, new FitContext());

            AssertEqual(new BruteForceSearch(features).FindGraph(5, new FitContext()), found);
        }
    }

    [TestMethod]
    public void Every_other_row_can_be_a_neighbour()
    {
        CenteredFeatures features = PrincipalFilterTests.NearPlane(60, 48, seed: 4);

        NeighborGraph found = Create(features).Find(RowsOf(features), 59, areFitted: true, LlePhase.Neighbors, new FitContext());

        AssertEqual(new BruteForceSearch(features).FindGraph(59, new FitContext()), found);
    }

    [TestMethod]
    public void A_query_that_is_not_finite_or_out_of_scale_is_answered_like_a_single_one()
    {
        CenteredFeatures features = PrincipalFilterTests.NearPlane(300, 48, seed: 5);
        float[] queries = new float[3 * 48];
        features.Row(7).CopyTo(queries);
        queries.AsSpan(48, 48).Fill(1e20f);
        queries[100] = float.NaN;
        var rows = new DenseRows(queries, 3, 48, new FitContext());

        NeighborGraph found = Create(features).Find(rows, 4, areFitted: false, LlePhase.Placement, new FitContext());

        var single = new DenseSearch(features);
        int[] indices = new int[4];
        double[] distances = new double[4];
        for (int query = 0; query < 3; query++)
        {
            single.FindNearest(queries.AsSpan(query * 48, 48), indices, distances);
            CollectionAssert.AreEqual(indices, found.Of(query).ToArray());
            CollectionAssert.AreEqual(distances, found.SquaredDistances[(query * 4)..((query + 1) * 4)]);
        }
    }

    /// <summary>Bounds are distances to other queries, so that many pairs tie with their bound and are none.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Pairs_within_each_rows_bound_are_those_of_brute_force(int numberOfThreads)
    {
        foreach ((CenteredFeatures features, CenteredFeatures queries) in new[]
        {
            (PrincipalFilterTests.NearPlane(700, 64, seed: 1), PrincipalFilterTests.NearPlane(131, 64, seed: 2)),
            (NeighborReference.Random(500, 48), NeighborReference.Random(90, 48, seed: 3)),
            (NeighborReference.Integers(500, 40, levels: 2), NeighborReference.Integers(90, 40, levels: 2, seed: 4)),
        })
        {
            int bounded = features.NumberOfRows - 37, count = queries.NumberOfRows;
            double[] bounds = [.. Enumerable.Range(0, bounded).Select(row => Distance(row, row * 5 % count))];
            NearPair[] expected =
            [
                .. Enumerable.Range(0, bounded)
                    .SelectMany(row => Enumerable.Range(0, count).Select(query => new NearPair(row, query, Distance(row, query))))
                    .Where(pair => pair.SquaredDistance < bounds[pair.Row])
                    .OrderBy(pair => pair.Row).ThenBy(pair => pair.SquaredDistance).ThenBy(pair => pair.Query),
            ];
            var context = new FitContext(numberOfThreads: numberOfThreads);

            NearPair[]? found = Create(features).TryFindWithin(RowsOf(queries), bounds, context);

            Assert.IsGreaterThan(bounded, expected.Length);
            CollectionAssert.AreEqual(expected, found);

            double Distance(int row, int query) => SquaredDistance.Between(features.Row(row), queries.Row(query));
        }
    }

    [TestMethod]
    public void Pairs_are_not_sought_by_a_filter_where_it_does_not_pay_or_a_query_is_out_of_scale()
    {
        CenteredFeatures features = PrincipalFilterTests.NearPlane(300, 48, seed: 5);
        float[] far = [.. Enumerable.Repeat(1e20f, 48)];

        Assert.IsNull(Create(features).TryFindWithin(new DenseRows(far, 1, 48, new FitContext()), new double[300], new FitContext()));
        Assert.IsNull(new DenseSearch(features).TryFindWithin(features.Values.AsMemory(0, 48), 1, new double[300], new FitContext()));
    }

    [TestMethod]
    public void Rows_farther_than_what_a_query_has_found_are_left_out_and_none_within_it()
    {
        const int K = 5;
        CenteredFeatures features = PrincipalFilterTests.NearPlane(400, 48, seed: 7);
        DenseRows rows = RowsOf(features);
        NeighborGraph all = Create(features).Find(rows, K, areFitted: true, LlePhase.Neighbors, new FitContext());
        double[] known = [.. Enumerable.Range(0, 400).Select(row => all.SquaredDistances[(row * K) + (row % K)])];

        NeighborGraph found = Create(features).FindNearer(rows, K + 1, known, new RecurringQueries(), new FitContext());

        for (int row = 0; row < 400; row++)
        {
            int within = (row % K) + 1;
            CollectionAssert.AreEqual((int[])[row, .. all.Of(row)[..within]], found.Of(row)[..(within + 1)].ToArray(), $"row {row}");
        }

        // A near plane has few rows that the image cannot tell to lie beyond: most places behind the bound stay empty.
        int empty = found.Indices.Count(index => index < 0);
        Assert.IsTrue(empty > 200, $"{empty} places are empty");
        Assert.AreEqual(empty, found.SquaredDistances.Count(double.IsPositiveInfinity));
    }

    [TestMethod]
    public void The_filter_pays_near_a_plane_and_not_without_structure()
    {
        CenteredFeatures plane = PrincipalFilterTests.NearPlane(2000, 256, seed: 6);
        CenteredFeatures noise = NeighborReference.Random(2000, 256);

        Assert.IsTrue(Create(plane).Pays(RowsOf(plane), 12, areFitted: false));
        Assert.IsFalse(Create(noise).Pays(RowsOf(noise), 12, areFitted: false));
    }

    private static FilteredSearch Create(CenteredFeatures features) => Create(features, FilterAxes.Of(features, 8, new RunContext()));

    private static FilteredSearch Create(CenteredFeatures features, FilterAxes axes)
    {
        PrincipalFilter? filter =
            PrincipalFilter.TryCreate(RowsOf(features), features, BlockKernel.Create(BlockKernel.WidestWidth), axes, new RunContext());
        Assert.IsNotNull(filter);
        return new FilteredSearch(new DenseSearch(features), features, filter);
    }

    private static DenseRows RowsOf(CenteredFeatures features) =>
        new(features.Values, features.NumberOfRows, features.NumberOfColumns, new FitContext());

    private static void AssertEqual(NeighborGraph expected, NeighborGraph actual)
    {
        CollectionAssert.AreEqual(expected.Indices, actual.Indices);
        CollectionAssert.AreEqual(expected.SquaredDistances, actual.SquaredDistances);
    }
}
