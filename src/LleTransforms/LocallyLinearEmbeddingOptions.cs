using System.Globalization;
using LleTransforms.Schema;
using Microsoft.ML.SearchSpace;

namespace LleTransforms;

/// <summary>Options of <see cref="LocallyLinearEmbeddingEstimator"/>: columns, everything the engine can be told, and who listens.</summary>
/// <remarks>
/// Four options carry the range over which AutoML searches, in which every combination is valid for rows enough: components from 2 to 10,
/// neighbours from 11 to 60, the method (but for Hessian, which needs more neighbours for more components) and the regularisation. Column names
/// have to come from a default instance: <c>new SearchSpace&lt;LocallyLinearEmbeddingOptions&gt;(new() { OutputColumnName = ..., InputColumnName = ... })</c>;
/// <see cref="Progress"/> and <see cref="CancellationToken"/> do not survive a search space and are set where the estimator is made.
/// </remarks>
public sealed class LocallyLinearEmbeddingOptions
{
    internal const int DefaultNumberOfComponents = 10;
    internal const int DefaultNumberOfNeighbors = 12;
    internal const double DefaultRegularization = 1e-3;

    /// <summary>Name of the column to make. Default "Lle".</summary>
    public string OutputColumnName { get; set; } = "Lle";

    /// <summary>Name of the column to read, a known-size vector of Single or Double. Default "Features"; null means <see cref="OutputColumnName"/>.</summary>
    public string? InputColumnName { get; set; } = "Features";

    /// <summary>
    /// Name of a column of labels for <see cref="SupervisionStrength"/>: a key, Boolean or Single, read at Fit only. Default null: no labels.
    /// </summary>
    public string? LabelColumnName { get; set; }

    /// <summary>
    /// Name of a column to make that says how badly a row's neighbours explain it: the squared distance, in the features' units, from the row to
    /// the weighted sum of its nearest training rows, a Single. 0 for a row equal to a training row, large for an outlier or under drift.
    /// Default null: no such column. Not with the linear methods, whose models hold no training rows.
    /// </summary>
    public string? ReconstructionErrorColumnName { get; set; }

    /// <summary>
    /// Name of a column to make that holds the numbers (from 0, in the order of fitting) of the k training rows that place a row, nearest first:
    /// a vector of Int32, -1 in all slots of a row that is not finite. Default null: no such column. Not with the linear methods.
    /// </summary>
    public string? NeighborsColumnName { get; set; }

    /// <summary>
    /// Name of a column to make that holds the weights of those training rows: a vector of Single that sums to 1, NaN for a row that is not
    /// finite. Default null: no such column. Not with the linear methods.
    /// </summary>
    public string? NeighborWeightsColumnName { get; set; }

    /// <summary>Coordinates of each row, d. Default 10; at least 1 and at most two fewer than the distinct training rows.</summary>
    [Range(2, 10, DefaultNumberOfComponents, true)]
    public int NumberOfComponents { get; set; } = DefaultNumberOfComponents;

    /// <summary>Neighbours of each row, k. Default 12; at least 2 and fewer than the distinct training rows; null lets the engine choose.</summary>
    [Range(11, 60, DefaultNumberOfNeighbors, true)]
    public int? NumberOfNeighbors { get; set; } = DefaultNumberOfNeighbors;

    /// <summary>The variant of Locally Linear Embedding. Default <see cref="LleMethod.Standard"/>.</summary>
    // AutoML's tuners take the candidates for points of a line and begin with small steps: the default stands where it has a neighbour on each side.
    [Choice(
        [
            LleMethod.LocalTangentSpaceAlignment, LleMethod.Modified, LleMethod.Standard, LleMethod.Convex,
            LleMethod.NeighborhoodPreservingEmbedding, LleMethod.LinearLocalTangentSpaceAlignment,
        ],
        LleMethod.Standard)]
    public LleMethod Method { get; set; } = LleMethod.Standard;

    /// <summary>What is added to the diagonal of a row's Gram matrix, as a share of its trace, from 1e-12 to 1. Default 1e-3.</summary>
    [Range(1e-5, 1e-1, DefaultRegularization, true)]
    public double Regularization { get; set; } = DefaultRegularization;

    /// <summary>
    /// For <see cref="LleMethod.Modified"/>: whether a row has at most k - d weight vectors, as its paper defines it; false lets the variance
    /// alone decide, as scikit-learn does. Default true.
    /// </summary>
    public bool LimitWeightVectors { get; set; } = true;

    /// <summary>What "near" means when neighbours are chosen; weights and tangent spaces stay Euclidean. Default <see cref="LleMetric.Euclidean"/>.</summary>
    public LleMetric Metric { get; set; } = LleMetric.Euclidean;

    /// <summary>How the neighbours of the training rows are found. Default <see cref="LleNeighborSearch.Auto"/>, which is exact.</summary>
    public LleNeighborSearch NeighborSearch { get; set; } = LleNeighborSearch.Auto;

    /// <summary>How the bottom eigenvectors are found. Default <see cref="LleEigenSolver.Auto"/>.</summary>
    public LleEigenSolver EigenSolver { get; set; } = LleEigenSolver.Auto;

    /// <summary>
    /// By how much rows of different labels are pushed apart before neighbours are chosen, as a share of the data's diameter, from 0 to 1
    /// (supervised LLE, de Ridder et al. 2003). Needs <see cref="LabelColumnName"/>. Default 0: labels are not used.
    /// </summary>
    public double SupervisionStrength { get; set; }

    /// <summary>How rows that were not fitted are placed. Default null: the rule that suits <see cref="Method"/>.</summary>
    public LleOutOfSample? OutOfSample { get; set; }

    /// <summary>
    /// What a trainer that follows in the same chain learns from: the training rows' own coordinates, or those they would get as unseen rows.
    /// Default null: <see cref="LleTrainingRows.Placed"/> where <see cref="SupervisionStrength"/> is above 0, for labels then shape the
    /// coordinates of training rows and of no others, and <see cref="LleTrainingRows.Exact"/> elsewhere, where it makes no difference that
    /// could be measured. Transform is the same either way, and so are both with the linear methods.
    /// </summary>
    public LleTrainingRows? TrainingRows { get; set; }

    /// <summary>What to do where the neighbour graph falls apart. Default <see cref="LleDisconnectedGraph.EmbedSeparately"/>.</summary>
    public LleDisconnectedGraph DisconnectedGraph { get; set; } = LleDisconnectedGraph.EmbedSeparately;

    /// <summary>
    /// The most distinct rows that are fitted: from more, a seeded sample is drawn, and every other row is placed as an unseen one. Default null:
    /// all rows are fitted.
    /// </summary>
    public int? MaximumNumberOfTrainingRows { get; set; }

    /// <summary>
    /// The number of landmarks whose coordinates alone are free, all other rows following from their nearest ones: a fit in a fraction of the
    /// time (Locally Linear Landmarks, Vladymyrov &amp; Carreira-Perpinan 2013). Not with the linear methods. Default null: a full fit.
    /// </summary>
    public int? NumberOfLandmarks { get; set; }

    /// <summary>
    /// Whether unseen rows are placed by their nearest landmarks in place of by the nearest of all training rows: a model smaller and faster by that
    /// factor, coarser coordinates. Only with <see cref="NumberOfLandmarks"/>. Default false.
    /// </summary>
    public bool PlaceAmongLandmarks { get; set; }

    /// <summary>Seed of what is random: samples and the eigen solvers. Default null: the seed of the MLContext, or 0 where it has none.</summary>
    public int? Seed { get; set; }

    /// <summary>Threads that a fit may use. Default null: as many as the machine has processors. The result does not depend on it.</summary>
    public int? NumberOfThreads { get; set; }

    /// <summary>Hears counts by phase and the engine's messages during a fit; one call at a time, from any thread. Default null.</summary>
    public IProgress<LleProgress>? Progress { get; set; }

    /// <summary>Stops a fit with an <see cref="OperationCanceledException"/>. Default: never.</summary>
    public CancellationToken CancellationToken { get; set; }

    internal ColumnNames ColumnNames => new(
        InputColumnName ?? OutputColumnName, OutputColumnName, ReconstructionErrorColumnName, NeighborsColumnName, NeighborWeightsColumnName);

    internal bool PlacesTrainingRows => (TrainingRows ?? (SupervisionStrength > 0 ? LleTrainingRows.Placed : LleTrainingRows.Exact)) == LleTrainingRows.Placed;

    internal LocallyLinearEmbeddingOptions Copy() => (LocallyLinearEmbeddingOptions)MemberwiseClone();

    /// <summary>Checks what can be checked before there is data.</summary>
    internal void Validate()
    {
        ToEngineOptions(contextSeed: null).Validate();
        if (TrainingRows is { } trainingRows && !Enum.IsDefined(trainingRows))
        {
            throw new ArgumentOutOfRangeException(
                nameof(TrainingRows), trainingRows, $"TrainingRows is {trainingRows}, but must be one of {string.Join(", ", Enum.GetNames<LleTrainingRows>())}, or null.");
        }

        if (LabelColumnName is { Length: 0 })
        {
            throw new ArgumentException("LabelColumnName is empty; it has to name a column, or be null for none.", nameof(LabelColumnName));
        }

        if (SupervisionStrength > 0 && LabelColumnName is null)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"SupervisionStrength is {SupervisionStrength}, but LabelColumnName is null; name a column of labels, or set SupervisionStrength to 0."),
                nameof(LabelColumnName));
        }
    }

    /// <summary>The engine's half of these options.</summary>
    internal LleOptions ToEngineOptions(int? contextSeed) => new()
    {
        NumberOfComponents = NumberOfComponents,
        NumberOfNeighbors = NumberOfNeighbors,
        Method = Method,
        Regularization = Regularization,
        LimitWeightVectors = LimitWeightVectors,
        Metric = Metric,
        NeighborSearch = NeighborSearch,
        EigenSolver = EigenSolver,
        SupervisionStrength = SupervisionStrength,
        OutOfSample = OutOfSample,
        DisconnectedGraph = DisconnectedGraph,
        MaximumNumberOfTrainingRows = MaximumNumberOfTrainingRows,
        NumberOfLandmarks = NumberOfLandmarks,
        PlaceAmongLandmarks = PlaceAmongLandmarks,
        Seed = Seed ?? contextSeed,
        NumberOfThreads = NumberOfThreads,
    };
}
