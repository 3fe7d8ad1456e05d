using LleTransforms.Conversion;
using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace LleTransforms.Mapping;

/// <summary>A fitted model bound to one input schema: makes the added columns' getters for any row of that schema.</summary>
/// <remarks>Immutable and safe for any number of threads; the getters it makes belong to the row they were made for.</remarks>
internal sealed class LleRowMapper : StepMapper
{
    private readonly IHost _host;
    private readonly LleModel _model;
    private readonly MappingPlan _plan;
    private readonly PlacedTrainingRows? _placed;
    private readonly IReadOnlyList<OutputColumn> _outputs;

    /// <param name="host">Hears of rows that have no place.</param>
    /// <param name="model">The fitted model.</param>
    /// <param name="inputSchema">The schema of the rows to map.</param>
    /// <param name="plan">The columns, and what becomes of rows that have no place.</param>
    /// <param name="placed">Shows training rows as unseen ones; null to show them as they were fitted.</param>
    public LleRowMapper(
        IHost host, LleModel model, DataViewSchema inputSchema, MappingPlan plan, PlacedTrainingRows? placed = null)
        : this(
            host, model, inputSchema, plan, placed, InputColumn.Find(inputSchema, plan.Names.Input, model.NumberOfFeatures),
            plan.Names.Outputs(model.NumberOfComponents, model.NumberOfNeighbors))
    {
    }

    private LleRowMapper(
        IHost host, LleModel model, DataViewSchema inputSchema, MappingPlan plan, PlacedTrainingRows? placed, InputColumn input,
        IReadOnlyList<OutputColumn> outputs)
        : base(input, outputs, inputSchema) =>
        (_host, _model, _plan, _placed, _outputs) = (host, model, plan, placed, outputs);

    /// <summary>What to say where the slots have other names than those fitted; else null.</summary>
    public string? OtherNames => SlotNames.Disagreement(_model.FeatureNames, SlotNames.Of(Input), Input.Column.Name);

    public override void SaveAsOnnx(OnnxContext context) => OnnxConversion.Write(context, _model, _plan, Input);

    public override UnplacedRowCounter CountUnplaced() => new(_host, Input.Column.Name, _plan.UnplacedRows);

    public override MappedColumns Columns(
        DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns, UnplacedRowCounter unplaced)
    {
        bool[] active = Layout.ActiveAdded(activeColumns);
        var getters = new Delegate?[active.Length];
        ExplanationGetters? explanation = null;
        for (int number = 0; number < getters.Length; number++)
        {
            if (!active[number])
            {
                continue;
            }

            getters[number] = _outputs[number].Kind == OutputKind.Coordinates
                ? CoordinatesGetter(row, FeatureReader.Create(row, Input), unplaced)
                : (explanation ??= new ExplanationGetters(_model, _placed, row, FeatureReader.Create(row, Input)))
                    .Create(_outputs[number].Kind);
        }

        return new MappedColumns(Layout, row, getters);
    }

    private ValueGetter<VBuffer<float>> CoordinatesGetter(DataViewRow row, FeatureReader reader, UnplacedRowCounter unplaced) =>
        (ref VBuffer<float> destination) =>
        {
            reader.Read();
            var editor = VBufferEditor.Create(ref destination, _model.NumberOfComponents);
            if (_placed is null || !_placed.TryPlace(reader, editor.Values))
            {
                reader.Place(_model, editor.Values);
            }

            // A row has all of its coordinates or none.
            if (float.IsNaN(editor.Values[0]))
            {
                unplaced.Settle(row.Position, editor.Values);
            }

            destination = editor.Commit();
        };
}
