namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class ResidualVarianceTests
{
    // 1 - numpy.corrcoef(pdist(X), pdist(Y))[0, 1]^2 (NumPy 1.24.2, SciPy 1.10.1) on PseudoRandomRows.Make(200).
    private const double NumPyValue = 0.6787336505594758;

    [TestMethod]
    public void Equals_numpy_on_euclidean_distances()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(200);
        ResidualVariance measured = ResidualVariance.OfEuclideanDistances(features, embedding);
        Assert.AreEqual(NumPyValue, measured.Value, 1e-12);
        Assert.AreEqual(200, measured.SampleSize);
    }

    [TestMethod]
    public void Given_distances_are_taken_as_they_are()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(200);
        double[,] distances = new double[200, 200];
        for (int i = 0; i < 200; i++)
        {
            for (int j = 0; j < 200; j++)
            {
                distances[i, j] = i == j ? double.NaN : 3 + 2 * Math.Sqrt(NaiveRanks.SquaredDistance(features, i, j));
            }
        }

        Assert.AreEqual(NumPyValue, ResidualVariance.OfGivenDistances(distances, embedding).Value, 1e-12);
    }

    [TestMethod]
    public void A_similar_embedding_leaves_no_residual()
    {
        (FeatureMatrix features, _) = PseudoRandomRows.Make(40);
        FeatureMatrix moved =
            PseudoRandomRows.Map(features, 5, (row, _) => [8 - row[1] / 4, row[0] / 4, row[4] / 4, row[2] / 4, row[3] / 4]);
        Assert.AreEqual(0, ResidualVariance.OfEuclideanDistances(features, moved).Value, 1e-14);
    }

    [TestMethod]
    public void A_sample_pairs_its_anchors_with_all_rows()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(60);
        ResidualVariance measured = ResidualVariance.OfEuclideanDistances(features, embedding, sampleSize: 7, seed: 5);
        var pairs = LleTransforms.Quality.AnchorRows.Choose(60, 7, 5)
            .SelectMany(i => Enumerable.Range(0, 60).Where(j => j != i).Select(j =>
                (X: Math.Sqrt(NaiveRanks.SquaredDistance(features, i, j)), Y: Math.Sqrt(NaiveRanks.SquaredDistance(embedding, i, j)))))
            .ToArray();
        double correlation = MathNet.Numerics.Statistics.Correlation.Pearson(pairs.Select(pair => pair.X), pairs.Select(pair => pair.Y));
        Assert.AreEqual(7, measured.SampleSize);
        Assert.AreEqual(1 - correlation * correlation, measured.Value, 1e-12);
    }

    [TestMethod]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(90);
        Assert.AreEqual(
            ResidualVariance.OfEuclideanDistances(features, embedding, numberOfThreads: 1),
            ResidualVariance.OfEuclideanDistances(features, embedding, numberOfThreads: 4));
    }

    [TestMethod]
    public void What_has_no_correlation_is_refused()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(4);
        FeatureMatrix collapsed = PseudoRandomRows.Map(embedding, 2, (_, _) => [0.1f, 0.2f]);
        double[,] unconnected = new double[4, 4];
        unconnected[2, 3] = double.PositiveInfinity;
        double[,] below = new double[4, 4], unknown = new double[4, 4];
        (below[1, 0], unknown[3, 0]) = (-1, double.NaN);
        Assert.Contains(
            "-1 at [1, 0]", Assert.ThrowsExactly<ArgumentException>(() => ResidualVariance.OfGivenDistances(below, embedding)).Message);
        Assert.Contains(
            "NaN at [3, 0]", Assert.ThrowsExactly<ArgumentException>(() => ResidualVariance.OfGivenDistances(unknown, embedding)).Message);
        Assert.Contains("4 x 3; for 4 rows it must be 4 x 4", Assert.ThrowsExactly<ArgumentException>(
            () => ResidualVariance.OfGivenDistances(new double[4, 3], embedding)).Message);
        Assert.Contains("All distances of distances are equal", Assert.ThrowsExactly<ArgumentException>(
            () => ResidualVariance.OfGivenDistances(new double[4, 4], embedding)).Message);
        Assert.Contains("All distances of reference are equal", Assert.ThrowsExactly<ArgumentException>(
            () => ResidualVariance.OfEuclideanDistances(collapsed, embedding)).Message);
        Assert.Contains("All distances of embedding are equal", Assert.ThrowsExactly<ArgumentException>(
            () => ResidualVariance.OfEuclideanDistances(features, collapsed)).Message);
        Assert.Contains(
            "at [2, 3]", Assert.ThrowsExactly<ArgumentException>(() => ResidualVariance.OfGivenDistances(unconnected, embedding)).Message);
        Assert.Contains("3 x 4; for 4 rows it must be 4 x 4", Assert.ThrowsExactly<ArgumentException>(
            () => ResidualVariance.OfGivenDistances(new double[3, 4], embedding)).Message);
    }

    [TestMethod]
    public void Too_few_rows_and_those_that_are_not_finite_are_refused()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(2);
        FeatureMatrix broken = FeatureMatrix.FromRowMajor([0, 1, float.NaN], 3, 1);
        Assert.Contains("reference has 2 rows; this figure needs at least 3", Assert.ThrowsExactly<ArgumentException>(
            () => ResidualVariance.OfEuclideanDistances(features, embedding)).Message);
        Assert.Contains("embedding has 2 rows; this figure needs at least 3", Assert.ThrowsExactly<ArgumentException>(
            () => ResidualVariance.OfGivenDistances(new double[2, 2], embedding)).Message);
        Assert.Contains("embedding holds NaN in row 2", Assert.ThrowsExactly<ArgumentException>(
            () => ResidualVariance.OfGivenDistances(new double[3, 3], broken)).Message);
    }

    [TestMethod]
    public void Three_rows_are_enough_and_distances_may_be_zero()
    {
        FeatureMatrix line = FeatureMatrix.FromRowMajor([0, 0, 1], 3, 1);
        double[,] same = { { 0, 0, 1 }, { 0, 0, 1 }, { 1, 1, 0 } };
        Assert.AreEqual(0, ResidualVariance.OfEuclideanDistances(line, line).Value, 1e-15);
        Assert.AreEqual(new ResidualVariance(0, 3, 3), ResidualVariance.OfGivenDistances(same, line) with { Value = 0 });
        Assert.AreEqual(0, ResidualVariance.OfGivenDistances(same, line).Value, 1e-15);
    }

    [TestMethod]
    public void A_cancelled_measurement_stops()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(20);
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            ResidualVariance.OfEuclideanDistances(features, embedding, cancellationToken: cancelled));
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            ResidualVariance.OfGivenDistances(new double[20, 20], embedding, cancellationToken: cancelled));
    }
}
