using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Quality;

/// <summary>Figures of distances in place of features are those of the features.</summary>
[TestClass]
public sealed class GivenDistanceTests
{
    private static readonly ManifoldSample _sample = Manifolds.SwissRoll(220, 3);
    private static readonly FeatureMatrix _distances = DistanceTables.Euclidean(_sample.Rows);
    private static readonly FeatureMatrix _embedding = FeatureMatrix.FromArray(_sample.Parameters);

    [TestMethod]
    [DataRow(null)]
    [DataRow(40)]
    public void Quality_and_residual_variance_see_the_same_distances(int? anchors)
    {
        EmbeddingQuality expected =
            EmbeddingQuality.Measure(_sample.Features, _embedding, new EmbeddingQualityOptions { SampleSize = anchors });
        EmbeddingQuality actual = EmbeddingQuality.Measure(
            _distances, _embedding, new EmbeddingQualityOptions { SampleSize = anchors, FeaturesAreDistances = true });

        Assert.AreEqual(expected.Figures.Trustworthiness, actual.Figures.Trustworthiness, 1e-6);
        Assert.AreEqual(expected.RescaledAgreementArea, actual.RescaledAgreementArea, 1e-6);
        Assert.AreEqual(
            ResidualVariance.OfEuclideanDistances(_sample.Features, _embedding, anchors).Value,
            ResidualVariance.OfPrecomputedDistances(_distances, _embedding, anchors).Value, 1e-6);
        Assert.AreNotEqual(expected.Figures.Trustworthiness, EmbeddingQuality.Measure(_distances, _embedding).Figures.Trustworthiness);
    }

    [TestMethod]
    public void A_table_that_is_none_of_distances_is_refused()
    {
        var asked = new EmbeddingQualityOptions { FeaturesAreDistances = true };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => EmbeddingQuality.Measure(_sample.Features, _embedding, asked)).Message,
            "it has 220 rows of 3 values, but must be square");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() =>
                ResidualVariance.OfPrecomputedDistances(_sample.Features, _embedding)).Message,
            "it has 220 rows of 3 values, but must be square");
    }

    [TestMethod]
    public void The_intrinsic_dimension_is_that_of_the_distances()
    {
        Assert.AreEqual(
            IntrinsicDimension.TwoNearestNeighbors(_sample.Features).Dimension,
            IntrinsicDimension.TwoNearestNeighbors(_distances, metric: LleMetric.Precomputed).Dimension, 1e-4);
        Assert.AreEqual(
            IntrinsicDimension.MaximumLikelihood(_sample.Features, sampleSize: 90).Dimension,
            IntrinsicDimension.MaximumLikelihood(_distances, sampleSize: 90, metric: LleMetric.Precomputed).Dimension, 1e-4);
    }

    [TestMethod]
    public void By_angle_the_dimension_is_that_of_the_directions_whatever_the_lengths()
    {
        double[,] sphere = Manifolds.SeveredSphere(300, 1).Rows;
        var random = new Random(1);
        double[,] stretched = sphere.Select(row =>
        {
            double length = 1 + (4 * random.NextDouble());
            return [.. row.Select(value => length * value)];
        });
        double[] longer = [.. stretched.Row(4).Select(value => 2 * value)];
        FeatureMatrix doubled = FeatureMatrix.FromArray(ArrayRows.Stack(stretched, ArrayRows.FromRows([longer])));

        double expected = IntrinsicDimension.MaximumLikelihood(FeatureMatrix.FromArray(sphere)).Dimension;
        Assert.AreEqual(
            expected, IntrinsicDimension.MaximumLikelihood(FeatureMatrix.FromArray(stretched), metric: LleMetric.Cosine).Dimension, 1e-3);
        Assert.AreEqual(expected, IntrinsicDimension.MaximumLikelihood(doubled, metric: LleMetric.Cosine).Dimension, 0.05);
        Assert.AreEqual(2, expected, 0.3);
        Assert.IsInRange(2.3, 4, IntrinsicDimension.MaximumLikelihood(doubled).Dimension);
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(120)]
    public void The_same_k_is_chosen(int sampleSize)
    {
        var selection = new NumberOfNeighborsSelectionOptions
        {
            SmallestNumberOfNeighbors = 5, LargestNumberOfNeighbors = 20, Step = 5, LargestSampleSize = sampleSize,
        };
        NumberOfNeighborsChoice ofFeatures =
            NumberOfNeighborsSelection.Choose(_sample.Features, new LleOptions { NumberOfComponents = 2 }, selection);
        NumberOfNeighborsChoice ofDistances = NumberOfNeighborsSelection.Choose(
            _distances, new LleOptions { NumberOfComponents = 2, Metric = LleMetric.Precomputed }, selection);

        Assert.AreEqual(ofFeatures.NumberOfNeighbors, ofDistances.NumberOfNeighbors);
        Assert.AreEqual(ofFeatures.SampleSize, ofDistances.SampleSize);
        for (int i = 0; i < ofFeatures.Candidates.Count; i++)
        {
            Assert.AreEqual(ofFeatures.Candidates[i].Trustworthiness, ofDistances.Candidates[i].Trustworthiness, 1e-4);
        }
    }

    [TestMethod]
    public void Diagnostics_are_those_of_the_features_and_know_the_table()
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 9 };
        LleModel ofFeatures = LocallyLinearEmbedding.Fit(_sample.Features, options);
        options.Metric = LleMetric.Precomputed;
        LleModel ofDistances = LocallyLinearEmbedding.Fit(_distances, options);
        FitDiagnostics expected = FitDiagnostics.Compute(_sample.Features, ofFeatures);
        FitDiagnostics actual = FitDiagnostics.Compute(_distances, ofDistances);
        float[,] other = DistanceTables.Fill(220, 220, (row, column) => (float)_distances.Value(row, column));
        other[3, 5] = other[5, 3] = other[3, 5] * 1.01f;

        Assert.AreEqual(expected.ReconstructionError(17), actual.ReconstructionError(17), 1e-3 * expected.ReconstructionError(17));
        CollectionAssert.AreEqual(expected.Neighbors(17).ToArray(), actual.Neighbors(17).ToArray());
        Assert.HasCount(expected.FollowingEigenvalues.Count, actual.FollowingEigenvalues);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => FitDiagnostics.Compute(FeatureMatrix.FromArray(other), ofDistances)).Message,
            "The distances are not those that the model was fitted on.");
        Assert.AreEqual(
            NeighborTies.Count(_sample.Features, 9), NeighborTies.Count(_distances, 9, LleMetric.Precomputed));
    }
}
