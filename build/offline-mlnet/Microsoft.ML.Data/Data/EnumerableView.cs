namespace Microsoft.ML.Offline;

/// <summary>A sequence of objects as a view; it is enumerated anew by each cursor.</summary>
internal sealed class EnumerableView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _rows;
    private readonly MemberAccess<TRow> _access;

    public EnumerableView(IEnumerable<TRow> rows, SchemaDefinition definition)
    {
        _rows = rows;
        _access = new MemberAccess<TRow>(definition, SchemaDefinition.Direction.Read);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_access.Columns);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;
    public DataViewSchema Schema { get; }
    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(this, RowStates.Active(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly EnumerableView<TRow> _view;
        private readonly IEnumerator<TRow> _rows;
        private readonly Delegate[] _getters;
        private long _position = -1;
        private bool _ended;

        public Cursor(EnumerableView<TRow> view, bool[] active)
        {
            _view = view;
            _rows = view._rows.GetEnumerator();
            _getters = active.Select((isActive, i) => isActive ? view._access.MakeGetter(i, () => _rows.Current) : null).ToArray();
        }

        public override long Position => _position;
        public override long Batch => 0;
        public override DataViewSchema Schema => _view.Schema;

        public override bool MoveNext()
        {
            if (_ended)
                return false;
            if (!_rows.MoveNext())
            {
                Dispose();
                return false;
            }

            Check.State(_rows.Current != null, "Encountered null when iterating over data, this is not supported.");
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            Check.State(_position >= 0, RowStates.CannotFetch);
            value = new DataViewRowId((ulong)_position, 0);
        };

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => RowStates.Typed<TValue>(_getters[column.Index], column);

        protected override void Dispose(bool disposing)
        {
            _ended = true;
            _position = -1;
            _rows.Dispose();
        }
    }
}
