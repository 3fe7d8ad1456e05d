using System.Reflection;
using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace LleTransforms.Tests.Training;

[TestClass]
public sealed class ProgressTests
{
    private static readonly Dictionary<string, Action<LocallyLinearEmbeddingOptions>> _changes = new()
    {
        ["as they are"] = _ => { },
        ["iterative"] = options => options.EigenSolver = LleEigenSolver.Iterative,
        ["direct"] = options => options.EigenSolver = LleEigenSolver.Direct,
        ["dense"] = options => options.EigenSolver = LleEigenSolver.Dense,
        ["chosen k"] = options => options.NumberOfNeighbors = null,
        ["approximate"] = options => options.NeighborSearch = LleNeighborSearch.Approximate,
        ["tree"] = options => options.NeighborSearch = LleNeighborSearch.Tree,
        ["cosine"] = options => options.Metric = LleMetric.Cosine,
        ["sample"] = options => options.MaximumNumberOfTrainingRows = 200,
        ["landmarks"] = options => options.NumberOfLandmarks = 50,
        ["labels"] = options => (options.LabelColumnName, options.SupervisionStrength) = (nameof(Sample.Upper), 0.2),
    };

    public static IEnumerable<object[]> Fits =>
        from fit in _changes.Keys.Select(change => (Method: LleMethod.Standard, Change: change))
            .Concat(Enum.GetValues<LleMethod>().Skip(1).Select(method => (Method: method, Change: "as they are")))
        select new object[] { fit.Method, fit.Change };

    [TestMethod]
    public void Messages_reach_the_log_and_the_listener()
    {
        var context = new MLContext();
        var logged = new List<(ChannelMessageKind Kind, string Source, string Message)>();
        context.Log += (_, entry) => logged.Add((entry.Kind, entry.Source, entry.RawMessage));
        var listener = new Listener();

        context.Transforms.LocallyLinearEmbedding(Options(listener)).Fit(Samples.View(context, Samples.Sheet(60)));

        Assert.Contains(
            entry => entry.Kind == ChannelMessageKind.Info
                && entry.Source.Contains(nameof(LocallyLinearEmbeddingEstimator), StringComparison.Ordinal)
                && entry.Message.Contains("read 60 rows of 5 features from column 'Features'", StringComparison.Ordinal),
            logged);
        Assert.Contains(entry => entry.Kind == ChannelMessageKind.Info
            && entry.Message.Contains("coordinates, reconstruction error ", StringComparison.Ordinal), logged);
        foreach (string? message in listener.Reports.Select(report => report.Message).Where(message => message is not null))
        {
            Assert.Contains(entry => entry.Message.EndsWith(message!, StringComparison.Ordinal), logged, message!);
        }
    }

    [TestMethod]
    [DataRow(LleEigenSolver.Auto, "Eigen solver: dense")]
    [DataRow(LleEigenSolver.Direct, "Eigen solver: direct")]
    public void The_log_tells_memory_components_solver_and_error_in_that_order(LleEigenSolver solver, string choice)
    {
        var logged = Log(options => options.EigenSolver = solver);
        string[] expected =
        [
            "60 rows of 5 features need about ", "The graph of 60 rows and 6 neighbours holds together (weak components: 1)", choice,
            "60 rows in 2 coordinates, reconstruction error ",
        ];

        int at = -1;
        foreach (string text in expected)
        {
            int next = logged.FindIndex(entry =>
                entry.Kind == ChannelMessageKind.Info && entry.Message.Contains(text, StringComparison.Ordinal));
            Assert.IsGreaterThan(at, next, $"'{text}' in {string.Join('\n', logged)}");
            at = next;
        }
    }

    [TestMethod]
    public void Messages_have_the_severity_that_they_were_given()
    {
        var logged = Log(
            options => (options.DisconnectedGraph, options.EigenSolver) = (LleDisconnectedGraph.Connect, LleEigenSolver.Iterative),
            rows: 300, gap: 40);

        Assert.Contains(
            entry => entry.Kind == ChannelMessageKind.Warning
                && entry.Message.Contains("They are joined by their shortest edges", StringComparison.Ordinal), logged);
        Assert.Contains(entry =>
            entry.Kind == ChannelMessageKind.Trace && entry.Message.Contains("LOBPCG iteration ", StringComparison.Ordinal), logged);
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
        Assert.IsInRange(0, 60, read);
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
    [DataRow(LlePhase.Neighbors)]
    [DataRow(LlePhase.LocalGeometry)]
    public void Cancelling_the_context_stops_the_engine(LlePhase phase)
    {
        var context = new MLContext();
        bool cancelled = false;
        var estimator = context.Transforms.LocallyLinearEmbedding(Options(new Listener
        {
            OnReport = report =>
            {
                if (!cancelled && report.Phase == phase)
                {
                    cancelled = true;
                    Cancel(context);
                }

                if (cancelled)
                {
                    // The context raises no event, but is asked several times a second: a fit of ever so few
                    // rows must not be over before that.
                    Thread.Sleep(100);
                }
            },
        }));

        Assert.Throws<OperationCanceledException>(() => estimator.Fit(Samples.View(context, Samples.Sheet(600))));
        Assert.IsTrue(cancelled);
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

            Assert.Throws<OperationCanceledException>(() =>
                context.Transforms.LocallyLinearEmbedding(options).Fit(view), $"cancelled at report {last}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Fits))]
    public void Every_phase_of_a_fit_reaches_its_end(LleMethod method, string change)
    {
        foreach (float gap in new[] { 0f, 40f })
        {
            var context = new MLContext();
            var listener = new Listener();
            var options = Options(listener);
            options.Method = method;
            options.NumberOfNeighbors = 10;
            _changes[change](options);
            context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, Torn(300, gap)));

            foreach (var phase in listener.Reports.Where(report => report.Message is null).GroupBy(report => report.Phase))
            {
                Assert.Contains(report => report.Total > 0 && report.Completed == report.Total, phase, $"{phase.Key}, gap {gap}");
            }

            CollectionAssert.IsSubsetOf(
                new[] { LlePhase.Features, LlePhase.Neighbors, LlePhase.LocalGeometry, LlePhase.Eigenvectors },
                listener.Reports.Select(report => report.Phase).Distinct().ToArray());
        }
    }

    [TestMethod]
    public void Placing_training_rows_reports_to_its_end()
    {
        var context = new MLContext();
        var listener = new Listener();
        var options = Options(listener);
        options.TrainingRows = LleTrainingRows.Placed;
        var view = Samples.View(context, Samples.Sheet(300));
        context.Transforms.LocallyLinearEmbedding(options).Append(context.Transforms.NormalizeMinMax("Lle")).Fit(view);

        Assert.Contains(report =>
            report.Phase == LlePhase.Placement && report.Total > 0 && report.Completed == report.Total, listener.Reports);
    }

    /// <summary>The sheet, of which one half is moved away.</summary>
    private static IReadOnlyList<Sample> Torn(int count, float gap)
    {
        var samples = Samples.Sheet(count);
        foreach (var sample in samples.Where(sample => gap != 0 && sample.Upper))
        {
            Samples.Set(sample, 0, sample.Features[0] + gap);
        }

        return samples;
    }

    private static List<(ChannelMessageKind Kind, string Message)> Log(Action<LocallyLinearEmbeddingOptions> change, int rows = 60,
        float gap = 0)
    {
        var context = new MLContext();
        var logged = new List<(ChannelMessageKind Kind, string Message)>();
        context.Log += (_, entry) => logged.Add((entry.Kind, entry.RawMessage));
        var options = Options(null);
        change(options);
        context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, Torn(rows, gap)));
        return logged;
    }

    private static LocallyLinearEmbeddingOptions Options(IProgress<LleProgress>? listener) =>
        new() { NumberOfComponents = 2, NumberOfNeighbors = 6, Progress = listener };

    // The context's own way to cancel, which ML.NET makes public in a package of experiments only.
    private static void Cancel(MLContext context) =>
        typeof(MLContext)
            .GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!.Invoke(context, null);

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
