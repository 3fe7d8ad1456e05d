using System.Reflection;
using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace LleTransforms.Tests.Training;

[TestClass]
public sealed class ProgressTests
{
    [TestMethod]
    public void Messages_reach_the_log_and_the_listener()
    {
        var context = new MLContext();
        var logged = new List<(ChannelMessageKind Kind, string Source, string Message)>();
        context.Log += (_, entry) => logged.Add((entry.Kind, entry.Source, entry.RawMessage));
        var listener = new Listener();

        context.Transforms.LocallyLinearEmbedding(Options(listener)).Fit(Samples.View(context, Samples.Sheet(60)));

        Assert.Contains(
            entry => entry.Kind == ChannelMessageKind.Info && entry.Source.Contains(nameof(LocallyLinearEmbeddingEstimator), StringComparison.Ordinal)
                && entry.Message.Contains("read 60 rows of 5 features from column 'Features'", StringComparison.Ordinal),
            logged);
        Assert.Contains(entry => entry.Kind == ChannelMessageKind.Info && entry.Message.Contains("coordinates, reconstruction error ", StringComparison.Ordinal), logged);
        foreach (string? message in listener.Reports.Select(report => report.Message).Where(message => message is not null))
        {
            Assert.Contains(entry => entry.Message.EndsWith(message!, StringComparison.Ordinal), logged, message!);
        }
    }

    [TestMethod]
    public void A_message_with_braces_is_logged_as_it_is()
    {
        var context = new MLContext();
        var logged = new List<string>();
        context.Log += (_, entry) => logged.Add(entry.RawMessage);
        var view = Samples.View(context, Samples.Sheet(60));
        var named = context.Transforms.CopyColumns("{0} and {x}", "Features").Fit(view).Transform(view);

        context.Transforms.LocallyLinearEmbedding("Lle", "{0} and {x}", 2, 6).Fit(named);

        Assert.Contains(message => message.Contains("'{0} and {x}'", StringComparison.Ordinal), logged);
    }

    [TestMethod]
    public void A_token_stops_a_fit_while_it_reads()
    {
        using var source = new CancellationTokenSource();
        var context = new MLContext();
        var options = Options(null);
        options.CancellationToken = source.Token;
        var samples = Samples.Sheet(60);
        int read = 0;
        var view = context.Data.LoadFromEnumerable(samples.Select(sample =>
        {
            if (++read == 30)
            {
                source.Cancel();
            }

            return sample;
        }));

        Assert.Throws<OperationCanceledException>(() => context.Transforms.LocallyLinearEmbedding(options).Fit(view));
        Assert.IsLessThan(60, read);
    }

    [TestMethod]
    public void Cancelling_the_context_stops_a_fit()
    {
        var context = new MLContext();
        var listener = new Listener { OnReport = _ => Cancel(context) };
        var estimator = context.Transforms.LocallyLinearEmbedding(Options(listener));

        // Endless data: only cancellation ends the reading.
        var view = context.Data.LoadFromEnumerable(Endless());

        Assert.Throws<OperationCanceledException>(() => estimator.Fit(view));

        static IEnumerable<Sample> Endless()
        {
            var samples = Samples.Sheet(60);
            for (int row = 0; ; row = (row + 1) % samples.Count)
            {
                yield return samples[row];
            }
        }
    }

    [TestMethod]
    public void A_fit_can_be_stopped_at_any_point()
    {
        const int Points = 50;
        var context = new MLContext();
        var view = Samples.View(context, Samples.Sheet(600));
        var counter = new Listener();
        context.Transforms.LocallyLinearEmbedding(Options(counter)).Fit(view);

        for (int point = 0; point < Points; point++)
        {
            // Reports are counted, not timed. Behind the last quarter of them there may be no work left to stop.
            int last = (int)(0.75 * counter.Reports.Count * point / Points);
            using var source = new CancellationTokenSource();
            int heard = 0;
            var options = Options(new Listener
            {
                OnReport = _ =>
                {
                    if (heard++ == last)
                    {
                        source.Cancel();
                    }
                },
            });
            options.CancellationToken = source.Token;

            Assert.Throws<OperationCanceledException>(() => context.Transforms.LocallyLinearEmbedding(options).Fit(view), $"cancelled at report {last}");
        }
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, 6, LleEigenSolver.Auto)]
    [DataRow(LleMethod.Standard, 6, LleEigenSolver.Iterative)]
    [DataRow(LleMethod.Standard, 6, LleEigenSolver.Dense)]
    [DataRow(LleMethod.Standard, null, LleEigenSolver.Auto)]
    [DataRow(LleMethod.Modified, 8, LleEigenSolver.Auto)]
    [DataRow(LleMethod.Hessian, 10, LleEigenSolver.Auto)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 8, LleEigenSolver.Auto)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, 6, LleEigenSolver.Auto)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment, 8, LleEigenSolver.Auto)]
    public void Every_phase_of_a_fit_reaches_its_end(LleMethod method, int? neighbors, LleEigenSolver solver)
    {
        var context = new MLContext();
        var listener = new Listener();
        var options = Options(listener);
        options.Method = method;
        options.NumberOfNeighbors = neighbors;
        options.EigenSolver = solver;
        context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, Samples.Sheet(300)));

        foreach (var phase in listener.Reports.Where(report => report.Message is null).GroupBy(report => report.Phase))
        {
            Assert.Contains(report => report.Total > 0 && report.Completed == report.Total, phase, $"{phase.Key}");
        }

        CollectionAssert.IsSubsetOf(
            new[] { LlePhase.Features, LlePhase.Neighbors, LlePhase.LocalGeometry, LlePhase.Eigenvectors },
            listener.Reports.Select(report => report.Phase).Distinct().ToArray());
    }

    private static LocallyLinearEmbeddingOptions Options(IProgress<LleProgress>? listener) =>
        new() { NumberOfComponents = 2, NumberOfNeighbors = 6, Progress = listener };

    // The context's own way to cancel, which ML.NET makes public in a package of experiments only.
    private static void Cancel(MLContext context) =>
        typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!.Invoke(context, null);

    private sealed class Listener : IProgress<LleProgress>
    {
        public List<LleProgress> Reports { get; } = [];

        public Action<LleProgress>? OnReport { get; init; }

        public void Report(LleProgress value)
        {
            Reports.Add(value);
            OnReport?.Invoke(value);
        }
    }
}
