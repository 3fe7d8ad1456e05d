using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Mapping;

/// <summary>A cursor with the added columns: it moves the input cursor, keeps its positions, batches and
/// row ids, and disposes it.</summary>
internal sealed class MappedRowCursor(DataViewRowCursor input, MappedColumns columns, UnplacedRowCounter unplaced) : DataViewRowCursor
{
    private bool _isOnRow;

    public override DataViewSchema Schema => columns.Schema;

    // Not every cursor goes back to -1 after its last row, as it should; that of a DataFrame does not.
    public override long Position => _isOnRow ? input.Position : -1;

    public override long Batch => input.Batch;

    public override bool MoveNext()
    {
        _isOnRow = input.MoveNext();
        if (!_isOnRow)
        {
            unplaced.Conclude();
        }

        return _isOnRow;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => columns.IdGetter(this);

    public override bool IsColumnActive(DataViewSchema.Column column) => columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.Getter<TValue>(column, this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isOnRow = false;
            unplaced.Conclude();
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
