using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Data;

/// <summary>
/// Passes a view through with cursors that do not know that they have ended: their position stays, and where there is no row their getters
/// leave the caller's value as it is. The cursors of a DataFrame have such a position.
/// </summary>
public sealed class LeftoverDataView(IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded, rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [.. source.GetRowCursorSet(columnsNeeded, n, rand).Select(cursor => new Cursor(cursor))];

    private sealed class Cursor(DataViewRowCursor source) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _isOnRow;

        public override DataViewSchema Schema => source.Schema;

        public override long Position => _position;

        public override long Batch => source.Batch;

        public override bool MoveNext()
        {
            _position++;
            return _isOnRow = source.MoveNext();
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => Kept(source.GetIdGetter());

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Kept(source.GetGetter<TValue>(column));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }

        private ValueGetter<TValue> Kept<TValue>(ValueGetter<TValue> getter)
        {
            return (ref TValue value) =>
            {
                if (_isOnRow)
                {
                    getter(ref value);
                }
            };
        }
    }
}
