namespace Microsoft.ML.Offline;

/// <summary>Holds the rows of a view in memory from the first use of each column on; can be shuffled and read by several cursors.</summary>
internal sealed class CachedView(IDataView source) : IDataView
{
    private const int BatchRows = 64;
    private readonly object _lock = new();
    private readonly Array[] _values = new Array[source.Schema.Count];
    private DataViewRowId[] _ids;
    public bool CanShuffle => true;
    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount()
    {
        lock (_lock)
            return _ids?.Length ?? source.GetRowCount();
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = RowStates.Active(Schema, columnsNeeded);
        lock (_lock)
            Load(active);
        var order = Enumerable.Range(0, _ids.Length).ToArray();
        rand?.Shuffle(order);
        n = Math.Max(n, 1);
        return Enumerable.Range(0, n).Select(i => (DataViewRowCursor)new Cursor(this, active, order, i, n)).ToArray();
    }

    private void Load(bool[] active)
    {
        var missing = Schema.Where(c => active[c.Index] && _values[c.Index] is null).ToArray();
        if (_ids != null && missing.Length == 0)
            return;
        using var cursor = source.GetRowCursor(missing);
        var columns = Array.ConvertAll(missing, c => (Column)Activator.CreateInstance(typeof(Column<>).MakeGenericType(c.Type.RawType), cursor, c));
        var id = cursor.GetIdGetter();
        var ids = new List<DataViewRowId>();
        while (cursor.MoveNext())
        {
            DataViewRowId value = default;
            id(ref value);
            ids.Add(value);
            foreach (var column in columns)
                column.Read();
        }

        for (int i = 0; i < missing.Length; i++)
            _values[missing[i].Index] = columns[i].ToArray();
        _ids ??= [.. ids];
    }

    private abstract class Column
    {
        public abstract void Read();
        public abstract Array ToArray();
    }

    private sealed class Column<T>(DataViewRow row, DataViewSchema.Column column) : Column
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly List<T> _values = [];

        public override void Read()
        {
            // A fresh value each time, so that no buffer is shared between rows.
            T value = default;
            _getter(ref value);
            _values.Add(value);
        }

        public override Array ToArray() => _values.ToArray();
    }

    /// <summary>Reads every n-th batch of rows; with one cursor that is all of them.</summary>
    private sealed class Cursor(CachedView view, bool[] active, int[] order, int first, int n) : DataViewRowCursor
    {
        private long _row = (long)first * BatchRows - 1;
        private long _position = -1;
        private bool _ended;
        public override long Position => _position;
        public override long Batch => n == 1 ? 0 : Math.Max(_row, 0) / BatchRows;
        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext()
        {
            if (_ended)
                return false;
            _row++;
            if (_position >= 0 && _row % BatchRows == 0)
                _row += (long)BatchRows * (n - 1);
            _ended = _row >= order.Length;
            _position = _ended ? -1 : _position + 1;
            return !_ended;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = view._ids[Current()];
        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Check.Param(IsColumnActive(column), nameof(column), RowStates.NotActive);
            return RowStates.Typed<TValue>((Delegate)GenericCalls.Call(typeof(Cursor), this, nameof(MakeGetter), [Item(column.Type)], column), column);
        }

        private static Type Item(DataViewType type) => (type as VectorDataViewType)?.ItemType.RawType ?? type.RawType;

        private Delegate MakeGetter<T>(DataViewSchema.Column column)
        {
            var values = view._values[column.Index];
            if (values is VBuffer<T>[] buffers)
                return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => buffers[Current()].CopyTo(ref value));
            var items = (T[])values;
            return (ValueGetter<T>)((ref T value) => value = items[Current()]);
        }

        private int Current()
        {
            Check.State(_position >= 0, RowStates.CannotFetch);
            return order[_row];
        }
    }
}
