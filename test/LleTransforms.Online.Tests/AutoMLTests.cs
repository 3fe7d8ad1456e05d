using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace LleTransforms.Online.Tests;

/// <summary>AutoML tunes the step by the search space that its options carry.</summary>
[TestClass]
public sealed class AutoMLTests
{
    private const int Trials = 20;

    private static readonly LocallyLinearEmbeddingOptions _defaults = new() { OutputColumnName = "Lle", InputColumnName = "Features" };

    [TestMethod]
    public void A_run_moves_all_four_options_without_a_failing_trial_and_its_best_pipeline_is_reloaded()
    {
        var mlContext = new MLContext(seed: 1);
        var training = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0));
        var unseen = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0.4));
        var tried = new List<LocallyLinearEmbeddingOptions>();
        var pipeline = mlContext.Auto().CreateSweepableEstimator(
                (context, options) =>
                {
                    tried.Add(options);
                    return context.Transforms.LocallyLinearEmbedding(options);
                },
                new SearchSpace<LocallyLinearEmbeddingOptions>(_defaults))
            .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy(nameof(BandRow.Eighth), "Lle"));
        var monitor = new TrialMonitor();
        var experiment = mlContext.Auto().CreateExperiment()
            .SetPipeline(pipeline)
            .SetDataset(training, unseen)
            .SetMulticlassClassificationMetric(MulticlassClassificationMetric.LogLoss, nameof(BandRow.Eighth))
            .SetMaxModelToExplore(Trials)
            .SetMonitor(monitor);

        var best = experiment.Run();

        Assert.IsEmpty(monitor.Failures, string.Join(Environment.NewLine, monitor.Failures));
        Assert.IsGreaterThanOrEqualTo(Trials, monitor.Completed);
        Assert.IsTrue(tried.All(options => options.OutputColumnName == "Lle" && options.InputColumnName == "Features"));
        AssertMoved(tried, options => options.NumberOfNeighbors);
        AssertMoved(tried, options => options.NumberOfComponents);
        AssertMoved(tried, options => options.Method);
        AssertMoved(tried, options => options.Regularization);
        using var zip = new MemoryStream();
        mlContext.Model.Save(best.Model, training.Schema, zip);
        var reloaded = new MLContext().Model.Load(zip, out _);
        Assert.AreEqual(
            best.Metric, mlContext.MulticlassClassification.Evaluate(reloaded.Transform(unseen), nameof(BandRow.Eighth)).LogLoss, 1e-6);
        Assert.IsInRange(0, Math.Log(8) / 2, best.Metric);
    }

    [TestMethod]
    public void The_search_space_starts_at_the_defaults_and_each_of_its_combinations_is_valid()
    {
        var space = new SearchSpace<LocallyLinearEmbeddingOptions>(_defaults);
        var start = space.SampleFromFeatureSpace(space.Default);
        var random = new Random(1);
        var methods = new HashSet<LleMethod>();
        var neighbors = new HashSet<int?>();

        Assert.AreEqual(_defaults.NumberOfComponents, start.NumberOfComponents);
        Assert.AreEqual(_defaults.NumberOfNeighbors, start.NumberOfNeighbors);
        Assert.AreEqual(_defaults.Method, start.Method);
        Assert.AreEqual(_defaults.Regularization, start.Regularization, 1e-9);
        for (int sample = 0; sample < 500; sample++)
        {
            double[] point = [.. space.Default.Select(_ => random.NextDouble())];
            var options = space.SampleFromFeatureSpace(point);

            // Making the estimator checks every option against the others.
            Assert.IsNotNull(new MLContext().Transforms.LocallyLinearEmbedding(options));
            methods.Add(options.Method);
            neighbors.Add(options.NumberOfNeighbors);
        }

        Assert.HasCount(5, methods);
        Assert.IsGreaterThan(30, neighbors.Count);
    }

    private static void AssertMoved<T>(List<LocallyLinearEmbeddingOptions> tried, Func<LocallyLinearEmbeddingOptions, T> option)
    {
        var values = tried.Select(option).Distinct().ToList();
        Assert.IsGreaterThan(1, values.Count, $"Always {values[0]} in {tried.Count} trials.");
    }

    private sealed class TrialMonitor : IMonitor
    {
        public int Completed { get; private set; }

        public List<string> Failures { get; } = [];

        public void ReportCompletedTrial(TrialResult result) => Completed++;

        public void ReportBestTrial(TrialResult result)
        {
        }

        public void ReportFailTrial(TrialSettings settings, Exception? exception = null) =>
            Failures.Add($"trial {settings.TrialId}: {exception}");

        public void ReportRunningTrial(TrialSettings setting)
        {
        }
    }
}
