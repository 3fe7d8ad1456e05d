using LleTransforms.Core.Tests.Quality;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Choosing;

[TestClass]
public sealed class NeighborCountSelectionTests
{
    [TestMethod]
    public void The_criterion_is_the_trustworthiness_of_each_candidates_own_fit()
    {
        FeatureMatrix features = Manifolds.SCurve(200, 5).Features;
        var options = new LleOptions { NumberOfComponents = 2 };
        NeighborCountChoice choice = NeighborCountSelection.Choose(
            features, options, new() { SmallestNeighborCount = 8, LargestNeighborCount = 14, Step = 4, NeighborhoodSize = 9 });
        CollectionAssert.AreEqual(new[] { 8, 12, 14 }, choice.Candidates.Select(candidate => candidate.NeighborCount).ToArray());
        foreach (NeighborCountCandidate candidate in choice.Candidates)
        {
            options.NumberOfNeighbors = candidate.NeighborCount;
            LleModel model = LocallyLinearEmbedding.Fit(features, options);
            float[] embedding = [.. Enumerable.Range(0, 200).SelectMany(row => model.Coordinates(row).ToArray().Select(value => (float)value))];
            EmbeddingQuality quality = EmbeddingQuality.Measure(features, FeatureMatrix.FromRowMajor(embedding, 200, 2), new() { NeighborhoodSize = 9 });
            Assert.AreEqual(quality.Figures.Trustworthiness, candidate.Trustworthiness);
            Assert.AreEqual(model.ReconstructionError, candidate.ReconstructionError);
        }

        Assert.AreEqual(choice.Candidates.MaxBy(candidate => candidate.Trustworthiness)!.NeighborCount, choice.NeighborCount);
    }

    [TestMethod]
    public void The_head_of_a_wide_graph_is_the_narrow_graph()
    {
        var context = new FitContext();
        INeighborSearch search = NeighborSearches.Create(CenteredFeatures.Create(PseudoRandomRows.Make(80).Features, context));
        NeighborGraph narrow = search.FindGraph(5, context);
        NeighborGraph head = search.FindGraph(17, context).Nearest(5);
        Assert.AreEqual(5, head.NeighborCount);
        CollectionAssert.AreEqual(narrow.Indices, head.Indices);
        CollectionAssert.AreEqual(narrow.SquaredDistances, head.SquaredDistances);
    }

    [TestMethod]
    public void A_sample_and_repeated_rows_are_counted()
    {
        float[] rows = Manifolds.SCurve(150, 6).Features.Values;
        FeatureMatrix doubled = FeatureMatrix.FromRowMajor([.. rows, .. rows], 300, 3);
        var options = new LleOptions { NumberOfComponents = 2, Seed = 3 };
        var range = new NeighborCountSelectionOptions { SmallestNeighborCount = 10, LargestNeighborCount = 12 };
        NeighborCountChoice whole = NeighborCountSelection.Choose(doubled, options, range);
        NeighborCountChoice once = NeighborCountSelection.Choose(FeatureMatrix.FromRowMajor(rows, 150, 3), options, range);
        NeighborCountChoice sampled = NeighborCountSelection.Choose(
            doubled, options, new() { SmallestNeighborCount = 10, LargestNeighborCount = 12, LargestSampleSize = 100 });
        Assert.AreEqual(300, whole.RowCount);
        Assert.AreEqual(150, whole.SampleSize);
        Assert.AreEqual(100, sampled.SampleSize);
        CollectionAssert.AreEqual(once.Candidates.ToArray(), whole.Candidates.ToArray());
    }

    [TestMethod]
    public void A_k_at_which_the_graph_falls_apart_is_not_chosen()
    {
        // Two sheets at a distance that only many neighbours bridge: groups of six rows each, the groups far from one another.
        var random = new Random(8);
        float[] values = new float[120 * 2];
        for (int row = 0; row < 120; row++)
        {
            values[2 * row] = row / 6 * 10 + random.NextSingle();
            values[2 * row + 1] = random.NextSingle();
        }

        NeighborCountChoice choice = NeighborCountSelection.Choose(
            FeatureMatrix.FromRowMajor(values, 120, 2),
            new() { NumberOfComponents = 1 },
            new() { SmallestNeighborCount = 3, LargestNeighborCount = 12 });
        Assert.IsGreaterThan(1, choice.Candidates[0].ComponentCount);
        Assert.AreEqual(1, choice.Candidates[^1].ComponentCount);
        Assert.AreEqual(1, choice.Candidates.Single(candidate => candidate.NeighborCount == choice.NeighborCount).ComponentCount);
    }

    [TestMethod]
    public void A_k_that_cannot_be_fitted_is_reported_and_passed_over()
    {
        var random = new Random(8);
        float[] values = [.. Enumerable.Range(0, 60).Select(row => row / 30 * 100 + random.NextSingle())];
        FeatureMatrix clusters = FeatureMatrix.FromRowMajor(values, 60, 1);
        var options = new LleOptions { NumberOfComponents = 1, DisconnectedGraph = LleDisconnectedGraph.Throw };
        NeighborCountChoice choice = NeighborCountSelection.Choose(clusters, options, new() { SmallestNeighborCount = 28, LargestNeighborCount = 31, NeighborhoodSize = 20 });
        Assert.IsNotNull(choice.Candidates[0].Failure);
        Assert.IsTrue(double.IsNaN(choice.Candidates[0].Trustworthiness));
        Assert.IsGreaterThanOrEqualTo(30, choice.NeighborCount);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => NeighborCountSelection.Choose(
            clusters, options, new() { SmallestNeighborCount = 3, LargestNeighborCount = 5 }));
        Assert.Contains("No k from 3 to 5 could be fitted", error.Message);
    }

    [TestMethod]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    [DataRow(LleMethod.Hessian)]
    [DataRow(LleMethod.Modified)]
    public void Every_method_can_be_chosen_for(LleMethod method)
    {
        NeighborCountChoice choice = NeighborCountSelection.Choose(
            Manifolds.SmoothMap(150, 4).Features, new() { Method = method, NumberOfComponents = 3 }, new() { LargestNeighborCount = 20, Step = 5 });
        Assert.IsTrue(choice.Candidates.All(candidate => candidate.Trustworthiness is > 0.5 and <= 1), string.Join(", ", choice.Candidates));
    }

    [TestMethod]
    public void Any_number_of_threads_gives_the_same_choice_and_bits()
    {
        FeatureMatrix features = Manifolds.SwissRoll(150, 4).Features;
        var range = new NeighborCountSelectionOptions { SmallestNeighborCount = 8, LargestNeighborCount = 10 };
        NeighborCountChoice one = NeighborCountSelection.Choose(features, new() { NumberOfComponents = 2, NumberOfThreads = 1 }, range);
        NeighborCountChoice many = NeighborCountSelection.Choose(features, new() { NumberOfComponents = 2, NumberOfThreads = 4 }, range);
        CollectionAssert.AreEqual(one.Candidates.ToArray(), many.Candidates.ToArray());
        Assert.AreEqual(one.NeighborCount, many.NeighborCount);
    }

    [TestMethod]
    public void The_callers_options_are_left_alone_and_messages_are_told()
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 7 };
        var heard = new List<string>();
        NeighborCountChoice choice = NeighborCountSelection.Choose(
            Manifolds.SCurve(60, 4).Features, options, new() { SmallestNeighborCount = 8, LargestNeighborCount = 9 }, new Listener(report => heard.Add(report.Message!)));
        Assert.AreEqual(7, options.NumberOfNeighbors);
        Assert.HasCount(3, heard);
        Assert.Contains($"{choice.NeighborCount} neighbours chosen from 8 to 9 on 60 rows", heard[^1]);
    }

    [TestMethod]
    public void The_seed_chooses_the_rows_that_are_fitted()
    {
        FeatureMatrix features = Manifolds.SCurve(90, 6).Features;
        foreach (int seed in new[] { 3, 4 })
        {
            NeighborCountChoice sampled = NeighborCountSelection.Choose(
                features, new() { NumberOfComponents = 2, Seed = seed }, new() { SmallestNeighborCount = 10, LargestNeighborCount = 11, LargestSampleSize = 60 });
            float[] chosen = [.. AnchorRows.Choose(90, 60, seed).SelectMany(row => features.ShiftedRow(row).ToArray())];
            NeighborCountChoice alone = NeighborCountSelection.Choose(
                new FeatureMatrix(chosen, 60, 3, features.Offset), new() { NumberOfComponents = 2 }, new() { SmallestNeighborCount = 10, LargestNeighborCount = 11 });
            CollectionAssert.AreEqual(alone.Candidates.ToArray(), sampled.Candidates.ToArray());
        }
    }

    [TestMethod]
    public void The_seed_starts_an_approximate_search()
    {
        FeatureMatrix features = Manifolds.SmoothMap(400, 4).Features;
        double[] errors = new double[3];
        for (int seed = 0; seed < 3; seed++)
        {
            var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 5, NeighborSearch = LleNeighborSearch.Approximate, Seed = seed };
            NeighborCountChoice choice = NeighborCountSelection.Choose(features, options, new() { SmallestNeighborCount = 5, LargestNeighborCount = 5 });
            errors[seed] = LocallyLinearEmbedding.Fit(features, options).ReconstructionError;
            Assert.AreEqual(errors[seed], choice.Candidates[0].ReconstructionError);
        }

        Assert.IsGreaterThan(1, errors.Distinct().Count(), "The search must depend on its seed for that to tell anything.");
    }

    [TestMethod]
    [DataRow(150, LleMethod.Standard, 2, 5, 30)]
    [DataRow(93, LleMethod.Standard, 2, 5, 30)]
    [DataRow(92, LleMethod.Standard, 2, 5, 29)]
    [DataRow(30, LleMethod.Standard, 2, 5, 9)]
    [DataRow(14, LleMethod.Standard, 2, 5, 5)]
    [DataRow(150, LleMethod.Hessian, 2, 7, 32)]
    [DataRow(150, LleMethod.LocalTangentSpaceAlignment, 3, 5, 30)]
    [DataRow(150, LleMethod.Modified, 5, 7, 32)]
    [DataRow(10, LleMethod.Hessian, 2, 7, 7)]
    public void Unless_told_it_tries_from_what_the_method_needs_to_a_third_of_the_rows(int rowCount, LleMethod method, int components, int smallest, int largest)
    {
        FeatureMatrix features = Manifolds.SmoothMap(rowCount, 4).Features;
        NeighborCountChoice choice = NeighborCountSelection.Choose(
            features, new() { Method = method, NumberOfComponents = components }, new() { Step = 1000 });
        int[] expected = [.. new[] { smallest, largest }.Distinct()];
        CollectionAssert.AreEqual(expected, choice.Candidates.Select(candidate => candidate.NeighborCount).ToArray());

        // K is the largest k, or what lies below half of the rows.
        Assert.AreEqual(Math.Min(largest, (rowCount - 1) / 2), choice.NeighborhoodSize);
    }

    [TestMethod]
    public void The_range_may_go_from_what_the_method_needs_to_all_other_rows()
    {
        NeighborCountChoice choice = NeighborCountSelection.Choose(
            Manifolds.SCurve(24, 4).Features,
            new() { Method = LleMethod.LocalTangentSpaceAlignment, NumberOfComponents = 2 },
            new() { SmallestNeighborCount = 3, LargestNeighborCount = 23, Step = 100, NeighborhoodSize = 11 });
        CollectionAssert.AreEqual(new[] { 3, 23 }, choice.Candidates.Select(candidate => candidate.NeighborCount).ToArray());
        Assert.AreEqual(11, choice.NeighborhoodSize);

        NeighborCountChoice all = NeighborCountSelection.Choose(
            Manifolds.SCurve(12, 4).Features, new() { NumberOfComponents = 2 }, new() { SmallestNeighborCount = 11, LargestNeighborCount = 11 });
        Assert.AreEqual(11, all.NeighborCount);
    }

    [TestMethod]
    public void Ten_rows_are_enough_and_options_that_no_candidate_obeys_are_not_read()
    {
        var options = new LleOptions { NumberOfComponents = 1, NumberOfNeighbors = 0, NumberOfLandmarks = 2, PlaceAmongLandmarks = true, MaximumNumberOfTrainingRows = 3 };
        NeighborCountChoice choice = NeighborCountSelection.Choose(
            Manifolds.SCurve(10, 4).Features, options, new() { SmallestNeighborCount = 4, LargestNeighborCount = 5, NeighborhoodSize = 1, LargestSampleSize = 10 });
        Assert.AreEqual((10, 10, 1), (choice.RowCount, choice.SampleSize, choice.NeighborhoodSize));
        Assert.IsTrue(choice.Candidates.All(candidate => candidate.Failure is null));
    }

    [TestMethod]
    public void Of_equals_the_smallest_is_chosen()
    {
        // On a line every k keeps all neighbourhoods of the ends' side.
        FeatureMatrix line = FeatureMatrix.FromRowMajor([.. Enumerable.Range(0, 40).Select(row => (float)row)], 40, 1);
        NeighborCountChoice choice = NeighborCountSelection.Choose(
            line, new() { NumberOfComponents = 1, Method = LleMethod.LinearLocalTangentSpaceAlignment }, new() { SmallestNeighborCount = 4, LargestNeighborCount = 8 });
        Assert.HasCount(1, choice.Candidates.Select(candidate => candidate.Trustworthiness).Distinct());
        Assert.AreEqual(4, choice.NeighborCount);
    }

    [TestMethod]
    public void Arguments_out_of_range_name_the_option_its_value_and_the_range()
    {
        FeatureMatrix features = Manifolds.SCurve(40, 4).Features;
        var hessian = new LleOptions { Method = LleMethod.Hessian, NumberOfComponents = 2 };
        Assert.Contains("SmallestNeighborCount is 5, but must be from 6, which Hessian needs for 2 components, to 39", Refusal(features, hessian, new() { SmallestNeighborCount = 5 }));
        Assert.Contains("SmallestNeighborCount is 40, but must be from 6", Refusal(features, hessian, new() { SmallestNeighborCount = 40 }));
        Assert.Contains("LargestNeighborCount is 8, but must be from SmallestNeighborCount, 9, to 39", Refusal(features, hessian, new() { SmallestNeighborCount = 9, LargestNeighborCount = 8 }));
        Assert.Contains("NeighborhoodSize is 0, but must be from 1 to 19", Refusal(features, hessian, new() { NeighborhoodSize = 0 }));
        Assert.Contains("LargestNeighborCount is 40, but must be from SmallestNeighborCount, 7, to 39", Refusal(features, hessian, new() { LargestNeighborCount = 40 }));
        Assert.Contains("Step is 0, but must be at least 1", Refusal(features, hessian, new() { Step = 0 }));
        Assert.Contains("NeighborhoodSize is 20, but must be from 1 to 19", Refusal(features, hessian, new() { NeighborhoodSize = 20 }));
        Assert.Contains("LargestSampleSize is 9, but must be at least 10", Refusal(features, hessian, new() { LargestSampleSize = 9 }));
        Assert.Contains("NumberOfComponents is 39, but must be at most 38", Refusal(features, new() { NumberOfComponents = 39 }, new()));
        FeatureMatrix broken = PseudoRandomRows.Map(features, 3, (row, index) => index == 7 ? [row[0], float.NaN, 1] : row);
        Assert.Contains("features holds NaN in row 7, column 1", Assert.ThrowsExactly<ArgumentException>(() => NeighborCountSelection.Choose(broken, hessian)).Message);
        Assert.Contains("NumberOfComponents is 0", Refusal(features, new() { NumberOfComponents = 0 }, new()));
        Assert.Contains("at least 10", Assert.ThrowsExactly<ArgumentException>(
            () => NeighborCountSelection.Choose(Manifolds.SCurve(9, 4).Features, hessian)).Message);
    }

    [TestMethod]
    public void A_cancelled_choice_stops() =>
        Assert.ThrowsExactly<OperationCanceledException>(() => NeighborCountSelection.Choose(
            Manifolds.SCurve(40, 4).Features, new() { NumberOfComponents = 2 }, null, null, new CancellationToken(canceled: true)));

    private static string Refusal(FeatureMatrix features, LleOptions options, NeighborCountSelectionOptions selection) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NeighborCountSelection.Choose(features, options, selection)).Message;
}
