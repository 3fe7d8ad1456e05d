using LleTransforms.Core.Tests.TestData;
using LleTransforms.Fitting;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>What a fit says about its memory before it begins.</summary>
[TestClass]
public sealed class FitMemoryTests
{
    [TestMethod]
    public void The_input_counts_with_its_copy_and_images_and_the_graph_by_row_and_neighbour()
    {
        FitMemory memory = FitMemory.Of(60_000, 784, new LleOptions());

        Assert.AreEqual(4.0 * 60_000 * 784, memory.Input);
        Assert.AreEqual(memory.Input + (4.0 * 60_000 * (96 + 2)), memory.Features);
        Assert.AreEqual(4.0 * 60_000 * 31, FitMemory.Of(60_000, 31, new LleOptions()).Features);
        Assert.AreEqual(60_000 * ((28.0 * 12) + 256), memory.Graph);
    }

    [TestMethod]
    public void An_approximate_search_counts_its_pools_and_what_it_compares()
    {
        var options = new LleOptions { NeighborSearch = LleNeighborSearch.Approximate, NumberOfNeighbors = 12 };

        // Two pools of 12 + 14 places, 36 that list a row, an image of 96 numbers twice, and what an exact search adds to a row.
        double wide = (2 * ((9 * 26) + 4)) + ((5 * 36) + 4) + (2 * 4 * 96) + 28 + (4 * 98);
        Assert.AreEqual(60_000 * ((4.0 * 784) + wide), FitMemory.Of(60_000, 784, options).Features);

        // Narrow rows keep 8 places to spare, and are compared as they are.
        double narrow = (2 * ((9 * 20) + 4)) + ((5 * 36) + 4) + (4 * 31) + 28;
        Assert.AreEqual(60_000 * ((4.0 * 31) + narrow), FitMemory.Of(60_000, 31, options).Features);
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, 60_000, 784, 2, 12, null, null, 188_160_000.0, 211_680_000.0, 35_520_000.0, 28_080_000.0, 184_080_000.0)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 40_000, 31, 2, 12, null, null,
        4_960_000.0, 4_960_000.0, 23_680_000.0, 122_880_000.0, 148_000_000.0)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 70_000, 50, 11, 10, null, null,
        14_000_000.0, 16_800_000.0, 37_520_000.0, 207_200_000.0, 241_080_000.0)]
    [DataRow(LleMethod.Standard, 40_000, 100, 2, 12, 2_000, null, 16_000_000.0, 18_240_000.0, 23_680_000.0, 12_480_000.0, 126_080_000.0)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 40_000, 100, 2, 12, 2_000, null,
        16_000_000.0, 18_240_000.0, 23_680_000.0, 122_880_000.0, 51_200_000.0)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, 30_000, 200, 2, 12, null, null,
        24_000_000.0, 27_240_000.0, 17_760_000.0, 9_360_000.0, 3_520_000.0)]
    [DataRow(LleMethod.Standard, 100_000, 64, 2, 12, null, 20_000, 25_600_000.0, 31_520_000.0, 11_840_000.0, 6_240_000.0, 61_360_000.0)]
    public void Figures_are_those_of_the_formula(
        LleMethod method, int rows, int columns, int components, int neighbors, int? landmarks, int? sample,
        double input, double features, double graph, double geometry, double solver)
    {
        var options = new LleOptions
        {
            Method = method, NumberOfComponents = components, NumberOfNeighbors = neighbors,
            NumberOfLandmarks = landmarks, MaximumNumberOfTrainingRows = sample,
        };
        AssertFigures([input, features, graph, geometry, solver, 16.0 * components * rows], FitMemory.Of(rows, columns, options));
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, LleMetric.Euclidean, LleNeighborSearch.Auto, 6_000_000.0, 61_360_000.0)]
    [DataRow(LleMethod.Standard, LleMetric.Cosine, LleNeighborSearch.Auto, 413_840_000.0, 61_360_000.0)]
    [DataRow(LleMethod.Standard, LleMetric.Euclidean, LleNeighborSearch.Tree, 413_840_000.0, 61_360_000.0)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, LleMetric.Euclidean, LleNeighborSearch.Auto, 413_840_000.0, 2_200_000_000.0)]
    public void Sparse_rows_count_what_they_hold_and_whole_where_an_option_needs_them_whole(
        LleMethod method, LleMetric metric, LleNeighborSearch search, double features, double solver)
    {
        var options = new LleOptions { Method = method, Metric = metric, NeighborSearch = search, NumberOfComponents = 2 };
        AssertFigures([6_000_000.0, features, 17_840_000.0, 6_240_000.0, solver, 640_000.0], FitMemory.Of(20_000, 5_000, options, 37.5));
    }

    /// <summary>4 d + 40 eigenvectors are tried at most where narrow ones are passed over, and no more than there are.</summary>
    [TestMethod]
    [DataRow(LleMethod.Standard, 20_000, 100, null, 48)]
    [DataRow(LleMethod.Standard, 30, 100, null, 29)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 20_000, 100, 2_000, 48)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, 20_000, 100, null, 48)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, 20_000, 31, null, 31)]
    public void Vectors_that_stand_in_for_narrow_ones_count(LleMethod method, int rows, int columns, int? landmarks, int found)
    {
        LleOptions Options(int components, double minimum) => new()
        {
            Method = method, NumberOfComponents = components, NumberOfNeighbors = 12, NumberOfLandmarks = landmarks,
            MinimumParticipation = minimum,
        };
        var narrow = FitMemory.Of(rows, columns, Options(2, 0));
        var wide = FitMemory.Of(rows, columns, Options(2, 0.01));

        Assert.AreEqual(16.0 * found * rows, wide.Coordinates);
        Assert.AreEqual(FitMemory.Of(rows, columns, Options(found, 0)).Solver, wide.Solver);
        Assert.AreEqual(narrow.Geometry, wide.Geometry);
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.Hessian)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    public void It_is_linear_in_the_rows(LleMethod method)
    {
        var options = new LleOptions { Method = method };
        double Of(long rows) => FitMemory.Of(rows, 10, options).Total;

        Assert.AreEqual(Of(2_000_000) - Of(1_000_000), Of(3_000_000) - Of(2_000_000), 1.0);
    }

    [TestMethod]
    public void A_sample_and_landmarks_need_less_than_all_rows()
    {
        double all = FitMemory.Of(1_000_000, 100, new LleOptions()).Total;
        double sample = FitMemory.Of(1_000_000, 100, new LleOptions { MaximumNumberOfTrainingRows = 50_000 }).Total;
        double landmarks = FitMemory.Of(100_000, 100, new LleOptions { NumberOfLandmarks = 20_000 }).Solver;

        Assert.IsGreaterThan(0, all - sample);
        Assert.IsGreaterThanOrEqualTo(8.0 * 20_000 * 20_000, landmarks);
    }

    [TestMethod]
    public void Too_much_is_refused_with_what_would_need_less()
    {
        FitMemory memory = FitMemory.Of(1_000_000, 784, new LleOptions());

        InsufficientMemoryException error = Assert.ThrowsExactly<InsufficientMemoryException>(
            () => memory.Require(1_000_000, 784, 4e9, new FitContext()));

        StringAssert.Contains(error.Message, "1000000 rows of 784 features need about");
        StringAssert.Contains(error.Message, "the process may use 4.00 GB");
        StringAssert.Contains(error.Message, "NumberOfLandmarks or MaximumNumberOfTrainingRows");
    }

    [TestMethod]
    public void A_fit_says_its_estimate()
    {
        var messages = new Messages();
        LocallyLinearEmbedding.Fit(Manifolds.SwissRoll(300, 1).Features, new LleOptions { NumberOfComponents = 2 }, messages);

        Assert.IsTrue(messages.Texts.Any(text => text.StartsWith("300 rows of 3 features need about", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("300 rows of 3 features need about")]
    [DataRow("Eigen solver: ")]
    public void A_fit_whose_memory_runs_out_all_the_same_says_what_needs_less(string last)
    {
        InsufficientMemoryException error = Assert.ThrowsExactly<InsufficientMemoryException>(() => LocallyLinearEmbedding.Fit(
            Manifolds.SwissRoll(300, 1).Features, new LleOptions { NumberOfComponents = 2 }, new Listener(report =>
            {
                if (report.Message?.StartsWith(last, StringComparison.Ordinal) == true)
                {
                    throw Activator.CreateInstance<OutOfMemoryException>();
                }
            })));

        StringAssert.StartsWith(error.Message, "Memory ran out while 300 rows of 3 features were fitted; the process may use ");
        StringAssert.EndsWith(
            error.Message, "NumberOfLandmarks or MaximumNumberOfTrainingRows, fewer neighbours or fewer rows need less.");
        Assert.IsInstanceOfType<OutOfMemoryException>(error.InnerException);
    }

    private static void AssertFigures(double[] expected, FitMemory memory)
    {
        double[] found = [memory.Input, memory.Features, memory.Graph, memory.Geometry, memory.Solver, memory.Coordinates];
        CollectionAssert.AreEqual(expected, found);
        Assert.AreEqual(expected.Sum(), memory.Total);
    }

    private sealed class Messages : IProgress<LleProgress>
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Texts { get; } = [];

        public void Report(LleProgress value)
        {
            if (value.Message is string text)
            {
                Texts.Enqueue(text);
            }
        }
    }
}
