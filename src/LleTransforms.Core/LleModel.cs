using LleTransforms.Fitting;
using LleTransforms.Model;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>A fitted embedding: the training rows' coordinates, and the rule that places any other row.</summary>
/// <remarks>
/// Immutable, and safe for any number of threads. It holds the training rows themselves, and so does its file. After a fit of a sample or
/// of landmarks it holds those alone, beside the coordinates of all.
/// </remarks>
/// <threadsafety instance="true"/>
public sealed partial class LleModel
{
    private readonly IPlacement _placement;
    private readonly TrainingRowNumbers _numbers;
    private readonly RowPlacer _placer;

    internal LleModel(LleModelContent content, IPlacement placement, double[]? participation = null)
    {
        Participation = participation is null ? null : Array.AsReadOnly(participation);
        Content = content;
        _placement = placement;
        _numbers = new TrainingRowNumbers(content);
        _placer = new RowPlacer(content, placement, _numbers);
        Eigenvalues = Array.AsReadOnly(content.Eigenvalues);
        PartSizes = Array.AsReadOnly(content.PartSizes);
        FeatureNames = content.FeatureNames is null ? null : Array.AsReadOnly(content.FeatureNames);
    }

    /// <summary>The variant that was fitted.</summary>
    public LleMethod Method => Content.Method;

    /// <summary>The number of coordinates, d.</summary>
    public int NumberOfComponents => Content.NumberOfComponents;

    /// <summary>The number of neighbours of each row, k.</summary>
    public int NumberOfNeighbors => Content.NumberOfNeighbors;

    /// <summary>The number of values a row must have, D.</summary>
    public int NumberOfFeatures => Content.Scaling.NumberOfColumns;

    /// <summary>
    /// The names of the columns that were fitted (<see cref="FeatureMatrix.ColumnNames"/>), empty where one had none; null where none were
    /// given. Rows to place go by position all the same. Who has them in another order brings them into this one.
    /// </summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The number of rows that were given to the fit, equal rows counted each.</summary>
    public int NumberOfTrainingRows => Content.NumberOfTrainingRows;

    /// <summary>What "near" meant when neighbours were chosen.</summary>
    public LleMetric Metric => Content.Metric;

    /// <summary>The ridge of each neighbourhood's Gram matrix, as a share of its trace.</summary>
    public double Regularization => Content.Regularization;

    /// <summary>How rows that were not fitted are placed.</summary>
    public LlePlacement Placement => Content.Placement;

    /// <summary>
    /// The sizes of the components of distinct rows that were embedded by themselves, largest first: one entry where the graph held
    /// together.
    /// </summary>
    public IReadOnlyList<int> PartSizes { get; }

    /// <summary>Whether the model holds the training rows: true except for the linear methods, which keep a projection alone.</summary>
    public bool HoldsTrainingRows => Content.Rows is not null;

    /// <summary>
    /// The number of distinct rows whose features the model holds, to place others by. These are all distinct training rows, the sample of
    /// <see cref="LleOptions.MaximumNumberOfTrainingRows"/>, or the landmarks. The linear methods hold none: 0.
    /// </summary>
    public int NumberOfHeldRows => Content.Rows?.Features.NumberOfRows ?? 0;

    /// <summary>The number of landmarks whose coordinates alone were free, <see cref="LleOptions.NumberOfLandmarks"/> or a few more; null
    /// for a full fit.</summary>
    public int? NumberOfLandmarks => Content.NumberOfLandmarks;

    /// <summary>
    /// The eigenvalues of the alignment matrix that belong to the coordinates, ascending, d of them, each at least 0. Where several
    /// components were embedded, each is the sum of theirs.
    /// </summary>
    public IReadOnlyList<double> Eigenvalues { get; }

    /// <summary>The sum of <see cref="Eigenvalues"/>: the embedding cost (Roweis &amp; Saul 2000,
    /// equation 2) of unit-norm columns.</summary>
    public double ReconstructionError => Content.Eigenvalues.Sum();

    /// <summary>
    /// The share of the fitted rows that each coordinate rests on, d numbers from 0 to 1. It is (sum of v^2)^2 / (n sum of v^4) of the
    /// centred values v. Normal values give a third, and a coordinate of a handful of rows next to nothing.
    /// Where the graph was embedded in parts a coordinate is centred and counted in each of them. A saved
    /// model does not hold it: null for one that was loaded, of which <see cref="FitDiagnostics"/> tells it.
    /// </summary>
    public IReadOnlyList<double>? Participation { get; }

    internal LleModelContent Content { get; }

    /// <summary>The options of the fit, as far as the model tells them.</summary>
    internal LleOptions FittedOptions => new()
    {
        Method = Method,
        NumberOfComponents = NumberOfComponents,
        NumberOfNeighbors = NumberOfNeighbors,
        Regularization = Regularization,
        Metric = Metric,
    };

    /// <summary>The coordinates of a training row, in double precision.</summary>
    /// <param name="trainingRow">The row's number in the order of fitting, from 0.</param>
    /// <returns>
    /// d numbers. Each coordinate has mean 0 and variance 1 over the distinct rows, except those that the eigenproblem does not hold. It
    /// does not hold a row that is nobody's neighbour, where the method sums over neighbourhoods. Nor does it hold a row that leads into
    /// several parts of the graph. Such rows are placed by their neighbours. A row that a sample or landmarks left out has what
    /// <see cref="Transform(ReadOnlySpan{float}, Span{float})"/> gives for its features.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The model holds no training rows: transform the row instead.</exception>
    public ReadOnlySpan<double> Coordinates(int trainingRow) =>
        RequireRows().Embedding.AsSpan(_numbers.DistinctOf(trainingRow) * NumberOfComponents, NumberOfComponents);

    /// <summary>Places one row. A row equal to a training row gets that row's coordinates; NaN or infinity in it gives NaN
    /// coordinates.</summary>
    /// <param name="features">D values.</param>
    /// <param name="coordinates">Receives d coordinates.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Transform(ReadOnlySpan<float> features, Span<float> coordinates) => _placer.Place(features, coordinates);

    /// <inheritdoc cref="Transform(ReadOnlySpan{float}, Span{float})"/>
    public void Transform(ReadOnlySpan<double> features, Span<float> coordinates) => _placer.Place(features, coordinates);

    /// <summary>Places many rows at once, to the same bits as one by one, on several threads.</summary>
    /// <param name="rows">Rows of D values.</param>
    /// <param name="progress">Hears how many rows are placed; or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>As many rows of d coordinates.</returns>
    /// <remarks>A matrix built from double precision on its own holds differences from its first row, rounded to single precision. So a
    /// training row may miss its coordinates, and every row is placed less exactly the further that first row lies off. A matrix of
    /// <see cref="CreateRowBuilder"/> loses nothing that the model itself does not lose.</remarks>
    /// <exception cref="ArgumentException">The rows have another number of values than the model was fitted on.</exception>
    public FeatureMatrix Transform(
        FeatureMatrix rows, IProgress<LleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return RunContext.Unwrap(() => _placer.PlaceAll(rows, new FitContext(progress, null, cancellationToken)));
    }

    /// <summary>Starts a table of rows that the model is to place, or that are to join it.</summary>
    /// <param name="expectedNumberOfRows">Rows to make room for at once; 0 (the default) where unknown, and where rows are sparse.</param>
    /// <returns>An empty table of D columns.</returns>
    /// <remarks>Rows are stored as the model stores its own. So training rows of double precision get their own coordinates, and no row's
    /// place depends on the rows beside it.</remarks>
    /// <exception cref="InvalidOperationException">The expected rows do not fit one array.</exception>
    public FeatureMatrixBuilder CreateRowBuilder(int expectedNumberOfRows = 0) =>
        new(NumberOfFeatures, expectedNumberOfRows)
        {
            Offset = Content.Scaling.Offset,
            RoundsToSingle = Content.Scaling.Offset is null,
            HoldsFeatures = Metric != LleMetric.Precomputed,
        };

    /// <summary>
    /// Places every training row as if it had not been fitted: from its neighbours, without itself and the rows equal to it. Where
    /// <see cref="Coordinates"/> says where a training row lies, this says where a new row just like it would come to lie.
    /// </summary>
    /// <param name="progress">Hears of the neighbour search and of the placement; or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>As many rows of d coordinates as there are training rows, in their order; the same bits for any number of
    /// threads.</returns>
    /// <remarks>Cost: one neighbour graph, as in the fit, and one small solve a row; both on all processors.</remarks>
    /// <exception cref="InvalidOperationException">The model holds no training rows: a projection gives rows the same place either
    /// way.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public FeatureMatrix PlaceTrainingRows(IProgress<LleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        // Rows that a sample or the landmarks left out were placed as unseen rows already.
        double[] placed = [.. RequireRows().Embedding];
        RunContext.Unwrap(() => _placer.Explainer.PlaceFitted(placed, new FitContext(progress, null, cancellationToken)));
        return _numbers.Spread(placed, NumberOfComponents);
    }

    /// <summary>The number of the training row that a row equals, of equal training rows the first; -1 where there is none.</summary>
    /// <param name="features">D values.</param>
    /// <remarks>Cost: O(D), by a table of all training rows; nothing is allocated.</remarks>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="InvalidOperationException">The model holds no training rows.</exception>
    public int FindTrainingRow(ReadOnlySpan<float> features) => _placer.FindTrainingRow(features);

    /// <inheritdoc cref="FindTrainingRow(ReadOnlySpan{float})"/>
    public int FindTrainingRow(ReadOnlySpan<double> features) => _placer.FindTrainingRow(features);

    /// <summary>Tells which training rows, with which weights, put a row where <see cref="Transform(ReadOnlySpan{float}, Span{float})"/>
    /// puts it.</summary>
    /// <param name="features">D finite values. A row equal to a training row is explained by that row alone, with error 0.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model holds no training rows: a projection has no neighbours.</exception>
    public LleExplanation Explain(ReadOnlySpan<float> features) => _placer.Explain(features);

    /// <inheritdoc cref="Explain(ReadOnlySpan{float})"/>
    public LleExplanation Explain(ReadOnlySpan<double> features) => _placer.Explain(features);

    /// <summary>Tells how a training row's neighbours, itself left out, rebuild it.</summary>
    /// <param name="trainingRow">The row's number in the order of fitting, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The model does not hold the row: it is of a linear method, or fitted a sample or
    /// landmarks without it.</exception>
    public LleExplanation ExplainTrainingRow(int trainingRow) => _placer.ExplainTrainingRow(trainingRow);

    /// <summary>Makes what gives features for points of the embedding, for many points one after the other.</summary>
    /// <param name="options">The rule and its figures; null means the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The model was fitted on distances, which tell nothing of features.</exception>
    public LleReconstructor CreateReconstructor(LleReconstructionOptions? options = null) => new(Content, _numbers, options);

    /// <summary>Gives features for points of the embedding: what a row would be like that lies there.</summary>
    /// <param name="coordinates">Rows of d coordinates.</param>
    /// <param name="options">The rule and its figures; null means the defaults.</param>
    /// <param name="progress">Hears how many points are done; or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The rows have another number of coordinates than the model's, or an option is outside its
    /// range.</exception>
    /// <exception cref="InvalidOperationException">The model was fitted on distances, which tell nothing of features.</exception>
    public LleReconstruction Reconstruct(
        FeatureMatrix coordinates, LleReconstructionOptions? options = null, IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        CreateReconstructor(options).Reconstruct(coordinates, progress, cancellationToken);

    /// <summary>Writes the model in its own binary form (docs/reference/model-format.md); any stream that can be written will do.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        LleModelWriter.Write(Content, stream);
    }

    /// <summary>Reads a model written by <see cref="Save"/>, leaving the stream behind its last byte.</summary>
    /// <exception cref="InvalidDataException">The stream holds no model, a damaged one, or one that only
    /// a newer version can read.</exception>
    public static LleModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        LleModelContent content = LleModelReader.Read(stream);
        try
        {
            return Of(new FitResult(content, null, []), new FitContext());
        }
        catch (ArgumentException error)
        {
            // Rows that no search takes, such as zero rows by angle, were never fitted.
            throw new InvalidDataException($"The model's training rows cannot be searched: {error.Message}", error);
        }
    }

    internal static LleModel Of(FitResult fit, FitContext context) =>
        new(fit.Content, ModelPlacement.Create(fit.Content, fit.Search, context), fit.Participation);

    private FittedRows RequireRows() => Content.Rows ?? throw new InvalidOperationException(
        $"A model of {Method} keeps no training rows, only a projection; Transform gives any row's coordinates.");
}
