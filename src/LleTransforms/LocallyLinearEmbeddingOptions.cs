using LleTransforms.Schema;
using Microsoft.ML.SearchSpace;

namespace LleTransforms;

/// <summary>Options of <see cref="LocallyLinearEmbeddingEstimator"/>: columns, everything the engine can be told, and who
/// listens.</summary>
/// <remarks>
/// Four options carry the range over which AutoML searches, in which every combination is valid for rows enough. They are components from 2
/// to 10, neighbours from 12 to 60, the regularisation and the method. The methods leave out Hessian, which needs more neighbours for more
/// components. Column names have to come from a default instance: <c>new SearchSpace&lt;LocallyLinearEmbeddingOptions&gt;(new() {
/// OutputColumnName = ..., InputColumnName = ... })</c>. Neither <see cref="Progress"/> nor <see cref="CancellationToken"/> nor
/// <see cref="AlignTo"/> survives a search space. They are set where the estimator is made.
/// </remarks>
public sealed partial class LocallyLinearEmbeddingOptions
{
    private LleOptions _engine = new();

    /// <summary>Name of the column to make. Default "Lle".</summary>
    public string OutputColumnName { get; set; } = "Lle";

    /// <summary>Name of the column to read, a vector of Single or Double of one length in all rows. Default "Features"; null means
    /// <see cref="OutputColumnName"/>.</summary>
    public string? InputColumnName { get; set; } = "Features";

    /// <summary>
    /// The length of the input column's rows, at least 1, where its type does not say it. Types of a DataFrame's vectors do not, nor those
    /// of a class without VectorType. Default null: what the type says, or else the first row. A type or a row of another length is an
    /// error at Fit.
    /// </summary>
    public int? NumberOfFeatures { get; set; }

    /// <summary>
    /// Name of a column of labels for <see cref="SupervisionStrength"/>: a key, Boolean or Single, read at Fit only. Default null: no
    /// labels.
    /// </summary>
    public string? LabelColumnName { get; set; }

    /// <summary>
    /// Name of a column to make, a Single, that says how badly a row's neighbours explain it. The value is the squared distance, in the
    /// features' units, from the row to the weighted sum of its nearest training rows. It is 0 for a row equal to a training row, and large
    /// for an outlier or under drift. Default null: no such column. It does not go with the linear methods, whose models hold no training
    /// rows.
    /// </summary>
    public string? ReconstructionErrorColumnName { get; set; }

    /// <summary>
    /// Name of a column to make, a vector of Int32, that holds the numbers of the k training rows that place a row, nearest first. Numbers
    /// run from 0, in the order of fitting. All slots are -1 for a row that is not finite. Default null: no such column. It does not go
    /// with the linear methods.
    /// </summary>
    public string? NeighborsColumnName { get; set; }

    /// <summary>
    /// Name of a column to make, a vector of Single, that holds the weights of those training rows. They sum to 1, and are NaN for a row
    /// that is not finite. Default null: no such column. It does not go with the linear methods.
    /// </summary>
    public string? NeighborWeightsColumnName { get; set; }

    /// <inheritdoc cref="LleOptions.NumberOfComponents"/>
    [Range(2, 10, LleOptionRanges.DefaultNumberOfComponents, true)]
    public int NumberOfComponents
    {
        get => _engine.NumberOfComponents;
        set => _engine.NumberOfComponents = value;
    }

    /// <inheritdoc cref="LleOptions.NumberOfNeighbors"/>
    [Range(12, 60, LleOptionRanges.DefaultNumberOfNeighbors, true)]
    public int? NumberOfNeighbors
    {
        get => _engine.NumberOfNeighbors;
        set => _engine.NumberOfNeighbors = value;
    }

    /// <inheritdoc cref="LleOptions.Method"/>
    // AutoML's tuners take the candidates for points of a line and begin with small steps. So the default stands where it has a neighbour
    // on each side.
    [Choice(
        [
            LleMethod.LocalTangentSpaceAlignment, LleMethod.Modified, LleMethod.Standard, LleMethod.Convex,
            LleMethod.NeighborhoodPreservingEmbedding, LleMethod.LinearLocalTangentSpaceAlignment,
        ],
        LleMethod.Standard)]
    public LleMethod Method
    {
        get => _engine.Method;
        set => _engine.Method = value;
    }

    /// <inheritdoc cref="LleOptions.Regularization"/>
    [Range(1e-5, 1e-1, LleOptionRanges.DefaultRegularization, true)]
    public double Regularization
    {
        get => _engine.Regularization;
        set => _engine.Regularization = value;
    }

    /// <inheritdoc cref="LleOptions.LimitWeightVectors"/>
    public bool LimitWeightVectors
    {
        get => _engine.LimitWeightVectors;
        set => _engine.LimitWeightVectors = value;
    }

    /// <inheritdoc cref="LleOptions.Metric"/>
    public LleMetric Metric
    {
        get => _engine.Metric;
        set => _engine.Metric = value;
    }

    /// <inheritdoc cref="LleOptions.NeighborSearch"/>
    public LleNeighborSearch NeighborSearch
    {
        get => _engine.NeighborSearch;
        set => _engine.NeighborSearch = value;
    }

    /// <inheritdoc cref="LleOptions.EigenSolver"/>
    public LleEigenSolver EigenSolver
    {
        get => _engine.EigenSolver;
        set => _engine.EigenSolver = value;
    }

    /// <inheritdoc cref="LleOptions.SupervisionStrength"/>
    /// <remarks>Needs <see cref="LabelColumnName"/>.</remarks>
    public double SupervisionStrength
    {
        get => _engine.SupervisionStrength;
        set => _engine.SupervisionStrength = value;
    }

    /// <inheritdoc cref="LleOptions.Placement"/>
    public LlePlacement? Placement
    {
        get => _engine.Placement;
        set => _engine.Placement = value;
    }

    /// <summary>
    /// What a trainer that follows in the same chain learns from: the training rows' own coordinates, or those they would get as unseen
    /// rows. Default null. It means <see cref="LleTrainingRows.Placed"/> where <see cref="SupervisionStrength"/> is above 0, since labels
    /// then shape the coordinates of training rows and of no others. Elsewhere it means <see cref="LleTrainingRows.Exact"/>, where no
    /// difference could be measured. Transform is the same either way, and with the linear methods both settings are the same.
    /// </summary>
    public LleTrainingRows? TrainingRows { get; set; }

    /// <summary>What becomes of a row that has no place: one with NaN or infinity in it, or a row of zeros where <see cref="Metric"/> is
    /// Cosine. A warning at the end of a cursor counts such rows. Default <see cref="LleUnplacedRows.NaN"/>.</summary>
    public LleUnplacedRows UnplacedRows { get; set; }

    /// <inheritdoc cref="LleOptions.DisconnectedGraph"/>
    public LleDisconnectedGraph DisconnectedGraph
    {
        get => _engine.DisconnectedGraph;
        set => _engine.DisconnectedGraph = value;
    }

    /// <inheritdoc cref="LleOptions.MinimumParticipation"/>
    public double MinimumParticipation
    {
        get => _engine.MinimumParticipation;
        set => _engine.MinimumParticipation = value;
    }

    /// <inheritdoc cref="LleOptions.MaximumNumberOfTrainingRows"/>
    public int? MaximumNumberOfTrainingRows
    {
        get => _engine.MaximumNumberOfTrainingRows;
        set => _engine.MaximumNumberOfTrainingRows = value;
    }

    /// <inheritdoc cref="LleOptions.NumberOfLandmarks"/>
    public int? NumberOfLandmarks
    {
        get => _engine.NumberOfLandmarks;
        set => _engine.NumberOfLandmarks = value;
    }

    /// <inheritdoc cref="LleOptions.PlaceAmongLandmarks"/>
    public bool PlaceAmongLandmarks
    {
        get => _engine.PlaceAmongLandmarks;
        set => _engine.PlaceAmongLandmarks = value;
    }

    /// <inheritdoc cref="LleOptions.KeepsGraph"/>
    public bool KeepsGraph
    {
        get => _engine.KeepsGraph;
        set => _engine.KeepsGraph = value;
    }

    /// <summary>
    /// A fitted step to whose axes a fit is turned or mirrored, so that a trainer that learnt from its coordinates stays of use. Rows that
    /// both were fitted on decide, known by equal features. Where they are too few, or a method is linear, all training rows do, placed by
    /// both. An Info message says how far they moved. Steps in front have to be the same. Default null: axes as they come.
    /// </summary>
    public LocallyLinearEmbeddingTransformer? AlignTo { get; set; }

    /// <summary>
    /// How many eigenvectors a fit finds where <see cref="AlignTo"/> is set: those combinations of them are the coordinates that come
    /// nearest to the reference's, by least squares. At least <see cref="NumberOfComponents"/>. Two to nine times as many keep a trainer of
    /// use where a refit alone takes much from it. A Warning says when they are too few (docs/guide/growing.md). Coordinates then have
    /// as much variance as is explained of the reference's, and they cost more. The fit takes longer. Default null: as many as
    /// components.
    /// </summary>
    public int? NumberOfAlignmentEigenvectors { get; set; }

    /// <summary>Seed of what is random: samples and the eigen solvers. Default null: the seed of the
    /// MLContext, or 0 where it has none.</summary>
    public int? Seed
    {
        get => _engine.Seed;
        set => _engine.Seed = value;
    }

    /// <inheritdoc cref="LleOptions.NumberOfThreads"/>
    public int? NumberOfThreads
    {
        get => _engine.NumberOfThreads;
        set => _engine.NumberOfThreads = value;
    }

    /// <summary>Hears counts by phase and the engine's messages during a fit; one call at a time, from any thread. Default null.</summary>
    public IProgress<LleProgress>? Progress { get; set; }

    /// <summary>Stops a fit with an <see cref="OperationCanceledException"/>. Default: never.</summary>
    public CancellationToken CancellationToken { get; set; }

    internal ColumnNames ColumnNames => new(
        InputColumnName ?? OutputColumnName, OutputColumnName, ReconstructionErrorColumnName, NeighborsColumnName,
        NeighborWeightsColumnName);

    internal bool PlacesTrainingRows =>
        (TrainingRows ?? (SupervisionStrength > 0 ? LleTrainingRows.Placed : LleTrainingRows.Exact)) == LleTrainingRows.Placed;

    /// <summary>The engine's half of these options; not for changes.</summary>
    internal LleOptions Engine => _engine;

    /// <summary>The engine's half for a fit: where combinations are to be chosen, it finds more eigenvectors than there are
    /// components.</summary>
    internal LleOptions EngineToFit()
    {
        LleOptions options = _engine.Copy();
        options.NumberOfComponents = NumberOfAlignmentEigenvectors ?? options.NumberOfComponents;
        return options;
    }

    internal LocallyLinearEmbeddingOptions Copy()
    {
        var copy = (LocallyLinearEmbeddingOptions)MemberwiseClone();
        copy._engine = _engine.Copy();
        return copy;
    }
}
