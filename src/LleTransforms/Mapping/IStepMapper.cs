using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace LleTransforms.Mapping;

/// <summary>A fitted step bound to one input schema: makes the added columns' getters for any row of that schema.</summary>
internal interface IStepMapper : IRowToRowMapper
{
    /// <summary>Where the columns stand.</summary>
    ColumnLayout Layout { get; }

    /// <summary>The columns of the output row over one input row or cursor, with the getters of the added ones that are asked
    /// for.</summary>
    /// <param name="input">The row or cursor.</param>
    /// <param name="activeColumns">The output columns that are asked for.</param>
    /// <param name="unplaced">Counts the rows that have no place.</param>
    MappedColumns Columns(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns, UnplacedRowCounter unplaced);

    /// <summary>What counts the rows of one cursor that have no place.</summary>
    UnplacedRowCounter CountUnplaced();

    /// <summary>Adds the step to a graph of ONNX.</summary>
    /// <exception cref="NotSupportedException">Operators cannot say what the step does; the message says why.</exception>
    void SaveAsOnnx(OnnxContext context);
}
