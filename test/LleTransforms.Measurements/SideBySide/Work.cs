namespace LleTransforms.Measurements.SideBySide;

/// <summary>What is timed.</summary>
internal enum WorkKind
{
    /// <summary>A whole fit, against the peer's.</summary>
    Fit,

    /// <summary>Exact neighbours alone.</summary>
    Neighbors,

    /// <summary>A whole fit of ours, against the peer's exact neighbours alone.</summary>
    FitAgainstNeighbors,

    /// <summary>Approximate neighbours alone.</summary>
    ApproximateNeighbors,

    /// <summary>Placing many unseen rows.</summary>
    Transform,

    /// <summary>Placing one unseen row at a time.</summary>
    SingleRow,
}

/// <summary>One line of the comparison.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">What the table calls it.</param>
/// <param name="Kind">What is timed.</param>
/// <param name="Data">The file of rows, a name of <see cref="BenchmarkData"/>.</param>
/// <param name="NumberOfRows">How many of its rows are fitted, from the first.</param>
/// <param name="NumberOfNeighbors">k.</param>
/// <param name="NumberOfComponents">d.</param>
internal sealed record Work(
    string Name, string Title, WorkKind Kind, string Data, int NumberOfRows, int NumberOfNeighbors, int NumberOfComponents)
{
    public LleMethod Method { get; init; } = LleMethod.Standard;

    /// <summary>The file of unseen rows, where there are some.</summary>
    public string? Unseen { get; init; }

    public int UnseenCount { get; init; } = 10_000;

    public int Repetitions { get; init; } = 5;

    /// <summary>The ratio of the peer's time to ours that is wanted.</summary>
    public double? RequiredRatio { get; init; }

    /// <summary>Seconds that ours may take, where no peer can do the work.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>Bytes that our process may take at its peak.</summary>
    public double? MemoryLimit { get; init; }

    /// <summary>Who does the same beside us; null where nobody can.</summary>
    public PeerLibrary? Peer { get; init; } = PeerLibrary.ScikitLearn;

    /// <summary>Whether the result is compared with a converged one, which takes several times the work itself.</summary>
    public bool HasConverged { get; init; } = true;

    /// <summary>Whether it runs only when it is named.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Rows of a smaller fit of the same data, from which the growth of time with n is taken; 0 for none.</summary>
    public int SlopeFrom { get; init; }

    public double SlopeLimit { get; init; } = 1.25;

    /// <summary>Whether scikit-learn's method of this name solves another problem, so that each side is
    /// compared with its own converged solution.</summary>
    public bool PeerDiffers => Method == LleMethod.Hessian;

    /// <summary>Whether a side's result is neighbours, not coordinates.</summary>
    public bool FindsNeighbors(bool isPeer) =>
        Kind is WorkKind.Neighbors or WorkKind.ApproximateNeighbors || (Kind == WorkKind.FitAgainstNeighbors && isPeer);

    /// <summary>How a fit finds its neighbours.</summary>
    public LleNeighborSearch Search { get; init; } = LleNeighborSearch.Auto;

    public LleOptions Options() => new()
    {
        NeighborSearch = Search,
        NumberOfNeighbors = NumberOfNeighbors,
        NumberOfComponents = NumberOfComponents,
        Method = Method,

        // As scikit-learn has it, so that both solve one problem.
        LimitWeightVectors = false,
    };
}

/// <summary>All lines, in their order.</summary>
internal static class Works
{
    public static IReadOnlyList<Work> All { get; } =
    [
        new("swiss-roll-20000", "swiss roll 20,000 x 3, k=12, d=2, fit", WorkKind.Fit, "swiss-roll", 20_000, 12, 2) { RequiredRatio = 7 },
        .. from method in (LleMethod[])[LleMethod.Standard, LleMethod.Modified, LleMethod.Hessian, LleMethod.LocalTangentSpaceAlignment]
           let name = MethodName(method)
           select new Work($"digits-{name}", $"digits 1,797 x 64, k=30, d=2, {name}, fit", WorkKind.Fit, "digits", 1797, 30,
               2) { Method = method, RequiredRatio = 6 },
        new("mnist-5000", "MNIST 5,000 x 784, k=12, d=10, fit", WorkKind.Fit, "mnist-train", 5000, 12, 10) { RequiredRatio = 6 },
        new("mnist-10000", "MNIST 10,000 x 784, k=12, d=10, fit", WorkKind.Fit, "mnist-train", 10_000, 12, 10) { RequiredRatio = 20,
            Repetitions = 3 },
        new("smooth-20000", "smooth 4-dimensional manifold 20,000 x 12, k=14, d=4, fit", WorkKind.Fit, "smooth", 20_000, 14,
            4) { RequiredRatio = 4, Repetitions = 3 },
        new("smooth5-20000", "smooth 5-dimensional manifold 20,000 x 12, k=14, d=5, fit", WorkKind.Fit, "smooth-5", 20_000, 14,
            5) { Peer = null, Repetitions = 1, IsSlow = true },
        new("smooth6-20000", "smooth 6-dimensional manifold 20,000 x 12, k=14, d=6, fit", WorkKind.Fit, "smooth-6", 20_000, 14,
            6) { Peer = null, Repetitions = 1, IsSlow = true },
        new("neighbors-20000", "exact neighbours alone, MNIST 20,000 x 784, k=12", WorkKind.Neighbors, "mnist-train", 20_000, 12,
            10) { RequiredRatio = 2.5, Repetitions = 3 },
        new("transform-10000", "transform 10,000 unseen MNIST rows against 10,000", WorkKind.Transform, "mnist-train", 10_000, 12, 10)
        {
            Unseen = "mnist-test", RequiredRatio = 3, Repetitions = 3,
        },
        new("single-row", "one unseen row against 10,000 x 784, p50", WorkKind.SingleRow, "mnist-train", 10_000, 12, 10)
        {
            Unseen = "mnist-test", UnseenCount = 500, TimeLimit = 1e-3, Repetitions = 3,
        },
        new("glove-10000", "GloVe 10,000 x 100, k=15, d=10, fit", WorkKind.Fit, "glove", 10_000, 15,
            10) { Peer = null, Repetitions = 3 },
        new("glove-20000", "GloVe 20,000 x 100, k=15, d=10, fit", WorkKind.Fit, "glove", 20_000, 15,
            10) { Peer = null, Repetitions = 1, IsSlow = true },
        new("glove-50000", "GloVe 50,000 x 100, k=15, d=10, fit, against FAISS's exact neighbours alone", WorkKind.FitAgainstNeighbors,
            "glove", 50_000, 15, 10)
        {
            Peer = PeerLibrary.Faiss, RequiredRatio = 0.4, MemoryLimit = 1e9, Repetitions = 1, IsSlow = true,
        },
        new("glove-341479", "GloVe 341,479 x 100, k=15, d=10, fit, against FAISS's exact neighbours alone", WorkKind.FitAgainstNeighbors,
            "glove", WordVectorArchive.Words, 15, 10)
        {
            Peer = PeerLibrary.Faiss, RequiredRatio = 1 / 0.6, MemoryLimit = 5e9, Repetitions = 1, IsSlow = true, HasConverged = false,
        },
        new("neighbors-glove-50000", "exact neighbours alone, GloVe 50,000 x 100, k=15", WorkKind.Neighbors, "glove", 50_000, 15, 10)
        {
            Peer = PeerLibrary.Faiss, RequiredRatio = 1, Repetitions = 3, IsSlow = true,
        },
        new("approximate-glove-50000", "approximate neighbours alone, GloVe 50,000 x 100, k=15", WorkKind.ApproximateNeighbors, "glove",
            50_000, 15, 10)
        {
            Peer = PeerLibrary.Hnswlib, Repetitions = 3, IsSlow = true,
        },
        new("approximate-glove-341479", "approximate neighbours alone, GloVe 341,479 x 100, k=15", WorkKind.ApproximateNeighbors, "glove",
            WordVectorArchive.Words, 15, 10)
        {
            Peer = PeerLibrary.Hnswlib, RequiredRatio = 1 / 0.7, Repetitions = 1, IsSlow = true,
        },
        new("manifold50-20000", "8-dimensional manifold 20,000 x 50, k=15, d=10, fit", WorkKind.Fit, "manifold-50", 20_000, 15,
            10) { Peer = null, Repetitions = 3 },
        new("manifold50-100000", "8-dimensional manifold 100,000 x 50, k=15, d=10, fit", WorkKind.Fit, "manifold-50", 100_000, 15,
            10) { Peer = null, Repetitions = 1, IsSlow = true },
        new("manifold50-200000", "8-dimensional manifold 200,000 x 50, k=15, d=10, fit", WorkKind.Fit, "manifold-50", 200_000, 15,
            10) { Peer = null, Repetitions = 1, IsSlow = true, HasConverged = false },
        new("manifold50-500000", "8-dimensional manifold 500,000 x 50, k=15, d=10, fit by approximate neighbours", WorkKind.Fit,
            "manifold-50", 500_000, 15, 10)
        {
            Peer = null, Repetitions = 1, IsSlow = true, HasConverged = false, Search = LleNeighborSearch.Approximate,
        },
        new("approximate-manifold50-1000000", "approximate neighbours alone, 8-dimensional manifold 1,000,000 x 50, k=15",
            WorkKind.ApproximateNeighbors, "manifold-50", 1_000_000, 15, 10) { Peer = null, Repetitions = 1, IsSlow = true },
        new("manifold50-1000000", "8-dimensional manifold 1,000,000 x 50, k=15, d=10, fit by approximate neighbours", WorkKind.Fit,
            "manifold-50", 1_000_000, 15, 10)
        {
            Peer = null, Repetitions = 1, IsSlow = true, HasConverged = false, Search = LleNeighborSearch.Approximate,
        },
        new("fashion-10000", "Fashion-MNIST 10,000 x 784, k=12, d=10, fit", WorkKind.Fit, "fashion-train", 10_000, 12,
            10) { Repetitions = 3, IsSlow = true },
        new("mnist-60000", "MNIST 60,000 x 784, k=12, d=10, fit, against the peer's neighbours alone", WorkKind.FitAgainstNeighbors,
            "mnist-train", 60_000, 12, 10)
        {
            RequiredRatio = 1, MemoryLimit = 1.5e9, Repetitions = 1, IsSlow = true,
        },
        new("swiss-roll-1000000", "swiss roll 1,000,000 x 3, k=12, d=2, fit", WorkKind.Fit, "swiss-roll", 1_000_000, 12, 2)
        {
            Peer = null, TimeLimit = 180, MemoryLimit = 10e9, Repetitions = 1, IsSlow = true, SlopeFrom = 20_000,
        },
    ];

    /// <summary>The method's name in scikit-learn.</summary>
    public static string MethodName(LleMethod method) => method switch
    {
        LleMethod.Standard => "standard",
        LleMethod.Modified => "modified",
        LleMethod.Hessian => "hessian",
        LleMethod.LocalTangentSpaceAlignment => "ltsa",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "scikit-learn has no such method."),
    };
}
