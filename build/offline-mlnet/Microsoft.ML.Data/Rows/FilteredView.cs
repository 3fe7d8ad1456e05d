namespace Microsoft.ML.Offline;

/// <summary>The rows of a view whose id satisfies a predicate; rows keep their ids.</summary>
internal sealed class FilteredView(IDataView source, Func<DataViewRowId, bool> keep) : IDataView
{
    public bool CanShuffle => source.CanShuffle;
    public DataViewSchema Schema => source.Schema;
    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(source.GetRowCursor(columnsNeeded, rand), keep);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => Array.ConvertAll(source.GetRowCursorSet(columnsNeeded, n, rand), input => (DataViewRowCursor)new Cursor(input, keep));

    private sealed class Cursor(DataViewRowCursor input, Func<DataViewRowId, bool> keep) : ForwardingCursor(input)
    {
        private readonly ValueGetter<DataViewRowId> _id = input.GetIdGetter();
        private long _position = -1;
        public override long Position => _position;

        public override bool MoveNext()
        {
            while (base.MoveNext())
            {
                DataViewRowId id = default;
                _id(ref id);
                if (!keep(id))
                    continue;
                _position++;
                return true;
            }

            _position = -1;
            return false;
        }
    }
}
