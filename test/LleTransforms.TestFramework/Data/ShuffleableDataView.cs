using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Data;

/// <summary>A view that can shuffle, coarsely: every n-th row, then every n-th of the others, and so on
/// in a random order of the offsets.</summary>
public sealed class ShuffleableDataView(IDataView source) : IDataView
{
    private const int Stride = 5;

    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        if (rand is null)
        {
            return source.GetRowCursor(columns);
        }

        // Starting with the second row, so that the order differs whatever the generator gives.
        int[] offsets = [1, .. Enumerable.Range(0, Stride).Where(offset => offset != 1).OrderBy(_ => rand.Next())];
        return new Chain([.. offsets.Select(offset => new EveryNthRow(source.GetRowCursor(columns), offset, Stride))]);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>Cursors one after the other, as one.</summary>
    private sealed class Chain(DataViewRowCursor[] cursors) : DataViewRowCursor
    {
        private int _current;
        private long _position = -1;

        public override DataViewSchema Schema => cursors[0].Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            for (; _current < cursors.Length; _current++)
            {
                if (cursors[_current].MoveNext())
                {
                    _position++;
                    return true;
                }
            }

            _position = -1;
            return false;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter()
        {
            var getters = Array.ConvertAll(cursors, cursor => cursor.GetIdGetter());
            return (ref DataViewRowId id) => getters[_current](ref id);
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => cursors[0].IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var getters = Array.ConvertAll(cursors, cursor => cursor.GetGetter<TValue>(column));
            return (ref TValue value) => getters[_current](ref value);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Array.ForEach(cursors, cursor => cursor.Dispose());
            }

            base.Dispose(disposing);
        }
    }
}
