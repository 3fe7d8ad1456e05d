using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Methods;

/// <summary>What holds of Convex beside the laws of all methods: rows are mixtures, and parts follow the shares.</summary>
[TestClass]
public sealed class ConvexVariantTests
{
    public static IEnumerable<object[]> Fits =>
    [
        ["plain", new LleOptions()],
        ["landmarks", new LleOptions { NumberOfLandmarks = 100 }],
        ["among landmarks", new LleOptions { NumberOfLandmarks = 100, PlaceAmongLandmarks = true }],
        ["sample", new LleOptions { MaximumNumberOfTrainingRows = 200 }],
        ["cosine", new LleOptions { Metric = LleMetric.Cosine }],
        ["few neighbours", new LleOptions { NumberOfNeighbors = 3 }],
        ["joined", new LleOptions { NumberOfNeighbors = 3, DisconnectedGraph = LleDisconnectedGraph.Connect }],
    ];

    [TestMethod]
    [DynamicData(nameof(Fits))]
    public void Placed_rows_lie_in_the_hull_of_training_rows_and_are_explained_by_shares(string name, LleOptions options)
    {
        (options.Method, options.NumberOfComponents, options.NumberOfThreads) = (LleMethod.Convex, 2, 2);
        FeatureMatrix rows = Single(Manifolds.SwissRoll(400, seed: 3).Rows);
        FeatureMatrix unseen = Single(Manifolds.SwissRoll(200, seed: 4).Rows.Select(row => [1.5 * row[0], row[1], row[2] + 1]));
        LleModel model = LocallyLinearEmbedding.Fit(rows, options);
        FeatureMatrix placed = model.Transform(unseen);
        double[][] bounds = [.. Enumerable.Range(0, 2).Select(c => new[]
        {
            Enumerable.Range(0, 400).Min(row => model.Coordinates(row)[c]), Enumerable.Range(0, 400).Max(row => model.Coordinates(row)[c]),
        })];
        for (int row = 0; row < unseen.NumberOfRows; row++)
        {
            LleExplanation told = model.Explain(unseen.Row(row));
            Assert.IsGreaterThanOrEqualTo(0, told.Weights.Min(), $"{name}: row {row}");
            Assert.AreEqual(1, told.Weights.Sum(), 1e-12);
            for (int c = 0; c < 2; c++)
            {
                double mixed = told.Weights.Zip(told.TrainingRows, (weight, neighbor) => weight * model.Coordinates(neighbor)[c]).Sum();
                Assert.AreEqual(mixed, placed.Row(row)[c], 1e-5);
                Assert.IsInRange(bounds[c][0] - 1e-5, bounds[c][1] + 1e-5, placed.Row(row)[c]);
            }
        }
    }

    [TestMethod]
    public void Diagnostics_tell_the_weights_of_the_models_method()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(300, seed: 3).Features;
        foreach ((LleMethod method, bool mayBeNegative) in ((LleMethod, bool)[])[(LleMethod.Standard, true), (LleMethod.Convex, false)])
        {
            LleModel model = LocallyLinearEmbedding.Fit(rows, new LleOptions { Method = method, NumberOfComponents = 2 });
            FitDiagnostics told = FitDiagnostics.Compute(rows, model, numberOfEigenvalues: 0);
            bool anyNegative = Enumerable.Range(0, 300).Any(row => told.Weights(row).ToArray().Min() < 0);
            Assert.AreEqual(mayBeNegative, anyNegative, $"{method}");
        }
    }

    [TestMethod]
    public void Diagnostics_find_the_models_own_eigenvalues()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(500, seed: 3).Features;
        LleModel model = LocallyLinearEmbedding.Fit(rows, new LleOptions { Method = LleMethod.Convex, NumberOfComponents = 2 });
        FitDiagnostics told = FitDiagnostics.Compute(rows, model, numberOfEigenvalues: 3);
        Assert.HasCount(3, told.FollowingEigenvalues);
        Assert.IsGreaterThanOrEqualTo(model.Eigenvalues[1], told.FollowingEigenvalues[0]);
    }

    [TestMethod]
    [DataRow(40, 3, 40)]
    [DataRow(60, 3, 58)]
    [DataRow(100, 4, 47)]
    [DataRow(100, 5, 2)]
    public void Where_shares_hold_together_less_than_neighbours_the_rows_fall_into_parts(int rowCount, int neighborCount, int seed)
    {
        FeatureMatrix rows = Manifolds.SwissRoll(rowCount, seed).Features;
        var options = new LleOptions { Method = LleMethod.Convex, NumberOfComponents = 2, NumberOfNeighbors = neighborCount };
        (int byNeighbors, int byShares) = CountSinks(rows, options);
        Assert.AreEqual(1, byNeighbors);
        Assert.AreEqual(2, byShares);

        LleModel model = LocallyLinearEmbedding.Fit(rows, options);
        Assert.IsGreaterThanOrEqualTo(2, model.PartSizes.Count);
        for (int c = 0; c < 2; c++)
        {
            double[] column = [.. Enumerable.Range(0, rowCount).Select(row => model.Coordinates(row)[c])];
            Assert.IsTrue(column.All(double.IsFinite));
            Assert.AreEqual(1, column.Average(value => value * value), 1e-9);
        }

        options.NumberOfThreads = 1;
        CollectionAssert.AreEqual(Saved(model), Saved(LocallyLinearEmbedding.Fit(rows, options)));
        options.DisconnectedGraph = LleDisconnectedGraph.Throw;
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => LocallyLinearEmbedding.Fit(rows, options));
        StringAssert.Contains(error.Message, "2 components that do not reach each other");
        options.DisconnectedGraph = LleDisconnectedGraph.Connect;
        Assert.IsInRange(1, model.PartSizes.Count, LocallyLinearEmbedding.Fit(rows, options).PartSizes.Count);
    }

    [TestMethod]
    public void Neighbours_without_a_share_have_no_entry()
    {
        CenteredFeatures rows = Rows(Manifolds.SwissRoll(300, seed: 1).Features);
        NeighborGraph graph = NeighborSearches.Create(rows).FindGraph(12, new FitContext());
        var options = new LleOptions { Method = LleMethod.Convex };
        var alignment = options.Variant.Align(rows, graph, 0, options.Geometry, new FitContext());
        Assert.IsInRange(300 * 2, (300 * 13) - 1, alignment.Stored.NonzeroCount);
        Assert.IsFalse(alignment.Stored.Values.Contains(0));
        Assert.HasCount(
            alignment.Stored.NonzeroCount, options.Variant.FindLinks(rows, graph, options.Geometry, new FitContext()).Targets.ToArray());
    }

    private static (int ByNeighbors, int ByShares) CountSinks(FeatureMatrix features, LleOptions options)
    {
        CenteredFeatures rows = Rows(features);
        NeighborGraph graph = NeighborSearches.Create(rows).FindGraph(options.KnownNumberOfNeighbors, new FitContext());
        return (GraphComponents.Find(graph.Links).SinkComponents.Length,
            GraphComponents.Find(options.Variant.FindLinks(rows, graph, options.Geometry, new FitContext())).SinkComponents.Length);
    }

    private static CenteredFeatures Rows(FeatureMatrix features) =>
        DistinctRows.Find(CenteredFeatures.Create(features, new FitContext()), new FitContext()).Features;

    private static FeatureMatrix Single(double[,] rows) =>
        FeatureMatrix.FromRowMajor([.. rows.Cast<double>().Select(value => (float)value)], rows.GetLength(0), rows.GetLength(1));

    private static byte[] Saved(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
