using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>Which options go with distances in place of features, one by one, and what the others say.</summary>
[TestClass]
public sealed class PrecomputedOptionTests
{
    private static readonly FeatureMatrix _distances = DistanceTables.Euclidean(Manifolds.SwissRoll(80, 5).Rows);

    /// <summary>For each option a value, and what is said of it; null where it is taken.</summary>
    private static readonly (string Option, object? Value, string? Message)[] _cases =
    [
        ("NumberOfComponents", 3, null),
        ("NumberOfNeighbors", 9, null),
        ("NumberOfNeighbors", null, null),
        ("Method", LleMethod.Modified, null),
        ("Method", LleMethod.Hessian, null),
        ("Method", LleMethod.LocalTangentSpaceAlignment, null),
        ("Method", LleMethod.Convex, null),
        ("Method", LleMethod.NeighborhoodPreservingEmbedding,
            "Method is NeighborhoodPreservingEmbedding, but must be none of the linear methods where Metric is Precomputed, for they " +
            "project features, of which distances tell nothing."),
        ("Method", LleMethod.LinearLocalTangentSpaceAlignment,
            "Method is LinearLocalTangentSpaceAlignment, but must be none of the linear methods where Metric is Precomputed"),
        ("Regularization", 1e-2, null),
        ("LimitWeightVectors", false, null),
        ("Metric", LleMetric.Precomputed, null),
        ("NeighborSearch", LleNeighborSearch.BruteForce, null),
        ("NeighborSearch", LleNeighborSearch.Tree,
            "NeighborSearch is Tree, but must be Auto or BruteForce where Metric is Precomputed."),
        ("NeighborSearch", LleNeighborSearch.Approximate,
            "NeighborSearch is Approximate, but must be Auto or BruteForce where Metric is Precomputed."),
        ("EigenSolver", LleEigenSolver.Dense, null),
        ("SupervisionStrength", 0.5, "SupervisionStrength is 0.5, but must be 0 where Metric is Precomputed."),
        ("Placement", LlePlacement.Barycentric, null),
        ("Placement", LlePlacement.LocalAffine, null),
        ("Placement", LlePlacement.Linear, "Placement is Linear, but must be Barycentric, LocalAffine or null with Standard."),
        ("DisconnectedGraph", LleDisconnectedGraph.Connect, null),
        ("DisconnectedGraph", LleDisconnectedGraph.Throw, null),
        ("MaximumNumberOfTrainingRows", 60, null),
        ("NumberOfLandmarks", 50, null),
        ("PlaceAmongLandmarks", true, null),
        ("KeepsGraph", true, null),
        ("MinimumParticipation", 0.01, null),
        ("Seed", 7, null),
        ("NumberOfThreads", 2, null),
    ];

    public static IEnumerable<object?[]> Cases =>
        _cases.Select(asked => new object?[] { asked.Option, asked.Value, asked.Message });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void An_option_is_taken_or_says_why_not(string option, object? value, string? message)
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 12, Metric = LleMetric.Precomputed };
        options.NumberOfLandmarks = option == "PlaceAmongLandmarks" ? 50 : null;
        typeof(LleOptions).GetProperty(option)!.SetValue(options, value);
        int[]? labels = option == "SupervisionStrength" ? new int[80] : null;
        if (message is null)
        {
            LleModel model = LocallyLinearEmbedding.Fit(_distances, labels, options);
            Assert.IsTrue(model.Coordinates(79).ToArray().All(double.IsFinite));
            return;
        }

        ArgumentOutOfRangeException error =
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LocallyLinearEmbedding.Fit(_distances, labels, options));
        StringAssert.Contains(error.Message, message);
        Assert.AreEqual(option, error.ParamName);
    }

    [TestMethod]
    public void Every_option_is_asked_for() => CollectionAssert.AreEquivalent(
        typeof(LleOptions).GetProperties().Select(property => property.Name).ToArray(),
        _cases.Select(asked => asked.Option).Distinct().ToArray());
}
