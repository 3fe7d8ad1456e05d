using LleTransforms.Conversion;
using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace LleTransforms.Mapping;

/// <summary>A fitted model bound to one input schema: makes the added columns' getters for any row of that schema.</summary>
/// <remarks>Immutable and safe for any number of threads; the getters it makes belong to the row they were made for.</remarks>
internal sealed class LleRowMapper : IStepMapper
{
    private readonly IHost _host;
    private readonly LleModel _model;
    private readonly MappingPlan _plan;
    private readonly PlacedTrainingRows? _placed;
    private readonly InputColumn _input;
    private readonly IReadOnlyList<OutputColumn> _outputs;

    /// <param name="host">Hears of rows that have no place.</param>
    /// <param name="model">The fitted model.</param>
    /// <param name="inputSchema">The schema of the rows to map.</param>
    /// <param name="plan">The columns, and what becomes of rows that have no place.</param>
    /// <param name="placed">Shows training rows as unseen ones; null to show them as they were fitted.</param>
    public LleRowMapper(
        IHost host, LleModel model, DataViewSchema inputSchema, MappingPlan plan, PlacedTrainingRows? placed = null)
    {
        _host = host;
        _model = model;
        _plan = plan;
        _placed = placed;
        _input = InputColumn.Find(inputSchema, plan.Names.Input, model.NumberOfFeatures);
        _outputs = plan.Names.Outputs(model.NumberOfComponents, model.NumberOfNeighbors);
        Layout = new ColumnLayout(inputSchema, [.. _outputs.Select(output => output.ToColumn())]);
    }

    public ColumnLayout Layout { get; }

    /// <summary>What to say where the slots have other names than those fitted; else null.</summary>
    public string? OtherNames => SlotNames.Disagreement(_model.FeatureNames, SlotNames.Of(_input), _input.Column.Name);

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

    public void SaveAsOnnx(OnnxContext context) => OnnxConversion.Write(context, _model, _plan, _input);

    public UnplacedRowCounter CountUnplaced() => new(_host, _input.Column.Name, _plan.UnplacedRows);

    public MappedColumns Columns(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns, UnplacedRowCounter unplaced)
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
                ? CoordinatesGetter(input, FeatureReader.Create(input, _input), unplaced)
                : (explanation ??= new ExplanationGetters(_model, _placed, input, FeatureReader.Create(input, _input)))
                    .Create(_outputs[number].Kind);
        }

        return new MappedColumns(Layout, input, getters);
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
