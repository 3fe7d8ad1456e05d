using LleTransforms.Tests.Data;
using LleTransforms.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace LleTransforms.Tests.Training;

[TestClass]
public sealed class ModelEntrySizeTests
{
    private static readonly LocallyLinearEmbeddingOptions _small = new() { NumberOfComponents = 2, NumberOfNeighbors = 8 };

    public static IEnumerable<object[]> Fits =>
    [
        [LleMethod.Standard, null!, null!],
        [LleMethod.NeighborhoodPreservingEmbedding, null!, null!],
        [LleMethod.LocalTangentSpaceAlignment, 200, null!],
        [LleMethod.Standard, null!, 100],
        [LleMethod.Standard, 300, 60],
    ];

    [TestMethod]
    [DynamicData(nameof(Fits))]
    public void The_estimate_is_near_what_is_saved(LleMethod method, int? sample, int? landmarks)
    {
        var context = new MLContext();
        var options = _small.Copy();
        options.Method = method;
        options.MaximumNumberOfTrainingRows = sample;
        options.NumberOfLandmarks = landmarks;
        options.PlaceAmongLandmarks = landmarks is not null;
        var samples = Samples.Sheet(500);
        using var stream = new MemoryStream();
        context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, samples)).Model.Save(stream);
        var features = FeatureMatrix.FromRowMajor([.. samples.SelectMany(row => row.Features)], 500, Sample.Width);

        long estimate = ModelEntrySize.Estimate(features, options);

        Assert.IsInRange(0, Math.Max(512, 0.1 * stream.Length), Math.Abs(stream.Length - estimate),
            $"{stream.Length} bytes saved, {estimate} estimated");
    }

    [TestMethod]
    public void The_graph_and_the_vectors_of_an_iteration_count()
    {
        var options = _small.Copy();
        (options.KeepsGraph, options.EigenSolver) = (true, LleEigenSolver.Iterative);
        var samples = Samples.Sheet(500);
        using var stream = new MemoryStream();
        var context = new MLContext();
        context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, samples)).Model.Save(stream);
        var features = FeatureMatrix.FromRowMajor([.. samples.SelectMany(row => row.Features)], 500, Sample.Width);

        // The version behind the first eight bytes: that of a file with such vectors.
        Assert.AreEqual(6, BitConverter.ToInt32(stream.ToArray(), 8));
        Assert.IsInRange(stream.Length - 512, stream.Length, ModelEntrySize.Estimate(features, options));
    }

    [TestMethod]
    public void A_model_beyond_the_limit_is_warned_of_before_the_work_is_done()
    {
        // Few features, but 9,000 coordinates of each row: 2.2 GB, of which nothing is allocated, for the fit ends at the warning.
        const int Rows = 30_000;
        var logged = Warnings(
            new LocallyLinearEmbeddingOptions { NumberOfComponents = 9_000, InputColumnName = nameof(Narrow.Value) }, Rows);

        string warning = Assert.ContainsSingle(logged);
        StringAssert.Contains(
            warning, "the model will hold about 2.2 GB, but ML.NET loads no more than 2.1 GB of one step from a model zip");
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, 8_000)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment, 9_000)]
    public void A_model_within_the_limit_is_not_warned_of(LleMethod method, int components) => Assert.IsEmpty(Warnings(
        new LocallyLinearEmbeddingOptions { NumberOfComponents = components, NumberOfNeighbors = null, Method = method,
            InputColumnName = nameof(Narrow.Value) }, 30_000));

    /// <summary>What a fit warns of until it reports the memory that it needs, or refuses to go on for want of it.</summary>
    private static List<string> Warnings(LocallyLinearEmbeddingOptions options, int rows)
    {
        var context = new MLContext();
        var warnings = new List<string>();
        context.Log += (_, entry) =>
        {
            if (entry.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(entry.RawMessage);
            }
        };
        using var source = new CancellationTokenSource();
        options.CancellationToken = source.Token;
        options.Progress = new Listener(report =>
        {
            if (report.Severity == LleSeverity.Warning || report.Phase == LlePhase.Neighbors)
            {
                source.Cancel();
            }
        });
        var view = context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row => new Narrow { Value = [row] }));

        var error = Assert.Throws<Exception>(() => context.Transforms.LocallyLinearEmbedding(options).Fit(view));

        Assert.IsTrue(error is OperationCanceledException or InsufficientMemoryException, $"{error}");
        return warnings;
    }

    private sealed class Narrow
    {
        [VectorType(1)]
        public float[] Value { get; set; } = [];
    }

    private sealed class Listener(Action<LleProgress> onReport) : IProgress<LleProgress>
    {
        public void Report(LleProgress value) => onReport(value);
    }
}
