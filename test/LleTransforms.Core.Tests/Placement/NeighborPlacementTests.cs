using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Placement;

/// <summary>Rows placed by their neighbours, against the definitions on full matrices.</summary>
[TestClass]
public sealed class NeighborPlacementTests
{
    private const int Fitted = 150, Unseen = 300, Columns = 3, Components = 2, NumberOfNeighbors = 7;
    private const double Ridge = 1e-2;

    private static readonly FitContext Context = new();
    private static readonly CenteredFeatures Features = CenteredFeatures.Create(Manifolds.SwissRoll(Fitted, 3).Features, Context);

    // Any numbers will do for coordinates, so that no law of an embedding can hide an error.
    private static readonly double[] Embedding = Draw(Fitted * Components, seed: 5, width: 2);
    private static readonly float[] Rows = Array.ConvertAll(Draw(Unseen * Columns, seed: 9, width: 0.5), value => (float)value);

    [TestMethod]
    [DataRow(LlePlacement.Barycentric)]
    [DataRow(LlePlacement.LocalAffine)]
    public void An_unseen_row_lies_at_the_weighted_sum_of_its_neighbours_coordinates(LlePlacement rule)
    {
        (NeighborPlacement placement, NaivePlacement naive) = Create(rule);
        double[] placed = new double[Components];
        for (int row = 0; row < 40; row++)
        {
            placement.Place(Row(row), placed);
            AssertEqual(naive.Place(Row(row)), placed);
        }
    }

    [TestMethod]
    [DataRow(LlePlacement.Barycentric)]
    [DataRow(LlePlacement.LocalAffine)]
    public void A_block_has_the_bits_of_its_rows_one_by_one(LlePlacement rule)
    {
        (NeighborPlacement placement, _) = Create(rule);
        float[] rows = [.. Rows];

        // One of them, behind the first step of rows, was fitted.
        Features.Row(11).CopyTo(rows.AsSpan(200 * Columns));
        double[] block = new double[Unseen * Components];
        placement.PlaceBlock(rows, Unseen, block, Context);
        double[] single = new double[Components];
        for (int row = 0; row < Unseen; row++)
        {
            placement.Place(rows.AsSpan(row * Columns, Columns), single);
            CollectionAssert.AreEqual(single, block.AsSpan(row * Components, Components).ToArray(), $"row {row}");
        }

        CollectionAssert.AreEqual(Coordinates(11), block.AsSpan(200 * Components, Components).ToArray());
    }

    [TestMethod]
    public void A_fitted_row_has_its_own_coordinates_and_is_found()
    {
        (NeighborPlacement placement, _) = Create(LlePlacement.LocalAffine);
        double[] placed = new double[Components];
        for (int row = 0; row < Fitted; row++)
        {
            placement.Place(Features.Row(row), placed);
            CollectionAssert.AreEqual(Coordinates(row), placed);
            Assert.AreEqual(row, placement.FindFitted(Features.Row(row)));
        }

        Assert.AreEqual(-1, placement.FindFitted(Row(0)));
    }

    [TestMethod]
    [DataRow(LlePlacement.Barycentric)]
    [DataRow(LlePlacement.LocalAffine)]
    public void Fitted_rows_are_placed_by_their_neighbours_without_themselves(LlePlacement rule)
    {
        (NeighborPlacement placement, NaivePlacement naive) = Create(rule);
        double[] placed = new double[Fitted * Components];
        placement.PlaceFitted(placed, Context);
        int[] neighbors = new int[NumberOfNeighbors];
        double[] weights = new double[NumberOfNeighbors], explained = new double[Components];
        for (int row = 0; row < Fitted; row++)
        {
            double[] expected = naive.Place(Features.Row(row), without: row);
            AssertEqual(expected, placed.AsSpan(row * Components, Components));

            double error = placement.ExplainFitted(row, neighbors, weights, explained);
            CollectionAssert.AreEqual(naive.Neighbors(Features.Row(row), without: row), neighbors);
            AssertEqual(naive.Weights(Features.Row(row), neighbors), weights);
            AssertEqual(expected, explained);
            Assert.AreEqual(naive.SquaredResidual(Features.Row(row), neighbors, weights), error, 1e-9);
        }
    }

    [TestMethod]
    [DataRow(LlePlacement.Barycentric)]
    [DataRow(LlePlacement.LocalAffine)]
    public void An_explanation_holds_what_placed_the_row(LlePlacement rule)
    {
        (NeighborPlacement placement, NaivePlacement naive) = Create(rule);
        int[] neighbors = new int[NumberOfNeighbors];
        double[] weights = new double[NumberOfNeighbors], placed = new double[Components];
        for (int row = 0; row < 40; row++)
        {
            double error = placement.Explain(Row(row), neighbors, weights, placed);
            CollectionAssert.AreEqual(naive.Neighbors(Row(row)), neighbors);
            AssertEqual(naive.Weights(Row(row), neighbors), weights);
            AssertEqual(naive.Combine(neighbors, weights), placed);
            Assert.AreEqual(naive.SquaredResidual(Row(row), neighbors, weights), error, 1e-9);
        }
    }

    [TestMethod]
    public void A_fitted_row_explains_itself_and_nothing_else_has_weight()
    {
        (NeighborPlacement placement, _) = Create(LlePlacement.Barycentric);
        int[] neighbors = new int[NumberOfNeighbors];
        double[] weights = new double[NumberOfNeighbors], placed = new double[Components];
        placement.Explain(Row(0), neighbors, weights, placed);
        for (int row = 0; row < 3; row++)
        {
            Assert.AreEqual(0, placement.Explain(Features.Row(row), neighbors, weights, placed));
            Assert.AreEqual(row, neighbors[0]);
            CollectionAssert.AreEqual(new double[] { 1, 0, 0, 0, 0, 0, 0 }, weights);
            CollectionAssert.AreEqual(Coordinates(row), placed);
        }
    }

    [TestMethod]
    public void The_second_of_equal_rows_explains_itself_at_its_own_place()
    {
        // Both are at distance 0, and the search puts the smaller number first.
        float[] twice = [.. Features.Values[..(20 * Columns)], .. Features.Row(6)];
        CenteredFeatures features = new(twice, 21, Features.Scaling);
        (NeighborPlacement placement, _) = Create(LlePlacement.Barycentric, features);
        int[] neighbors = new int[NumberOfNeighbors];
        double[] weights = new double[NumberOfNeighbors], placed = new double[Components];
        placement.Explain(Features.Row(6), neighbors, weights, placed);

        int equal = placement.FindFitted(Features.Row(6));
        Assert.AreEqual(1, weights[Array.IndexOf(neighbors, equal)]);
        Assert.AreEqual(1, weights.Sum());
        CollectionAssert.AreEqual(Coordinates(equal), placed);
    }

    [TestMethod]
    public void Single_rows_take_no_memory_once_scratch_exists()
    {
        (NeighborPlacement placement, _) = Create(LlePlacement.LocalAffine);
        double[] placed = new double[Components], weights = new double[NumberOfNeighbors];
        int[] neighbors = new int[NumberOfNeighbors];
        placement.Place(Row(0), placed);
        placement.Explain(Row(0), neighbors, weights, placed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int row = 1; row < 50; row++)
        {
            placement.Place(Row(row), placed);
            placement.Explain(Row(row), neighbors, weights, placed);
        }

        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [TestMethod]
    public void One_thread_makes_its_scratch_once_and_weighs_each_row_once()
    {
        int made = 0, weighed = 0;
        NeighborPlacement placement = new(Features, NeighborSearches.Create(Features), Embedding, Components, NumberOfNeighbors, () =>
        {
            made++;
            return new CountingWeights(() => weighed++);
        });
        var one = new FitContext(numberOfThreads: 1);
        double[] placed = new double[Unseen * Components], weights = new double[NumberOfNeighbors];
        int[] neighbors = new int[NumberOfNeighbors];

        placement.PlaceBlock(Rows, Unseen, placed, one);
        Assert.AreEqual(Unseen, weighed);
        placement.PlaceFitted(placed.AsMemory(0, Fitted * Components), one);
        Assert.AreEqual(Unseen + Fitted, weighed);
        placement.ExplainFitted(3, neighbors, weights, placed.AsSpan(0, Components));
        placement.Explain(Row(3), neighbors, weights, placed.AsSpan(0, Components));
        placement.Place(Row(3), placed.AsSpan(0, Components));
        Assert.AreEqual(Unseen + Fitted + 3, weighed);
        Assert.AreEqual(1, made);
    }

    private static (NeighborPlacement Placement, NaivePlacement Naive) Create(LlePlacement rule, CenteredFeatures? features = null)
    {
        features ??= Features;
        NeighborPlacement placement = new(
            features, NeighborSearches.Create(features), Embedding, Components, NumberOfNeighbors,
            PlacementRule.CreateWeights(rule, LleMethod.Standard.Variant(), NumberOfNeighbors, Columns, Ridge));
        return (placement, new NaivePlacement(features, Embedding, Components, NumberOfNeighbors, rule, Ridge));
    }

    private static ReadOnlySpan<float> Row(int row) => Rows.AsSpan(row * Columns, Columns);

    private static double[] Coordinates(int row) => Embedding.AsSpan(row * Components, Components).ToArray();

    private static double[] Draw(int count, int seed, double width)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => width * ((2 * random.NextDouble()) - 1))];
    }

    private static void AssertEqual(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 1e-8 * (1 + Math.Abs(expected[i])));
        }
    }
    /// <summary>Weighs all neighbours alike, and counts.</summary>
    private sealed class CountingWeights(Action solved) : IRowWeights
    {
        public void Solve(ReadOnlySpan<float> row, CenteredFeatures features, ReadOnlySpan<int> neighbors, Span<double> weights)
        {
            solved();
            weights.Fill(1.0 / weights.Length);
        }
    }
}
