using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Faults;

/// <summary>A way through the engine on which something may go wrong.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Options">What leads along it.</param>
/// <param name="IsInParts">Whether the rows are two clusters.</param>
internal sealed record FaultPath(string Name, LleOptions Options, bool IsInParts = false)
{
    public static IReadOnlyList<FaultPath> All { get; } =
    [
        .. Enum.GetValues<LleMethod>().Select(method => new FaultPath($"{method}", Of(method))),
        .. Enum.GetValues<LleEigenSolver>()
            .Select(solver => new FaultPath($"{solver} solver", Of(LleMethod.Standard, options => options.EigenSolver = solver))),
        .. Enum.GetValues<LleNeighborSearch>()
            .Select(search => new FaultPath($"{search} search", Of(LleMethod.Standard, options => options.NeighborSearch = search))),
        new("Separate parts", Of(LleMethod.Standard), IsInParts: true),
        new("Connected parts", Of(LleMethod.Standard, options => options.DisconnectedGraph = LleDisconnectedGraph.Connect),
            IsInParts: true),
        new("Landmarks", Of(LleMethod.Standard, options => options.NumberOfLandmarks = 60)),
        new("Landmarks of tangent spaces", Of(LleMethod.LocalTangentSpaceAlignment, options => options.NumberOfLandmarks = 60)),
        new("A sample", Of(LleMethod.Modified, options => options.MaximumNumberOfTrainingRows = 200)),
        new("Cosine", Of(LleMethod.Standard, options => options.Metric = LleMetric.Cosine)),
        new("Distances", Of(LleMethod.Standard, options => options.Metric = LleMetric.Precomputed)),
        new("Distances in parts", Of(LleMethod.LocalTangentSpaceAlignment, options => options.Metric = LleMetric.Precomputed),
            IsInParts: true),
        new("Labels", Of(LleMethod.Standard, options => options.SupervisionStrength = 0.3)),
        new("A chosen k", Of(LleMethod.Standard, options => options.NumberOfNeighbors = null)),
    ];

    public static FaultPath Named(string name) => All.Single(path => path.Name == name);

    public LleModel Fit(FeatureMatrix features, IProgress<LleProgress>? progress = null, CancellationToken cancellationToken = default) =>
        LocallyLinearEmbedding.Fit(
            features, Options.SupervisionStrength > 0 ? Labels(features) : null, Options, progress, cancellationToken);

    public FeatureMatrix Features()
    {
        double[,] rows = Manifolds.SwissRoll(320, 9).Rows;
        rows = IsInParts ? ArrayRows.Stack(Manifolds.SwissRoll(160, 9).Rows, Far(Manifolds.SwissRoll(160, 10).Rows)) : rows;
        return Options.Metric == LleMetric.Precomputed ? DistanceTables.Euclidean(rows) : FeatureMatrix.FromArray(rows);
    }

    private static double[,] Far(double[,] rows) => rows.Select(row => [row[0] + 500, row[1], row[2]]);

    private static int[] Labels(FeatureMatrix features) => [.. Enumerable.Range(0, features.NumberOfRows).Select(row => row % 2)];

    private static LleOptions Of(LleMethod method, Action<LleOptions>? change = null)
    {
        var options = new LleOptions { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 9 };
        change?.Invoke(options);
        return options;
    }
}
