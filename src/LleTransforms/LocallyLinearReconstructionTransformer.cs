using LleTransforms.Mapping;
using LleTransforms.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace LleTransforms;

/// <summary>Maps coordinates of an embedding to features.</summary>
/// <remarks>
/// Immutable and safe for any number of threads, cursors and prediction engines at once. Other columns pass through untouched. Coordinates
/// that are not finite map to a row of NaN.
/// </remarks>
public sealed class LocallyLinearReconstructionTransformer : ITransformer
{
    private readonly IHost _host;
    private readonly ReconstructionPlan _plan;
    private readonly LleReconstructor _reconstructor;

    internal LocallyLinearReconstructionTransformer(
        IHostEnvironment environment, LleModel model, LleReconstructor reconstructor, ReconstructionPlan plan)
    {
        _host = environment.Register(nameof(LocallyLinearReconstructionTransformer));
        (Model, _reconstructor, _plan) = (model, reconstructor, plan);
    }

    /// <summary>The embedding whose coordinates are mapped back.</summary>
    public LleModel Model { get; }

    /// <summary>The name of the column of coordinates.</summary>
    public string InputColumnName => _plan.Input;

    /// <summary>The name of the column of features.</summary>
    public string OutputColumnName => _plan.Output;

    /// <summary>True: each row is mapped by itself.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Says what columns <see cref="Transform"/> gives.</summary>
    /// <param name="inputSchema">The schema of the data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, of another type or of another width.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <summary>Binds the step to a schema, to map single rows.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, of another type or of another width.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    /// <summary>Gives the data with the column of features. Lazy: rows are mapped as cursors move over them, each time anew.</summary>
    /// <param name="input">The data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, of another type or of another width.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(Bind(input.Schema), input, this);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ReconstructionEnvelope.Save(ctx, _plan, Model);
    }

    // ML.NET's loader calls this by name, as the assembly's LoadableClass attribute promises.
    private static LocallyLinearReconstructionTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (plan, model) = ReconstructionEnvelope.Load(ctx);
        return new LocallyLinearReconstructionTransformer(env, model, model.CreateReconstructor(plan.Options), plan);
    }

    private ReconstructionMapper Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ReconstructionMapper(_host, _reconstructor, inputSchema, _plan);
    }
}
