using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace LleTransforms.Mapping;

/// <summary>The way back bound to one input schema: makes the getter of the column of features.</summary>
/// <remarks>Immutable and safe for any number of threads; the getters it makes belong to the row they were made for.</remarks>
internal sealed class ReconstructionMapper(
    IHost host, LleReconstructor reconstructor, DataViewSchema inputSchema, ReconstructionPlan plan) : StepMapper(
        InputColumn.FindCoordinates(inputSchema, plan.Input, reconstructor.NumberOfComponents),
        [OutputColumn.Features(plan.Output, reconstructor.NumberOfFeatures, reconstructor.FeatureNames)], inputSchema)
{
    public override MappedColumns Columns(
        DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns, UnplacedRowCounter unplaced) =>
        new(Layout, row, [Layout.ActiveAdded(activeColumns)[0] ? FeaturesGetter(FeatureReader.Create(row, Input)) : null]);

    /// <remarks>Points that are not finite give NaN, as rows of NaN do in ML.NET's own steps, and are not counted.</remarks>
    public override UnplacedRowCounter CountUnplaced() => new(host, Input.Column.Name, LleUnplacedRows.NaN);

    /// <remarks>The engine's graph places rows and has no operators for the way back. A graph without the step would be wrong in
    /// silence.</remarks>
    public override void SaveAsOnnx(OnnxContext context) => throw new NotSupportedException(
        $"LocallyLinearReconstruction, which makes features from column '{Input.Column.Name}', cannot be converted to ONNX. Convert the " +
        "chain in front of it, and call LleModel.Reconstruct on what the graph gives.");

    private ValueGetter<VBuffer<float>> FeaturesGetter(FeatureReader reader)
    {
        double[] features = new double[reconstructor.NumberOfFeatures];
        return (ref VBuffer<float> destination) =>
        {
            reader.Read();
            reader.Reconstruct(reconstructor, features);
            VBufferEditor<float> editor = VBufferEditor.Create(ref destination, features.Length);
            for (int slot = 0; slot < features.Length; slot++)
            {
                editor.Values[slot] = (float)features[slot];
            }

            destination = editor.Commit();
        };
    }
}
