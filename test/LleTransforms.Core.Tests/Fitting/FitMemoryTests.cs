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
