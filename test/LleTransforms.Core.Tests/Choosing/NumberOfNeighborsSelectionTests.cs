using LleTransforms.Core.Tests.Quality;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Choosing;

[TestClass]
public sealed class NumberOfNeighborsSelectionTests
{
    [TestMethod]
    public void The_criterion_is_the_trustworthiness_of_each_candidates_own_fit()
    {
        FeatureMatrix features = Manifolds.SCurve(200, 5).Features;
        var options = new LleOptions { NumberOfComponents = 2 };
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            features, options, new() { SmallestNumberOfNeighbors = 8, LargestNumberOfNeighbors = 14, Step = 4, NeighborhoodSize = 9 });
        CollectionAssert.AreEqual(new[] { 8, 12, 14 }, choice.Candidates.Select(candidate => candidate.NumberOfNeighbors).ToArray());
        foreach (NumberOfNeighborsCandidate candidate in choice.Candidates)
        {
            options.NumberOfNeighbors = candidate.NumberOfNeighbors;
            LleModel model = LocallyLinearEmbedding.Fit(features, options);
            float[] embedding =
                [.. Enumerable.Range(0, 200).SelectMany(row => model.Coordinates(row).ToArray().Select(value => (float)value))];
            EmbeddingQuality quality =
                EmbeddingQuality.Measure(features, FeatureMatrix.FromRowMajor(embedding, 200, 2), new() { NeighborhoodSize = 9 });
            Assert.AreEqual(quality.Figures.Trustworthiness, candidate.Trustworthiness);
            Assert.AreEqual(model.ReconstructionError, candidate.ReconstructionError);
        }

        Assert.AreEqual(choice.Candidates.MaxBy(candidate => candidate.Trustworthiness)!.NumberOfNeighbors, choice.NumberOfNeighbors);
    }

    [TestMethod]
    public void The_head_of_a_wide_graph_is_the_narrow_graph()
    {
        var context = new FitContext();
        INeighborSearch search = NeighborSearches.Create(CenteredFeatures.Create(PseudoRandomRows.Make(80).Features, context));
        NeighborGraph narrow = search.FindGraph(5, context);
        NeighborGraph head = search.FindGraph(17, context).Nearest(5);
        Assert.AreEqual(5, head.NumberOfNeighbors);
        CollectionAssert.AreEqual(narrow.Indices, head.Indices);
        CollectionAssert.AreEqual(narrow.SquaredDistances, head.SquaredDistances);
    }

    [TestMethod]
    public void A_sample_and_repeated_rows_are_counted()
    {
        float[] rows = Manifolds.SCurve(150, 6).Features.Values;
        FeatureMatrix doubled = FeatureMatrix.FromRowMajor([.. rows, .. rows], 300, 3);
        var options = new LleOptions { NumberOfComponents = 2, Seed = 3 };
        var range = new NumberOfNeighborsSelectionOptions { SmallestNumberOfNeighbors = 10, LargestNumberOfNeighbors = 12 };
        NumberOfNeighborsChoice whole = NumberOfNeighborsSelection.Choose(doubled, options, range);
        NumberOfNeighborsChoice once = NumberOfNeighborsSelection.Choose(FeatureMatrix.FromRowMajor(rows, 150, 3), options, range);
        NumberOfNeighborsChoice sampled = NumberOfNeighborsSelection.Choose(
            doubled, options, new() { SmallestNumberOfNeighbors = 10, LargestNumberOfNeighbors = 12, LargestSampleSize = 100 });
        Assert.AreEqual(300, whole.NumberOfRows);
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

        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            FeatureMatrix.FromRowMajor(values, 120, 2),
            new() { NumberOfComponents = 1 },
            new() { SmallestNumberOfNeighbors = 3, LargestNumberOfNeighbors = 12 });
        Assert.IsGreaterThan(1, choice.Candidates[0].NumberOfParts);
        Assert.AreEqual(1, choice.Candidates[^1].NumberOfParts);
        Assert.AreEqual(1, choice.Candidates.Single(candidate => candidate.NumberOfNeighbors == choice.NumberOfNeighbors).NumberOfParts);
    }

    [TestMethod]
    public void A_k_that_cannot_be_fitted_is_reported_and_passed_over()
    {
        var random = new Random(8);
        float[] values = [.. Enumerable.Range(0, 60).Select(row => row / 30 * 100 + random.NextSingle())];
        FeatureMatrix clusters = FeatureMatrix.FromRowMajor(values, 60, 1);
        var options = new LleOptions { NumberOfComponents = 1, DisconnectedGraph = LleDisconnectedGraph.Throw };
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            clusters, options, new() { SmallestNumberOfNeighbors = 28, LargestNumberOfNeighbors = 31, NeighborhoodSize = 20 });
        Assert.IsNotNull(choice.Candidates[0].Failure);
        Assert.IsTrue(double.IsNaN(choice.Candidates[0].Trustworthiness));
        Assert.IsGreaterThanOrEqualTo(30, choice.NumberOfNeighbors);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => NumberOfNeighborsSelection.Choose(
            clusters, options, new() { SmallestNumberOfNeighbors = 3, LargestNumberOfNeighbors = 5 }));
        Assert.Contains("No k from 3 to 5 could be fitted", error.Message);
    }

    [TestMethod]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    [DataRow(LleMethod.Hessian)]
    [DataRow(LleMethod.Modified)]
    public void Every_method_can_be_chosen_for(LleMethod method)
    {
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            Manifolds.SmoothMap(150, 4).Features, new() { Method = method, NumberOfComponents = 3 },
            new() { LargestNumberOfNeighbors = 20, Step = 5 });
        Assert.IsTrue(
            choice.Candidates.All(candidate => candidate.Trustworthiness is > 0.5 and <= 1), string.Join(", ", choice.Candidates));
    }

    [TestMethod]
    public void Any_number_of_threads_gives_the_same_choice_and_bits()
    {
        FeatureMatrix features = Manifolds.SwissRoll(150, 4).Features;
        var range = new NumberOfNeighborsSelectionOptions { SmallestNumberOfNeighbors = 8, LargestNumberOfNeighbors = 10 };
        NumberOfNeighborsChoice one =
            NumberOfNeighborsSelection.Choose(features, new() { NumberOfComponents = 2, NumberOfThreads = 1 }, range);
        NumberOfNeighborsChoice many =
            NumberOfNeighborsSelection.Choose(features, new() { NumberOfComponents = 2, NumberOfThreads = 4 }, range);
        CollectionAssert.AreEqual(one.Candidates.ToArray(), many.Candidates.ToArray());
        Assert.AreEqual(one.NumberOfNeighbors, many.NumberOfNeighbors);
    }

    [TestMethod]
    public void The_callers_options_are_left_alone_and_messages_are_told()
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 7 };
        var heard = new List<string>();
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            Manifolds.SCurve(60, 4).Features, options, new() { SmallestNumberOfNeighbors = 8, LargestNumberOfNeighbors = 9 },
            new Listener(report => heard.Add(report.Message!)));
        Assert.AreEqual(7, options.NumberOfNeighbors);
        Assert.HasCount(3, heard);
        Assert.Contains($"{choice.NumberOfNeighbors} neighbours chosen from 8 to 9 on 60 rows", heard[^1]);
    }

    [TestMethod]
    public void The_seed_chooses_the_rows_that_are_fitted()
    {
        FeatureMatrix features = Manifolds.SCurve(90, 6).Features;
        foreach (int seed in new[] { 3, 4 })
        {
            NumberOfNeighborsChoice sampled = NumberOfNeighborsSelection.Choose(
                features, new() { NumberOfComponents = 2, Seed = seed },
                new() { SmallestNumberOfNeighbors = 10, LargestNumberOfNeighbors = 11, LargestSampleSize = 60 });
            float[] chosen = [.. AnchorRows.Choose(90, 60, seed).SelectMany(row => features.ShiftedRow(row).ToArray())];
            NumberOfNeighborsChoice alone = NumberOfNeighborsSelection.Choose(
                new FeatureMatrix(chosen, 60, 3, features.Offset), new() { NumberOfComponents = 2 },
                new() { SmallestNumberOfNeighbors = 10, LargestNumberOfNeighbors = 11 });
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
            var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 5, NeighborSearch = LleNeighborSearch.Approximate,
                Seed = seed };
            NumberOfNeighborsChoice choice =
                NumberOfNeighborsSelection.Choose(features, options, new() { SmallestNumberOfNeighbors = 5, LargestNumberOfNeighbors = 5 });
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
    [DataRow(150, LleMethod.LocalTangentSpaceAlignment, 3, 6, 31)]
    [DataRow(150, LleMethod.Modified, 5, 7, 32)]
    [DataRow(10, LleMethod.Hessian, 2, 7, 7)]
    public void Unless_told_it_tries_from_what_the_method_needs_to_a_third_of_the_rows(
        int rowCount, LleMethod method, int components, int smallest, int largest)
    {
        FeatureMatrix features = Manifolds.SmoothMap(rowCount, 4).Features;
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            features, new() { Method = method, NumberOfComponents = components }, new() { Step = 1000 });
        int[] expected = [.. new[] { smallest, largest }.Distinct()];
        CollectionAssert.AreEqual(expected, choice.Candidates.Select(candidate => candidate.NumberOfNeighbors).ToArray());

        // K is the largest k, or what lies below half of the rows.
        Assert.AreEqual(Math.Min(largest, (rowCount - 1) / 2), choice.NeighborhoodSize);
    }

    [TestMethod]
    public void The_range_may_go_from_what_the_method_needs_to_all_other_rows()
    {
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            Manifolds.SCurve(24, 4).Features,
            new() { Method = LleMethod.LocalTangentSpaceAlignment, NumberOfComponents = 2 },
            new() { SmallestNumberOfNeighbors = 4, LargestNumberOfNeighbors = 23, Step = 100, NeighborhoodSize = 11 });
        CollectionAssert.AreEqual(new[] { 4, 23 }, choice.Candidates.Select(candidate => candidate.NumberOfNeighbors).ToArray());
        Assert.AreEqual(11, choice.NeighborhoodSize);

        NumberOfNeighborsChoice all = NumberOfNeighborsSelection.Choose(
            Manifolds.SCurve(12, 4).Features, new() { NumberOfComponents = 2 },
            new() { SmallestNumberOfNeighbors = 11, LargestNumberOfNeighbors = 11 });
        Assert.AreEqual(11, all.NumberOfNeighbors);
    }

    [TestMethod]
    public void Rows_that_cannot_give_the_neighbours_that_the_components_need_are_named()
    {
        var options = new LleOptions { Method = LleMethod.LocalTangentSpaceAlignment, NumberOfComponents = 10, NumberOfNeighbors = null };
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => LocallyLinearEmbedding.Fit(Manifolds.SCurve(11, 4).Features, options));
        StringAssert.Contains(error.Message, "NumberOfComponents is 10, but must be at most 8");
        StringAssert.Contains(error.Message, "needs 12 neighbours for it, and the 11 distinct rows give at most 10");
    }

    [TestMethod]
    public void Ten_rows_are_enough_and_options_that_no_candidate_obeys_are_not_read()
    {
        var options = new LleOptions { NumberOfComponents = 1, NumberOfNeighbors = 0, NumberOfLandmarks = 2, PlaceAmongLandmarks = true,
            MaximumNumberOfTrainingRows = 3 };
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            Manifolds.SCurve(10, 4).Features, options,
            new() { SmallestNumberOfNeighbors = 4, LargestNumberOfNeighbors = 5, NeighborhoodSize = 1, LargestSampleSize = 10 });
        Assert.AreEqual((10, 10, 1), (choice.NumberOfRows, choice.SampleSize, choice.NeighborhoodSize));
        Assert.IsTrue(choice.Candidates.All(candidate => candidate.Failure is null));
    }

    [TestMethod]
    public void Of_equals_the_smallest_is_chosen()
    {
        // On a line every k keeps all neighbourhoods of the ends' side.
        FeatureMatrix line = FeatureMatrix.FromRowMajor([.. Enumerable.Range(0, 40).Select(row => (float)row)], 40, 1);
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(
            line, new() { NumberOfComponents = 1, Method = LleMethod.LinearLocalTangentSpaceAlignment },
            new() { SmallestNumberOfNeighbors = 4, LargestNumberOfNeighbors = 8 });
        Assert.HasCount(1, choice.Candidates.Select(candidate => candidate.Trustworthiness).Distinct());
        Assert.AreEqual(4, choice.NumberOfNeighbors);
    }

    [TestMethod]
    public void Arguments_out_of_range_name_the_option_its_value_and_the_range()
    {
        FeatureMatrix features = Manifolds.SCurve(40, 4).Features;
        var hessian = new LleOptions { Method = LleMethod.Hessian, NumberOfComponents = 2 };
        Assert.Contains("SmallestNumberOfNeighbors is 5, but must be from 6, which Hessian needs for 2 components, to 39",
            Refusal(features, hessian, new() { SmallestNumberOfNeighbors = 5 }));
        Assert.Contains(
            "SmallestNumberOfNeighbors is 40, but must be from 6", Refusal(features, hessian, new() { SmallestNumberOfNeighbors = 40 }));
        Assert.Contains("LargestNumberOfNeighbors is 8, but must be from SmallestNumberOfNeighbors, 9, to 39",
            Refusal(features, hessian, new() { SmallestNumberOfNeighbors = 9, LargestNumberOfNeighbors = 8 }));
        Assert.Contains("NeighborhoodSize is 0, but must be from 1 to 19", Refusal(features, hessian, new() { NeighborhoodSize = 0 }));
        Assert.Contains("LargestNumberOfNeighbors is 40, but must be from SmallestNumberOfNeighbors, 7, to 39",
            Refusal(features, hessian, new() { LargestNumberOfNeighbors = 40 }));
        Assert.Contains("Step is 0, but must be at least 1", Refusal(features, hessian, new() { Step = 0 }));
        Assert.Contains("NeighborhoodSize is 20, but must be from 1 to 19", Refusal(features, hessian, new() { NeighborhoodSize = 20 }));
        Assert.Contains("LargestSampleSize is 9, but must be at least 10", Refusal(features, hessian, new() { LargestSampleSize = 9 }));
        Assert.Contains("NumberOfComponents is 39, but must be at most 38", Refusal(features, new() { NumberOfComponents = 39 }, new()));
        FeatureMatrix broken = PseudoRandomRows.Map(features, 3, (row, index) => index == 7 ? [row[0], float.NaN, 1] : row);
        Assert.Contains("features holds NaN in row 7, column 1",
            Assert.ThrowsExactly<ArgumentException>(() => NumberOfNeighborsSelection.Choose(broken, hessian)).Message);
        Assert.Contains("NumberOfComponents is 0", Refusal(features, new() { NumberOfComponents = 0 }, new()));
        Assert.Contains("at least 10", Assert.ThrowsExactly<ArgumentException>(
            () => NumberOfNeighborsSelection.Choose(Manifolds.SCurve(9, 4).Features, hessian)).Message);
    }

    [TestMethod]
    public void A_cancelled_choice_stops() =>
        Assert.ThrowsExactly<OperationCanceledException>(() => NumberOfNeighborsSelection.Choose(
            Manifolds.SCurve(40, 4).Features, new() { NumberOfComponents = 2 }, null, null, new CancellationToken(canceled: true)));

    private static string Refusal(FeatureMatrix features, LleOptions options, NumberOfNeighborsSelectionOptions selection) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NumberOfNeighborsSelection.Choose(features, options, selection)).Message;
}
