using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace LleTransforms.Mapping;

/// <summary>The input view with the added columns. Nothing is read until a cursor moves, and only the
/// columns behind those asked for.</summary>
/// <remarks>ML.NET walks back along <see cref="IDataTransform"/> when it converts a chain to ONNX, and ends without a word where a view is
/// none.</remarks>
internal sealed class MappedDataView(StepMapper mapper, IDataView source, ICanSaveModel step) : ITransformCanSaveOnnx
{
    IDataView IDataTransform.Source => source;

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return Map(source.GetRowCursor(mapper.GetDependencies(needed), rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return Array.ConvertAll<DataViewRowCursor, DataViewRowCursor>(
            source.GetRowCursorSet(mapper.GetDependencies(needed), n, rand), cursor => Map(cursor, needed));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => step.Save(ctx);

    /// <remarks>Always: where it turns out otherwise, an error says why. A graph without the step would be wrong in silence.</remarks>
    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => true;

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx) => mapper.SaveAsOnnx(ctx);

    private MappedRowCursor Map(DataViewRowCursor cursor, DataViewSchema.Column[] needed)
    {
        var unplaced = mapper.CountUnplaced();
        return new MappedRowCursor(cursor, mapper.Columns(cursor, needed, unplaced), unplaced);
    }
}
