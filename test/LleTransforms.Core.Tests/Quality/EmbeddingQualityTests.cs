using LleTransforms.Core.Tests.TestData;
using LleTransforms.Quality;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class EmbeddingQualityTests
{
    private const double Rounding = 1e-14;

    // sklearn.manifold.trustworthiness of scikit-learn 1.2.1 on PseudoRandomRows.Make(200), (X, Y) for the first figure and (Y, X) for the
    // second.
    [TestMethod]
    [DataRow(1, 0.7435858585858586, 0.9161363636363636)]
    [DataRow(5, 0.7553177083333333, 0.8903697916666666)]
    [DataRow(12, 0.7449242424242424, 0.8681267217630854)]
    [DataRow(60, 0.7808523592085236, 0.8279162861491629)]
    public void Trustworthiness_and_continuity_equal_scikit_learn(int size, double trustworthiness, double continuity)
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(200);
        EmbeddingQualityFigures figures = EmbeddingQuality.Measure(features, embedding, new() { NeighborhoodSize = size }).Figures;
        Assert.AreEqual(trustworthiness, figures.Trustworthiness, Rounding);
        Assert.AreEqual(continuity, figures.Continuity, Rounding);
    }

    [TestMethod]
    public void Curves_equal_the_definitions_for_every_size()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(60);
        int[,] rho = NaiveRanks.Of(features);
        int[,] r = NaiveRanks.Of(embedding);
        int[] all = [.. Enumerable.Range(0, 60)];
        EmbeddingQuality quality = EmbeddingQuality.Measure(features, embedding);
        double area = 0;
        double weights = 0;
        for (int size = 1; size <= 58; size++)
        {
            EmbeddingQualityFigures figures = quality.At(size);
            double agreement = NaiveRanks.Agreement(rho, r, size, all);
            Assert.AreEqual(agreement, figures.NeighborhoodAgreement, Rounding);
            Assert.AreEqual((59 * agreement - size) / (59 - size), figures.RescaledAgreement, 1e-12);
            Assert.AreEqual(agreement - size / 59.0, figures.LocalContinuityMetaCriterion, Rounding);
            if (size < 30)
            {
                Assert.AreEqual(NaiveRanks.Trustworthiness(rho, r, size, all), figures.Trustworthiness, Rounding);
                Assert.AreEqual(NaiveRanks.Trustworthiness(r, rho, size, all), figures.Continuity, Rounding);
            }

            area += figures.RescaledAgreement / size;
            weights += 1.0 / size;
        }

        Assert.AreEqual(area / weights, quality.RescaledAgreementArea, Rounding);
        Assert.AreEqual(quality.At(12), quality.Figures);
    }

    [TestMethod]
    public void Curves_follow_from_the_co_ranking_matrix()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(50);
        EmbeddingQuality quality = EmbeddingQuality.Measure(features, embedding);
        CoRankingMatrix matrix = CoRankingMatrix.Compute(features, embedding);
        foreach (int size in new[] { 1, 7, 24, 25, 26, 48 })
        {
            long inside = 0;
            long intrusion = 0;
            for (int k = 1; k <= 49; k++)
            {
                for (int l = 1; l <= size; l++)
                {
                    inside += k <= size ? matrix[k, l] : 0;
                    intrusion += k > size ? (long)(k - size) * matrix[k, l] : 0;
                }
            }

            double worst = 50.0 * (size < 25 ? size * (100 - 3 * size - 1) / 2.0 : (50 - size) * (50 - size - 1) / 2.0);
            Assert.AreEqual(inside / (50.0 * size), quality.At(size).NeighborhoodAgreement, Rounding);
            Assert.AreEqual(1 - intrusion / worst, quality.At(size).Trustworthiness, Rounding);
        }
    }

    [TestMethod]
    public void A_similar_embedding_is_perfect_at_every_size()
    {
        (FeatureMatrix features, _) = PseudoRandomRows.Make(40);
        FeatureMatrix halved = PseudoRandomRows.Map(features, 5, (row, _) => [row[4] / 2, row[0] / 2, -row[1] / 2, row[3] / 2, row[2] / 2]);
        EmbeddingQuality quality = EmbeddingQuality.Measure(features, halved);
        Assert.AreEqual(1.0, quality.RescaledAgreementArea, Rounding);
        for (int size = 1; size <= quality.LargestNeighborhoodSize; size++)
        {
            Assert.AreEqual(1.0, quality.At(size).Trustworthiness);
            Assert.AreEqual(1.0, quality.At(size).Continuity);
            Assert.AreEqual(1.0, quality.At(size).NeighborhoodAgreement);
        }
    }

    [TestMethod]
    public void Ranks_in_reverse_order_give_the_worst_trustworthiness()
    {
        // Seen from row 0, the features order the others 1, 2, ... and the embedding orders them ..., 2, 1.
        const int NumberOfRows = 21;
        float[] up = [.. Enumerable.Range(0, NumberOfRows).Select(i => i == 0 ? 0f : 100 + i)];
        float[] down = [.. Enumerable.Range(0, NumberOfRows).Select(i => i == 0 ? 0f : 100 - i)];
        var sums = new RankAgreement(NumberOfRows);
        sums.Add(
            new NeighborRanks(FeatureMatrix.FromRowMajor(up, NumberOfRows, 1)).SeenFrom(0),
            new NeighborRanks(FeatureMatrix.FromRowMajor(down, NumberOfRows, 1)).SeenFrom(0));
        for (int size = 1; size <= NumberOfRows - 2; size++)
        {
            double worst = 2 * size < NumberOfRows
                ? size * (2.0 * NumberOfRows - 3 * size - 1) / 2
                : (NumberOfRows - size) * (NumberOfRows - size - 1.0) / 2;
            Assert.AreEqual(worst, sums.IntrusionDepths()[size]);
            Assert.AreEqual(worst, sums.ExtrusionDepths()[size]);
        }
    }

    [TestMethod]
    public void A_sample_is_ranked_against_all_rows_and_says_its_size()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(80);
        EmbeddingQuality quality = EmbeddingQuality.Measure(features, embedding, new() { NeighborhoodSize = 9, SampleSize = 17, Seed = 4 });
        int[] anchors = AnchorRows.Choose(80, 17, 4);
        int[,] rho = NaiveRanks.Of(features);
        int[,] r = NaiveRanks.Of(embedding);
        Assert.AreEqual(17, quality.SampleSize);
        Assert.AreEqual(80, quality.NumberOfRows);
        Assert.AreEqual(NaiveRanks.Trustworthiness(rho, r, 9, anchors), quality.Figures.Trustworthiness, Rounding);
        Assert.AreEqual(NaiveRanks.Trustworthiness(r, rho, 9, anchors), quality.Figures.Continuity, Rounding);
        Assert.AreEqual(NaiveRanks.Agreement(rho, r, 9, anchors), quality.Figures.NeighborhoodAgreement, Rounding);
    }

    [TestMethod]
    public void Samples_average_to_the_exact_figure()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(80);
        double exact = EmbeddingQuality.Measure(features, embedding).RescaledAgreementArea;
        double[] sampled = [.. Enumerable.Range(0, 100).Select(seed =>
            EmbeddingQuality.Measure(
                features, embedding, new() { SampleSize = 20, Seed = seed, NumberOfThreads = 1 }).RescaledAgreementArea)];
        double mean = sampled.Average();
        double standardError = Math.Sqrt(sampled.Sum(value => (value - mean) * (value - mean)) / (100.0 * 99.0));
        Assert.AreEqual(exact, mean, 4 * standardError);
    }

    [TestMethod]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(150);
        EmbeddingQuality one = EmbeddingQuality.Measure(features, embedding, new() { NumberOfThreads = 1 });
        EmbeddingQuality many = EmbeddingQuality.Measure(features, embedding, new() { NumberOfThreads = 5 });
        CollectionAssert.AreEqual(one.TrustworthinessCurve.ToArray(), many.TrustworthinessCurve.ToArray());
        CollectionAssert.AreEqual(one.ContinuityCurve.ToArray(), many.ContinuityCurve.ToArray());
        CollectionAssert.AreEqual(one.RescaledAgreementCurve.ToArray(), many.RescaledAgreementCurve.ToArray());
        Assert.AreEqual(one.RescaledAgreementArea, many.RescaledAgreementArea);
    }

    [TestMethod]
    public void Wide_rows_far_from_the_origin_keep_their_ranks()
    {
        // 37 columns run the vectorised and the remaining part of the distance; the offset would cost a product form its digits.
        (FeatureMatrix narrow, FeatureMatrix embedding) = PseudoRandomRows.Make(50);
        FeatureMatrix wide =
            PseudoRandomRows.Map(narrow, 37, (row, _) => [.. Enumerable.Range(0, 37).Select(column => 4096 + row[column % 5])]);
        EmbeddingQuality quality = EmbeddingQuality.Measure(wide, embedding, new() { NeighborhoodSize = 6 });
        int[] all = [.. Enumerable.Range(0, 50)];
        Assert.AreEqual(
            NaiveRanks.Trustworthiness(NaiveRanks.Of(wide), NaiveRanks.Of(embedding), 6, all), quality.Figures.Trustworthiness, Rounding);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(19)]
    public void A_neighborhood_size_out_of_range_names_the_value_and_the_range(int size)
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(20);
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => EmbeddingQuality.Measure(features, embedding, new() { NeighborhoodSize = size }));
        string message = $"NeighborhoodSize is {size}; for 20 rows it must lie between 1 and 18.";
        Assert.Contains(message, error.Message);
        EmbeddingQuality quality = EmbeddingQuality.Measure(features, embedding);
        Assert.Contains(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => quality.At(size)).Message);

        // Nothing is ranked before it is known to be right.
        var heard = new List<LleProgress>();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => EmbeddingQuality.Measure(features, embedding, new() { NeighborhoodSize = size, Progress = new Listener(heard.Add) }));
        Assert.IsEmpty(heard);
    }

    [TestMethod]
    public void Input_that_cannot_be_measured_is_refused_with_figures()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(20);
        (FeatureMatrix fewer, _) = PseudoRandomRows.Make(19);
        (FeatureMatrix two, FeatureMatrix twoImages) = PseudoRandomRows.Make(2);
        FeatureMatrix broken = PseudoRandomRows.Map(embedding, 2, (row, index) => index == 7 ? [row[0], float.NaN] : row);
        Assert.Contains("has 20 rows and features has 19",
            Assert.ThrowsExactly<ArgumentException>(() => EmbeddingQuality.Measure(fewer, embedding)).Message);
        Assert.Contains(
            "needs at least 3", Assert.ThrowsExactly<ArgumentException>(() => EmbeddingQuality.Measure(two, twoImages)).Message);
        Assert.Contains(
            "NaN in row 7, column 1", Assert.ThrowsExactly<ArgumentException>(() => EmbeddingQuality.Measure(features, broken)).Message);
        Assert.Contains("SampleSize is 21", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => EmbeddingQuality.Measure(features, embedding, new() { SampleSize = 21 })).Message);
        Assert.Contains("NumberOfThreads is 0", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => EmbeddingQuality.Measure(features, embedding, new() { NumberOfThreads = 0 })).Message);
    }

    [TestMethod]
    public void A_cancelled_measurement_stops()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(20);
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            EmbeddingQuality.Measure(features, embedding, null, new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public void Few_rows_take_the_largest_default_size()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(9);
        Assert.AreEqual(7, EmbeddingQuality.Measure(features, embedding).Figures.NeighborhoodSize);
    }

    [TestMethod]
    public void An_error_of_the_listener_comes_out_as_itself()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(90, seed: 1).Features;
        var fault = new NotSupportedException("The listener has had enough.");
        var options = new EmbeddingQualityOptions { SampleSize = 50, Progress = new Listener(_ => throw fault) };
        Assert.AreSame(fault, Assert.ThrowsExactly<NotSupportedException>(() => EmbeddingQuality.Measure(rows, rows, options)));
    }

    [TestMethod]
    public void Progress_counts_the_anchors_to_the_end()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(90, seed: 1).Features;
        var heard = new List<LleProgress>();
        var progress = new Listener(heard.Add);

        EmbeddingQuality.Measure(rows, rows, new EmbeddingQualityOptions { SampleSize = 50, Progress = progress });

        Assert.IsTrue(heard.TrueForAll(report => report.Phase == LlePhase.Quality && report.Total == 50 && report.Completed <= 50));
        Assert.AreEqual(50, heard[^1].Completed);
        Assert.IsGreaterThan(1, heard.Count);

        heard.Clear();
        EmbeddingQuality.Measure(rows, rows, new EmbeddingQualityOptions { SampleSize = 50, Progress = progress, NumberOfThreads = 1 });
        CollectionAssert.AreEqual(new[] { 16L, 32, 48, 50 }, heard.ConvertAll(report => report.Completed));
    }
}
