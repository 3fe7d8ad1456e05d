using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace LleTransforms.Mapping;

/// <summary>The way back bound to one input schema: makes the getter of the column of features.</summary>
/// <remarks>Immutable and safe for any number of threads; the getters it makes belong to the row they were made for.</remarks>
internal sealed class ReconstructionMapper : IStepMapper
{
    private readonly IHost _host;
    private readonly LleReconstructor _reconstructor;
    private readonly InputColumn _input;

    public ReconstructionMapper(IHost host, LleReconstructor reconstructor, DataViewSchema inputSchema, ReconstructionPlan plan)
    {
        _host = host;
        _reconstructor = reconstructor;
        _input = InputColumn.FindCoordinates(inputSchema, plan.Input, reconstructor.NumberOfComponents);
        OutputColumn output = OutputColumn.Features(plan.Output, reconstructor.NumberOfFeatures, reconstructor.FeatureNames);
        Layout = new ColumnLayout(inputSchema, [output.ToColumn()]);
    }

    public ColumnLayout Layout { get; }

    public DataViewSchema InputSchema => Layout.InputSchema;

    public DataViewSchema OutputSchema => Layout.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        return Layout.Dependencies(dependingColumns, _input.Column);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException("The row's schema is not the one this mapper is bound to.", nameof(input));
        }

        return new MappedRow(input, Columns(input, activeColumns, CountUnplaced()));
    }

    public MappedColumns Columns(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns, UnplacedRowCounter unplaced) =>
        new(Layout, input, [Layout.ActiveAdded(activeColumns)[0] ? FeaturesGetter(FeatureReader.Create(input, _input)) : null]);

    /// <remarks>Points that are not finite give NaN, as rows of NaN do in ML.NET's own steps, and are not counted.</remarks>
    public UnplacedRowCounter CountUnplaced() => new(_host, _input.Column.Name, LleUnplacedRows.NaN);

    /// <remarks>The engine's graph places rows and has no operators for the way back. A graph without the step would be wrong in
    /// silence.</remarks>
    public void SaveAsOnnx(OnnxContext context) => throw new NotSupportedException(
        $"LocallyLinearReconstruction, which makes features from column '{_input.Column.Name}', cannot be converted to ONNX. Convert the " +
        "chain in front of it, and call LleModel.Reconstruct on what the graph gives.");

    private ValueGetter<VBuffer<float>> FeaturesGetter(FeatureReader reader)
    {
        double[] features = new double[_reconstructor.NumberOfFeatures];
        return (ref VBuffer<float> destination) =>
        {
            reader.Read();
            reader.Reconstruct(_reconstructor, features);
            VBufferEditor<float> editor = VBufferEditor.Create(ref destination, features.Length);
            for (int slot = 0; slot < features.Length; slot++)
            {
                editor.Values[slot] = (float)features[slot];
            }

            destination = editor.Commit();
        };
    }
}
