using LleTransforms.Mapping;
using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace LleTransforms;

/// <summary>The way back from an embedding: makes a column of features from a column of coordinates.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
///
/// To create this estimator, use <xref:Microsoft.ML.LleCatalog.LocallyLinearReconstruction*> on `mlContext.Transforms`.
///
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | No |
/// | Input column data type | Vector of <xref:System.Single> or <xref:System.Double>, one slot a coordinate |
/// | Output column data type | Known-size vector of <xref:System.Single>, one slot a feature, with the features' names if known |
/// | Exportable to ONNX | No |
///
/// A point between rows gets a weighted sum of features. They are those of the rows nearest to it in the embedding (Saul and Roweis
/// 2003, JMLR 4, section 6.1). The linear methods go back by their pseudo-inverse.
/// ]]></format>
/// </remarks>
/// <seealso cref="LleCatalog"/>
public sealed class LocallyLinearReconstructionEstimator : IEstimator<LocallyLinearReconstructionTransformer>
{
    private readonly IHost _host;
    private readonly ReconstructionPlan _plan;
    private readonly LleModel _model;
    private readonly LleReconstructor _reconstructor;

    internal LocallyLinearReconstructionEstimator(IHostEnvironment environment, ReconstructionPlan plan, LleModel model)
    {
        _host = environment.Register(nameof(LocallyLinearReconstructionEstimator));
        (_plan, _model) = (plan, model);
        _reconstructor = model.CreateReconstructor(plan.Options);
    }

    /// <summary>Gives the transformer; the data are looked at for their columns alone.</summary>
    /// <param name="input">Data with the column of coordinates.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, of another type or of another width.</exception>
    public LocallyLinearReconstructionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var transformer = new LocallyLinearReconstructionTransformer(_host, _model, _reconstructor, _plan);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>Says what columns <see cref="Fit"/> would lead to.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        InputColumn.Check(inputSchema, _plan.Input);
        var columns = inputSchema.ToDictionary(column => column.Name);
        columns[_plan.Output] =
            OutputColumn.Features(_plan.Output, _reconstructor.NumberOfFeatures, _reconstructor.FeatureNames).ToShape();
        return new SchemaShape(columns.Values);
    }
}
