using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Updating;

/// <summary>Models that cannot grow, and options and rows that do not suit the model that is to grow.</summary>
[TestClass]
public sealed class ExtendRefusalTests
{
    private const int Known = 500, Added = 40;

    [TestMethod]
    public void What_cannot_grow_is_refused_by_name()
    {
        double[,] roll = Rows.Roll(Known + Added);
        FeatureMatrix known = Rows.Single(roll, 0, Known), added = Rows.Single(roll, Known, Added);
        Refuses<InvalidOperationException>("NeighborhoodPreservingEmbedding", options =>
            options.Method = LleMethod.NeighborhoodPreservingEmbedding);
        Refuses<InvalidOperationException>("120 rows only", options => options.MaximumNumberOfTrainingRows = 120);
        Refuses<InvalidOperationException>("120 rows only", options =>
            (options.NumberOfLandmarks, options.PlaceAmongLandmarks) = (120, true));

        LleModel model = LocallyLinearEmbedding.Fit(known, Options(false));
        Differs("NumberOfComponents is 3, but must be 2", options => options.NumberOfComponents = 3);
        Differs("Metric is Cosine, but must be Euclidean", options => options.Metric = LleMetric.Cosine);
        Differs("Placement is LocalAffine, but must be Barycentric", options => options.Placement = LlePlacement.LocalAffine);
        Differs("MaximumNumberOfTrainingRows is 100, but must be null", options => options.MaximumNumberOfTrainingRows = 100);
        Differs("SupervisionStrength is 0.1, but must be 0", options => options.SupervisionStrength = 0.1);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Extend(FeatureMatrix.FromArray(new float[2, 4]))).Message, "4 values");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() =>
                model.Extend(FeatureMatrix.FromArray(new float[,] { { 0, 0, 0 }, { 0, float.NaN, 0 } }))).Message,
            "Row 1, column 1");
        LleModel ofDistances = LocallyLinearEmbedding.Fit(
            DistanceTables.Euclidean(Rows.Roll(60)),
            new LleOptions { NumberOfComponents = 2, Metric = LleMetric.Precomputed, KeepsGraph = true });
        Assert.IsFalse(ofDistances.HoldsGraph);
        Assert.ThrowsExactly<InvalidOperationException>(() => ofDistances.Extend(FeatureMatrix.FromArray(new float[1, 60])));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => model.Extend(added, cancellationToken: cancelled.Token));

        void Refuses<TException>(string words, Action<LleOptions> change)
            where TException : Exception
        {
            LleOptions options = Options(true);
            change(options);
            LleModel fitted = LocallyLinearEmbedding.Fit(known, options);
            Assert.IsFalse(fitted.HoldsGraph);
            StringAssert.Contains(Assert.ThrowsExactly<TException>(() => fitted.Extend(added)).Message, words);
        }

        void Differs(string words, Action<LleOptions> change)
        {
            LleOptions options = Options(false);
            change(options);
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Extend(added, options)).Message, words);
        }
    }

    private static LleOptions Options(bool keepsGraph) => new() { NumberOfComponents = 2, KeepsGraph = keepsGraph };
}
