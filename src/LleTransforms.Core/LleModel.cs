using LleTransforms.Fitting;
using LleTransforms.Model;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>A fitted embedding: the training rows' coordinates, and the rule that places any other row.</summary>
/// <remarks>
/// Immutable, and safe for any number of threads. It holds the training rows themselves, and so does its file; after a fit of a sample or of
/// landmarks it holds those alone, beside the coordinates of all.
/// </remarks>
/// <threadsafety instance="true"/>
public sealed class LleModel
{
    private readonly IPlacement _placement;
    private readonly ScratchPool<Scratch> _scratch;
    private readonly Lazy<int[]?> _firstTrainingRow;

    internal LleModel(LleModelContent content, IPlacement placement)
    {
        Content = content;
        _placement = placement;
        _scratch = new ScratchPool<Scratch>(() => new Scratch(NumberOfFeatures, NumberOfComponents));
        _firstTrainingRow = new Lazy<int[]?>(FindFirstTrainingRows);
        Eigenvalues = Array.AsReadOnly(content.Eigenvalues);
        ComponentSizes = Array.AsReadOnly(content.ComponentSizes);
    }

    /// <summary>The variant that was fitted.</summary>
    public LleMethod Method => Content.Method;

    /// <summary>The number of coordinates, d.</summary>
    public int NumberOfComponents => Content.NumberOfComponents;

    /// <summary>The number of neighbours of each row, k.</summary>
    public int NumberOfNeighbors => Content.NumberOfNeighbors;

    /// <summary>The number of values a row must have, D.</summary>
    public int NumberOfFeatures => Content.Scaling.ColumnCount;

    /// <summary>The number of rows that were given to the fit, equal rows counted each.</summary>
    public int NumberOfTrainingRows => Content.NumberOfTrainingRows;

    /// <summary>What "near" meant when neighbours were chosen.</summary>
    public LleMetric Metric => Content.Metric;

    /// <summary>The ridge of each neighbourhood's Gram matrix, as a share of its trace.</summary>
    public double Regularization => Content.Regularization;

    /// <summary>How rows that were not fitted are placed.</summary>
    public LleOutOfSample OutOfSample => Content.OutOfSample;

    /// <summary>
    /// The sizes of the components of distinct rows that were embedded by themselves, largest first: one entry where the graph held together.
    /// </summary>
    public IReadOnlyList<int> ComponentSizes { get; }

    /// <summary>Whether the model holds the training rows: true but for the linear methods, which keep a projection alone.</summary>
    public bool HoldsTrainingRows => Content.Rows is not null;

    /// <summary>
    /// The number of distinct rows whose features the model holds, to place others by: all distinct training rows, the sample of
    /// <see cref="LleOptions.MaximumNumberOfTrainingRows"/>, or the landmarks; 0 for the linear methods.
    /// </summary>
    public int NumberOfHeldRows => Content.Rows?.Features.RowCount ?? 0;

    /// <summary>The number of landmarks whose coordinates alone were free, <see cref="LleOptions.NumberOfLandmarks"/> or a few more; null for a full fit.</summary>
    public int? NumberOfLandmarks => Content.NumberOfLandmarks;

    /// <summary>
    /// The eigenvalues of the alignment matrix that belong to the coordinates, ascending, d of them, each at least 0. Where several components
    /// were embedded, each is the sum of theirs.
    /// </summary>
    public IReadOnlyList<double> Eigenvalues { get; }

    /// <summary>The sum of <see cref="Eigenvalues"/>: the embedding cost (Roweis &amp; Saul 2000, equation 2) of unit-norm columns.</summary>
    public double ReconstructionError => Content.Eigenvalues.Sum();

    internal LleModelContent Content { get; }

    /// <summary>The coordinates of a training row, in double precision.</summary>
    /// <param name="trainingRow">The row's number in the order of fitting, from 0.</param>
    /// <returns>d numbers; over the distinct training rows (of a sample: those drawn) each coordinate has mean 0 and variance 1, rows apart that
    /// the eigenproblem does not hold and that are placed behind it: those that are nobody's neighbour, for the methods that sum over neighbourhoods, and
    /// those that lead into several parts. A row that a sample or landmarks left out has exactly what
    /// <see cref="Transform(ReadOnlySpan{float}, Span{float})"/> gives for its features, in double precision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The model holds no training rows: transform the row instead.</exception>
    public ReadOnlySpan<double> Coordinates(int trainingRow)
    {
        return RequireRows().Embedding.AsSpan(DistinctRow(trainingRow) * NumberOfComponents, NumberOfComponents);
    }

    /// <summary>Places one row. A row equal to a training row gets that row's coordinates; NaN or infinity in it gives NaN coordinates.</summary>
    /// <param name="features">D values.</param>
    /// <param name="coordinates">Receives d coordinates.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Transform(ReadOnlySpan<float> features, Span<float> coordinates)
    {
        CheckLengths(features.Length, coordinates.Length);
        Scratch scratch = _scratch.Rent();
        Content.Scaling.Map(features, scratch.Row);
        Place(scratch, coordinates);
        _scratch.Return(scratch);
    }

    /// <inheritdoc cref="Transform(ReadOnlySpan{float}, Span{float})"/>
    public void Transform(ReadOnlySpan<double> features, Span<float> coordinates)
    {
        CheckLengths(features.Length, coordinates.Length);
        Scratch scratch = _scratch.Rent();
        Content.Scaling.Map(features, scratch.Row);
        Place(scratch, coordinates);
        _scratch.Return(scratch);
    }

    /// <summary>Places many rows at once, to the same bits as one by one, on several threads.</summary>
    /// <param name="rows">Rows of D values.</param>
    /// <param name="progress">Hears how many rows are placed; or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>As many rows of d coordinates.</returns>
    /// <exception cref="ArgumentException">The rows have another number of values than the model was fitted on.</exception>
    public FeatureMatrix Transform(FeatureMatrix rows, IProgress<LleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckLengths(rows.ColumnCount, NumberOfComponents);
        return RunContext.Unwrap(() =>
            BatchPlacement.Apply(rows, Content.Scaling, _placement, NumberOfComponents, new FitContext(progress, null, cancellationToken)));
    }

    /// <summary>
    /// Places every training row as if it had not been fitted: from its neighbours, without itself and the rows equal to it. Where
    /// <see cref="Coordinates"/> says where a training row lies, this says where a new row just like it would come to lie.
    /// </summary>
    /// <param name="progress">Hears of the neighbour search and of the placement; or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>As many rows of d coordinates as there are training rows, in their order; the same bits for any number of threads.</returns>
    /// <remarks>Cost: one neighbour graph, as in the fit, and one small solve a row; both on all processors.</remarks>
    /// <exception cref="InvalidOperationException">The model holds no training rows: a projection gives rows the same place either way.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public FeatureMatrix PlaceTrainingRows(IProgress<LleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        FittedRows rows = RequireRows();

        // Rows that a sample or the landmarks left out were placed as unseen rows already.
        double[] placed = [.. rows.Embedding];
        NeighborPlacement placement = RequireNeighbors();
        RunContext.Unwrap(() => placement.PlaceFitted(placed, new FitContext(progress, null, cancellationToken)));
        float[] result = FeatureMatrixBuilder.Allocate(NumberOfTrainingRows, NumberOfComponents);
        for (int row = 0; row < NumberOfTrainingRows; row++)
        {
            int source = DistinctRow(row) * NumberOfComponents;
            for (int c = 0; c < NumberOfComponents; c++)
            {
                result[(row * NumberOfComponents) + c] = (float)placed[source + c];
            }
        }

        return FeatureMatrix.FromRowMajor(result, NumberOfTrainingRows, NumberOfComponents);
    }

    /// <summary>The number of the training row that a row equals, of equal training rows the first; -1 where there is none.</summary>
    /// <param name="features">D values.</param>
    /// <remarks>Cost: O(D), by a table of all training rows; nothing is allocated.</remarks>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="InvalidOperationException">The model holds no training rows.</exception>
    public int FindTrainingRow(ReadOnlySpan<float> features)
    {
        CheckLengths(features.Length, NumberOfComponents);
        Scratch scratch = _scratch.Rent();
        Content.Scaling.Map(features, scratch.Row);
        return FindMapped(scratch);
    }

    /// <inheritdoc cref="FindTrainingRow(ReadOnlySpan{float})"/>
    public int FindTrainingRow(ReadOnlySpan<double> features)
    {
        CheckLengths(features.Length, NumberOfComponents);
        Scratch scratch = _scratch.Rent();
        Content.Scaling.Map(features, scratch.Row);
        return FindMapped(scratch);
    }

    /// <summary>Tells which training rows, with which weights, put a row where <see cref="Transform(ReadOnlySpan{float}, Span{float})"/> puts it.</summary>
    /// <param name="features">D finite values. A row equal to a training row is explained by that row alone, with error 0.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model holds no training rows: a projection has no neighbours.</exception>
    public LleExplanation Explain(ReadOnlySpan<float> features)
    {
        CheckLengths(features.Length, NumberOfComponents);
        float[] row = new float[NumberOfFeatures];
        Content.Scaling.Map(features, row);
        return ExplainMapped(row, nameof(features));
    }

    /// <inheritdoc cref="Explain(ReadOnlySpan{float})"/>
    public LleExplanation Explain(ReadOnlySpan<double> features)
    {
        CheckLengths(features.Length, NumberOfComponents);
        float[] row = new float[NumberOfFeatures];
        Content.Scaling.Map(features, row);
        return ExplainMapped(row, nameof(features));
    }

    /// <summary>Tells how a training row's neighbours, itself left out, rebuild it.</summary>
    /// <param name="trainingRow">The row's number in the order of fitting, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The model does not hold the row: it is of a linear method, or fitted a sample or landmarks without it.</exception>
    public LleExplanation ExplainTrainingRow(int trainingRow)
    {
        NeighborPlacement placement = RequireNeighbors();
        int[] neighbors = new int[NumberOfNeighbors];
        double[] weights = new double[NumberOfNeighbors];
        int row = DistinctRow(trainingRow);
        if (row >= NumberOfHeldRows)
        {
            throw new InvalidOperationException(
                $"The model does not hold the features of training row {trainingRow}, only of the {NumberOfHeldRows} rows that were drawn; Explain takes its features.");
        }

        double error = placement.ExplainFitted(row, neighbors, weights, new double[NumberOfComponents]);
        return Explanation(neighbors, weights, error);
    }

    /// <summary>Writes the model in its own binary form (docs/model-format.md); any stream that can be written will do.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        LleModelFormat.Write(Content, stream);
    }

    /// <summary>Reads a model written by <see cref="Save"/>, leaving the stream behind its last byte.</summary>
    /// <exception cref="InvalidDataException">The stream holds no model, a damaged one, or one that only a newer version can read.</exception>
    public static LleModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        LleModelContent content = LleModelFormat.Read(stream);
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

    internal static LleModel Of(FitResult fit, FitContext context) => new(fit.Content, ModelPlacement.Create(fit.Content, fit.Search, context));

    private int FindMapped(Scratch scratch)
    {
        int distinct = RequireNeighbors().FindFitted(scratch.Row);
        _scratch.Return(scratch);
        return distinct >= 0 && _firstTrainingRow.Value is int[] first ? first[distinct] : distinct;
    }

    private FittedRows RequireRows() => Content.Rows ?? throw new InvalidOperationException(
        $"A model of {Method} keeps no training rows, only a projection; Transform gives any row's coordinates.");

    private int DistinctRow(int trainingRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trainingRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trainingRow, NumberOfTrainingRows);
        return Content.Rows?.DistinctIndex?[trainingRow] ?? trainingRow;
    }

    private LleExplanation ExplainMapped(float[] row, string parameter)
    {
        NeighborPlacement placement = RequireNeighbors();
        if (!BatchPlacement.IsFinite(row))
        {
            throw new ArgumentException("The row holds a value that is not finite; only finite rows have neighbours.", parameter);
        }

        int[] neighbors = new int[NumberOfNeighbors];
        double[] weights = new double[NumberOfNeighbors];
        return Explanation(neighbors, weights, placement.Explain(row, neighbors, weights, new double[NumberOfComponents]));
    }

    private NeighborPlacement RequireNeighbors() => _placement as NeighborPlacement ?? throw new InvalidOperationException(
        $"A model of {Method} places rows by a projection alone; it holds no training rows that could explain one.");

    private LleExplanation Explanation(int[] distinctNeighbors, double[] weights, double scaledError)
    {
        int[] trainingRows = _firstTrainingRow.Value is int[] first ? [.. distinctNeighbors.Select(row => first[row])] : distinctNeighbors;
        return new LleExplanation(trainingRows, weights, Math.ScaleB(scaledError, 2 * Content.Scaling.ScaleExponent));
    }

    /// <summary>The first training row that each distinct row stands for; null where all are distinct.</summary>
    private int[]? FindFirstTrainingRows()
    {
        if (Content.Rows is not { DistinctIndex: int[] distinct } rows)
        {
            return null;
        }

        int[] first = new int[rows.Features.RowCount];
        for (int row = distinct.Length - 1; row >= 0; row--)
        {
            if (distinct[row] < first.Length)
            {
                first[distinct[row]] = row;
            }
        }

        return first;
    }

    private void CheckLengths(int featureCount, int coordinateCount)
    {
        if (featureCount != NumberOfFeatures)
        {
            throw new ArgumentException($"The row has {featureCount} values, but the model was fitted on {NumberOfFeatures}.", nameof(featureCount));
        }

        if (coordinateCount != NumberOfComponents)
        {
            throw new ArgumentException($"There is room for {coordinateCount} coordinates, but the model gives {NumberOfComponents}.", nameof(coordinateCount));
        }
    }

    private void Place(Scratch scratch, Span<float> coordinates)
    {
        if (!BatchPlacement.IsFinite(scratch.Row))
        {
            coordinates.Fill(float.NaN);
            return;
        }

        _placement.Place(scratch.Row, scratch.Coordinates);
        for (int c = 0; c < coordinates.Length; c++)
        {
            coordinates[c] = (float)scratch.Coordinates[c];
        }
    }

    private sealed class Scratch(int featureCount, int componentCount)
    {
        public float[] Row { get; } = new float[featureCount];

        public double[] Coordinates { get; } = new double[componentCount];
    }
}
