using System.Globalization;
using LleTransforms.Mapping;
using LleTransforms.Schema;
using LleTransforms.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace LleTransforms;

/// <summary>Learns a Locally Linear Embedding of a vector column: few coordinates that keep each row's linear relation to its nearest
/// neighbours.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
///
/// To create this estimator, use <xref:Microsoft.ML.LleCatalog.LocallyLinearEmbedding*> on `mlContext.Transforms`.
///
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | Yes, in one pass |
/// | Input column data type | Vector of <xref:System.Single> or <xref:System.Double>, dense or sparse, of one length in all rows |
/// | Output column data type | Known-size vector of <xref:System.Single>, one slot a component, with slot names |
/// | Optional output column of reconstruction errors | <xref:System.Single> |
/// | Optional output column of neighbours | Vector of <xref:System.Int32> |
/// | Optional output column of neighbours' weights | Vector of <xref:System.Single> |
/// | Exportable to ONNX | No |
///
/// Each row is written as the weighted mean of its k nearest neighbours. The embedding is the set of d coordinates a row for which the same
/// weights fit best (Roweis and Saul 2000, Science 290:2323). Each column has mean 0 and variance 1. The resulting
/// <xref:LleTransforms.LocallyLinearEmbeddingTransformer> gives a training row its own coordinates and places any other row among its
/// nearest training rows. Therefore it keeps those: a saved model holds the training features.
///
/// Distances are Euclidean, so features should be brought to comparable scales in front, for example by `NormalizeMinMax` with
/// `fixZero: false`. A trainer that passes over its data several times should follow an `AppendCacheCheckpoint`, or each pass places every
/// row again. Where labels shape the embedding, such a trainer in the same chain learns from training rows placed like unseen ones (see
/// <xref:LleTransforms.LocallyLinearEmbeddingOptions.TrainingRows>).
///
/// The estimator is immutable and may be used by several threads at once. NaN or infinity in the input is an error at Fit that names row
/// and slot. In a row to be mapped it gives a row of NaN.
/// ]]></format>
/// </remarks>
/// <seealso cref="LleCatalog"/>
public sealed class LocallyLinearEmbeddingEstimator : IEstimator<LocallyLinearEmbeddingTransformer>
{
    private const double BytesInMebibyte = 1048576;

    /// <summary>Below it, trainers lost more than a point (docs/guide/growing.md).</summary>
    private const double SufficientShare = 0.95;

    private readonly IHost _host;
    private readonly LocallyLinearEmbeddingOptions _options;
    private readonly ColumnNames _names;

    internal LocallyLinearEmbeddingEstimator(IHostEnvironment environment, LocallyLinearEmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Copy();
        _names = _options.ColumnNames;
        _names.Validate();
        _options.Validate();
        ThrowIfExplanationIsAskedOfAProjection();

        // A host draws its own random numbers even where the context has no seed; the seed itself tells whether results shall repeat.
        _options.Seed ??= (environment as IHostEnvironmentInternal)?.Seed;
        _host = environment.Register(nameof(LocallyLinearEmbeddingEstimator));
    }

    /// <summary>Reads the input column once and fits the embedding.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>The transformer, whose <see cref="LocallyLinearEmbeddingTransformer.Model"/> can also be used without ML.NET.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type, or an option does not suit the
    /// data.</exception>
    /// <exception cref="InvalidOperationException">The input column has no rows, rows of several lengths, or NaN or infinity.</exception>
    /// <exception cref="OperationCanceledException">The token of the options or the host of the context was cancelled.</exception>
    public LocallyLinearEmbeddingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = InputColumn.FindToLearn(input.Schema, _names.Input, _options.NumberOfFeatures);
        DataViewSchema.Column? label = _options.LabelColumnName is { } name ? LabelColumn.Find(input.Schema, name) : null;
        using var channel = _host.Start("Fit");
        using var hostCancellation = new HostCancellation(_host, _options.CancellationToken);
        var progress = new ChannelProgress(channel, _options.Progress);

        var (features, labels) = TrainingDataReader.Read(
            input, column, label, _options.Metric, progress, hostCancellation.Token);
        Announce(progress, features);
        ModelEntrySize.WarnIfTooLarge(progress, features, _options);
        var model = LocallyLinearEmbedding.Fit(features, labels, _options.EngineToFit(), progress, hostCancellation.Token);
        Conclude(progress, model);
        return TransformerOf(Align(model, features, progress, hostCancellation.Token));
    }

    /// <summary>Adds rows to a fitted step: what a fit of its rows and these gives, in the axes that it had.</summary>
    /// <param name="input">The new rows alone.</param>
    /// <param name="previousTransformer">The step that was fitted before, by options that agree with these. It stays as it is.</param>
    /// <returns>The grown step. Rows that were there keep their numbers (<see cref="LleModel.Extend"/>).</returns>
    /// <remarks>The shape is that of ML.NET's trainers that are trained again. <see cref="LleOptions.KeepsGraph"/> at the first fit spares
    /// this one most of the neighbour search. NumberOfNeighbors null means that of the step.</remarks>
    /// <exception cref="ArgumentException">An option differs from the step's, or a row lies too far from its rows.</exception>
    /// <exception cref="InvalidOperationException">The step cannot grow: it holds not all of its rows, or was fitted to distances. Or the
    /// options name labels. Or the input column has no rows, rows of several lengths, or NaN or infinity.</exception>
    /// <exception cref="OperationCanceledException">The token of the options or the host of the context was cancelled.</exception>
    public LocallyLinearEmbeddingTransformer Fit(IDataView input, LocallyLinearEmbeddingTransformer previousTransformer)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(previousTransformer);
        var column = InputColumn.FindToLearn(input.Schema, _names.Input, _options.NumberOfFeatures);
        using var channel = _host.Start("Fit");
        using var hostCancellation = new HostCancellation(_host, _options.CancellationToken);
        var progress = new ChannelProgress(channel, _options.Progress);
        var (features, _) = TrainingDataReader.Read(
            input, column, null, _options.Metric, progress, hostCancellation.Token, previousTransformer.Model);
        Announce(progress, features);
        var model = previousTransformer.Model.Extend(features, _options.Engine, progress, hostCancellation.Token).Model;
        Conclude(progress, model);
        return TransformerOf(model);
    }

    private LleModel Align(LleModel model, FeatureMatrix features, ChannelProgress progress, CancellationToken cancellationToken)
    {
        if (_options.AlignTo is not { } reference)
        {
            return model;
        }

        // A turn keeps variances of 1. Who asks for more eigenvectors asks for a trainer that stays of use.
        LleAlignmentKind kind =
            model.NumberOfComponents > _options.NumberOfComponents ? LleAlignmentKind.Linear : LleAlignmentKind.Orthogonal;
        var alignment = model.AlignTo(reference.Model, features, kind, cancellationToken);
        Say(alignment.ToString(), LleSeverity.Info);
        if (alignment.SmallestExplainedShare < SufficientShare)
        {
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"A trainer of the reference's coordinates may lose by it: less than {SufficientShare:0.00} of the variance of one of " +
                $"them is explained. A larger NumberOfAlignmentEigenvectors explains more."),
                LleSeverity.Warning);
        }

        return alignment.Model;

        void Say(string message, LleSeverity severity) => progress.Report(new LleProgress(
            LlePhase.Placement, alignment.NumberOfSharedRows, alignment.NumberOfSharedRows, message, severity));
    }

    private LocallyLinearEmbeddingTransformer TransformerOf(LleModel model) => new(
        _host, model, new MappingPlan(_names, _options.UnplacedRows), PlaceTrainingRowsOf(model));

    /// <summary>What a chain asks for while it is being fitted; null where training rows are to be shown as they were fitted.</summary>
    private Func<FeatureMatrix>? PlaceTrainingRowsOf(LleModel model) => _options.PlacesTrainingRows && model.HoldsTrainingRows
        ? () =>
        {
            using var channel = _host.Start("Place training rows");
            using var hostCancellation = new HostCancellation(_host, _options.CancellationToken);
            return model.PlaceTrainingRows(new ChannelProgress(channel, _options.Progress), hostCancellation.Token);
        }
        : null;

    /// <summary>Says what columns <see cref="Fit(IDataView)"/> would lead to.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        InputColumn.Check(inputSchema, _names.Input);
        if (_options.LabelColumnName is { } label)
        {
            LabelColumn.Check(inputSchema, label);
        }

        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (var output in _names.Outputs(
            _options.NumberOfComponents, _options.NumberOfNeighbors ?? LleOptionRanges.DefaultNumberOfNeighbors))
        {
            columns[output.Name] = output.ToShape();
        }

        return new SchemaShape(columns.Values);
    }

    private void ThrowIfExplanationIsAskedOfAProjection()
    {
        if (_names.NeedExplanation && _options.Method.IsLinear())
        {
            throw new ArgumentException(
                $"Method is {_options.Method}, whose models hold no training rows; ReconstructionErrorColumnName, NeighborsColumnName and "
                + "NeighborWeightsColumnName need another method, or have to be null.");
        }
    }

    private void Announce(ChannelProgress progress, FeatureMatrix features) => progress.Report(new LleProgress(
        LlePhase.Features, features.NumberOfRows, features.NumberOfRows,
        string.Create(
            CultureInfo.InvariantCulture,
            $"read {features.NumberOfRows} rows of {features.NumberOfColumns} features from column '{_names.Input}', " +
            $"{features.SizeInBytes / BytesInMebibyte:F1} MiB{(features.IsSparse ? " as sparse rows" : "")}; the model will take about " +
            $"{ModelEntrySize.Estimate(features, _options) / BytesInMebibyte:F1} MiB.")));

    private static void Conclude(ChannelProgress progress, LleModel model) => progress.Report(new LleProgress(
        LlePhase.Eigenvectors, model.NumberOfComponents, model.NumberOfComponents,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{model.NumberOfTrainingRows} rows in {model.NumberOfComponents} coordinates, reconstruction error " +
            $"{model.ReconstructionError:g4}.")));
}
