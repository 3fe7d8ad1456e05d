using LleTransforms.Mapping;
using LleTransforms.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace LleTransforms;

/// <summary>Maps rows to the coordinates that a <see cref="LocallyLinearEmbeddingEstimator"/> has learnt.</summary>
/// <remarks>
/// Immutable and safe for any number of threads, cursors and prediction engines at once. The input column's rows must be as wide as those
/// fitted on; Single and Double are both taken. Other columns pass through untouched, and a column that nobody asks for is not read. A row
/// with NaN or infinity in it maps to a row of NaN.
/// </remarks>
public sealed class LocallyLinearEmbeddingTransformer : ITransformer, ITransformerWithDifferentMappingAtTrainingTime
{
    private readonly IHost _host;
    private readonly MappingPlan _plan;
    private readonly Func<FeatureMatrix>? _placeTrainingRows;

    /// <param name="environment">Hears of rows that have no place, and of slots of other names.</param>
    /// <param name="model">The fitted model.</param>
    /// <param name="plan">The columns, and what else the step was told.</param>
    /// <param name="placeTrainingRows">Places the training rows for the trainers behind; null where these
    /// see them as they were fitted.</param>
    internal LocallyLinearEmbeddingTransformer(
        IHostEnvironment environment, LleModel model, MappingPlan plan, Func<FeatureMatrix>? placeTrainingRows = null)
    {
        _host = environment.Register(nameof(LocallyLinearEmbeddingTransformer));
        Model = model;
        _plan = plan;
        _placeTrainingRows = placeTrainingRows;
    }

    /// <summary>The fitted model: coordinates of the training rows, eigenvalues, reconstruction error,
    /// and a Transform that needs no ML.NET.</summary>
    public LleModel Model { get; }

    /// <summary>The name of the column of features.</summary>
    public string InputColumnName => _plan.Names.Input;

    /// <summary>The name of the column of coordinates.</summary>
    public string OutputColumnName => _plan.Names.Coordinates;

    /// <summary>True: each row is mapped by itself.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Says what columns <see cref="Transform"/> gives.</summary>
    /// <param name="inputSchema">The schema of the data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, of another type or of another width.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <summary>Binds the model to a schema, to map single rows.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, of another type or of another width.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        var mapper = Bind(inputSchema);
        WarnOfOtherNames(mapper);
        return mapper;
    }

    /// <summary>Gives the data with the added columns. Lazy: rows are placed as cursors move over them, each time anew.</summary>
    /// <param name="input">The data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, of another type or of another width.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var mapper = Bind(input.Schema);
        WarnOfOtherNames(mapper);
        return new MappedDataView(mapper, input, this);
    }

    // A chain of estimators calls this, and not Transform, to make what the next estimator is fitted on.
    IDataView ITransformerWithDifferentMappingAtTrainingTime.TransformForTrainingPipeline(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var placed = _placeTrainingRows is null ? null : new PlacedTrainingRows(Model, _placeTrainingRows);
        return new MappedDataView(new LleRowMapper(_host, Model, input.Schema, _plan, placed), input, this);
    }

    /// <summary>The step without some of its training rows, whose features and coordinates are in none of its bytes.</summary>
    /// <param name="rows">Their numbers, from 0, in the order of fitting. The rows that stay close up.</param>
    /// <remarks>What that does and does not guarantee: <see cref="LleModel.Without"/>.</remarks>
    public LocallyLinearEmbeddingTransformer Without(IReadOnlyList<int> rows) => new(_host, Model.Without(rows), _plan);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ModelEnvelope.Save(ctx, _plan, Model);
    }

    // ML.NET's loader calls this by name, as the assembly's LoadableClass attribute promises.
    private static LocallyLinearEmbeddingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (plan, model) = ModelEnvelope.Load(ctx);
        return new LocallyLinearEmbeddingTransformer(env, model, plan);
    }

    private LleRowMapper Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new LleRowMapper(_host, Model, inputSchema, _plan);
    }

    private void WarnOfOtherNames(LleRowMapper mapper)
    {
        if (mapper.OtherNames is { } difference)
        {
            using var channel = _host.Start("Transform");
            channel.Warning(MessageSensitivity.Schema, $"Placement: {difference}");
        }
    }
}
