using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Mapping;

/// <summary>A cursor with the added columns: it moves the input cursor, keeps its positions, batches and row ids, and disposes it.</summary>
internal sealed class MappedRowCursor(DataViewRowCursor input, MappedColumns columns) : DataViewRowCursor
{
    public override DataViewSchema Schema => columns.Schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.Getter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
