using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Reliability.Laws;

/// <summary>What the rows of a case lie on.</summary>
internal enum Surface
{
    SwissRoll,
    SCurve,
    SeveredSphere,
    SmoothMap,
    Plane,
    Cube,
    Clusters,
    Grid,
}

/// <summary>Rows and options of one fit, small enough to be printed, and everything that is needed to make it again.</summary>
internal sealed record FitCase
{
    public Surface Surface { get; init; } = Surface.SwissRoll;

    public int NumberOfRows { get; init; } = 60;

    /// <summary>How many of the rows repeat earlier ones.</summary>
    public int RepeatedRows { get; init; }

    public int DataSeed { get; init; } = 1;

    /// <summary>Amplitude of uniform noise, in the rows' own units.</summary>
    public double Noise { get; init; }

    public bool IsDouble { get; init; }

    public LleMethod Method { get; init; } = LleMethod.Standard;

    public int NumberOfComponents { get; init; } = 2;

    public int NumberOfNeighbors { get; init; } = 8;

    public double Regularization { get; init; } = 1e-3;

    public LleMetric Metric { get; init; } = LleMetric.Euclidean;

    public LleNeighborSearch Search { get; init; } = LleNeighborSearch.Auto;

    public LleEigenSolver Solver { get; init; } = LleEigenSolver.Auto;

    public LleDisconnectedGraph Disconnected { get; init; } = LleDisconnectedGraph.EmbedSeparately;

    public LlePlacement? Rule { get; init; }

    public int? Landmarks { get; init; }

    public int? SampleSize { get; init; }

    /// <summary>How strongly labels, the halves of the rows in their order, push rows apart.</summary>
    public double Supervision { get; init; }

    internal bool IsLinear => Method is LleMethod.NeighborhoodPreservingEmbedding or LleMethod.LinearLocalTangentSpaceAlignment;

    /// <summary>Whether all rows are fitted by one full eigenproblem, as far as the options say.</summary>
    internal bool IsFullFit => Landmarks is null && SampleSize is null && Supervision == 0;

    internal IReadOnlyList<int>? Labels => Supervision == 0 ? null : [.. Enumerable.Range(0, NumberOfRows).Select(row => row % 2)];

    public LleOptions Options(int? threads = null) => new()
    {
        Method = Method,
        NumberOfComponents = NumberOfComponents,
        NumberOfNeighbors = NumberOfNeighbors,
        Regularization = Regularization,
        Metric = Metric,
        NeighborSearch = Search,
        EigenSolver = Solver,
        DisconnectedGraph = Disconnected,
        Placement = Rule,
        NumberOfLandmarks = Landmarks,
        MaximumNumberOfTrainingRows = SampleSize,
        SupervisionStrength = Supervision,
        Seed = DataSeed,
        NumberOfThreads = threads,
    };

    /// <summary>The rows, each changed by a function.</summary>
    public FeatureMatrix Features(Func<double[], double[]>? change = null)
    {
        var builder = new FeatureMatrixBuilder(Rows()[0].Length, NumberOfRows);
        foreach (double[] row in Rows())
        {
            double[] changed = change?.Invoke(row) ?? row;
            if (IsDouble)
            {
                builder.Append(changed);
            }
            else
            {
                builder.Append(Array.ConvertAll(changed, value => (float)value));
            }
        }

        return builder.Build();
    }

    public LleModel Fit(FeatureMatrix features, int? threads = null) => LocallyLinearEmbedding.Fit(features, Labels, Options(threads));

    /// <summary>The model, or null where the fit ends with an error that its documentation promises.</summary>
    public LleModel? TryFit(FeatureMatrix features, int? threads = null)
    {
        try
        {
            return Fit(features, threads);
        }
        catch (Exception error) when (IsDocumented(error))
        {
            return null;
        }
    }

    public static bool IsDocumented(Exception error) =>
        (error.GetType() == typeof(ArgumentException) || error.GetType() == typeof(ArgumentOutOfRangeException)
            || error is (InvalidOperationException and not ObjectDisposedException) || error.GetType() == typeof(ArithmeticException))
        && error.Message.Length > 20;

    private double[][] Rows()
    {
        int distinct = NumberOfRows - RepeatedRows;
        var random = new Random(DataSeed);
        double[][] rows = Surface switch
        {
            Surface.SwissRoll => Split(Manifolds.SwissRoll(distinct, DataSeed).Rows),
            Surface.SCurve => Split(Manifolds.SCurve(distinct, DataSeed).Rows),
            Surface.SeveredSphere => Split(Manifolds.SeveredSphere(distinct, DataSeed).Rows),
            Surface.SmoothMap => Split(Manifolds.SmoothMap(distinct, DataSeed).Rows),
            Surface.Plane => Split(Manifolds.Plane(distinct, 3, DataSeed).Rows),
            Surface.Cube => [.. Enumerable.Range(0, distinct).Select(_ => Draw(random, 5, 0))],
            Surface.Clusters => [.. Enumerable.Range(0, distinct).Select(row => Draw(random, 4, row % 2 * 100))],
            _ => [.. Enumerable.Range(0, distinct).Select(row => new double[] { row % 8, row / 8, 1 })],
        };
        var noise = new Random(DataSeed + 1);
        foreach (double[] row in rows)
        {
            for (int c = 0; c < row.Length && Noise > 0; c++)
            {
                row[c] += Noise * (noise.NextDouble() - 0.5);
            }
        }

        return [.. rows, .. Enumerable.Range(0, RepeatedRows).Select(row => rows[row * 7 % distinct])];
    }

    private static double[] Draw(Random random, int columnCount, double offset) =>
        [.. Enumerable.Range(0, columnCount).Select(_ => offset + random.NextDouble())];

    private static double[][] Split(double[,] table) =>
        [.. Enumerable.Range(0, table.GetLength(0))
            .Select(row => Enumerable.Range(0, table.GetLength(1)).Select(c => table[row, c]).ToArray())];
}
