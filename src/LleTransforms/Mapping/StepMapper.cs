using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace LleTransforms.Mapping;

/// <summary>A fitted step bound to one input schema: makes the added columns' getters for any row of that schema.</summary>
/// <param name="input">The column that the step reads.</param>
/// <param name="added">The columns that it adds.</param>
/// <param name="inputSchema">The schema of the rows to map.</param>
internal abstract class StepMapper(InputColumn input, IEnumerable<OutputColumn> added, DataViewSchema inputSchema) : IRowToRowMapper
{
    /// <summary>Where the columns stand.</summary>
    public ColumnLayout Layout { get; } = new(inputSchema, [.. added.Select(output => output.ToColumn())]);

    public DataViewSchema InputSchema => Layout.InputSchema;

    public DataViewSchema OutputSchema => Layout.OutputSchema;

    /// <summary>The column that the step reads.</summary>
    protected InputColumn Input => input;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        return Layout.Dependencies(dependingColumns, Input.Column);
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

    /// <summary>The columns of the output row over one input row or cursor, with the getters of the added ones that are asked
    /// for.</summary>
    /// <param name="row">The row or cursor.</param>
    /// <param name="activeColumns">The output columns that are asked for.</param>
    /// <param name="unplaced">Counts the rows that have no place.</param>
    public abstract MappedColumns Columns(
        DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns, UnplacedRowCounter unplaced);

    /// <summary>What counts the rows of one cursor that have no place.</summary>
    public abstract UnplacedRowCounter CountUnplaced();

    /// <summary>Adds the step to a graph of ONNX.</summary>
    /// <exception cref="NotSupportedException">Operators cannot say what the step does; the message says why.</exception>
    public abstract void SaveAsOnnx(OnnxContext context);
}
