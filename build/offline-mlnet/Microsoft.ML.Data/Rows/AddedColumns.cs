namespace Microsoft.ML.Offline;

/// <summary>One column computed from some input columns of the same row.</summary>
/// <param name="Output">Name, type and annotations.</param>
/// <param name="Inputs">Indices of the input columns it reads.</param>
/// <param name="MakeGetter">Makes the getter, a ValueGetter of the output's raw type, over an input row.</param>
internal sealed record AddedColumn(DataViewSchema.DetachedColumn Output, int[] Inputs, Func<DataViewRow, Delegate> MakeGetter);

/// <summary>A row mapper that keeps all input columns and adds computed ones: right after the column they hide, else at the end.</summary>
internal sealed class AddedColumns : IRowToRowMapper
{
    private readonly AddedColumn[] _columns;

    /// <summary>What each output column is: an input column's index, or ~i for the i-th added one.</summary>
    private readonly List<int> _map;

    public AddedColumns(DataViewSchema inputSchema, IEnumerable<AddedColumn> columns)
    {
        InputSchema = inputSchema;
        _columns = columns.ToArray();
        _map = Enumerable.Range(0, inputSchema.Count).ToList();
        for (int i = 0; i < _columns.Length; i++)
        {
            int hidden = _map.FindLastIndex(index => ColumnOf(index).Name == _columns[i].Output.Name);
            _map.Insert(hidden < 0 ? _map.Count : hidden + 1, ~i);
        }

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_map.Select(ColumnOf));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }
    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = new bool[InputSchema.Count];
        foreach (var column in dependingColumns)
        {
            int index = _map[column.Index];
            foreach (int input in index < 0 ? _columns[~index].Inputs : [index])
                needed[input] = true;
        }

        return InputSchema.Where(c => needed[c.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Check.Value(input, nameof(input));
        Check.Value(activeColumns, nameof(activeColumns));
        Check.State(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return new Row(this, input, RowStates.Active(OutputSchema, activeColumns));
    }

    private DataViewSchema.DetachedColumn ColumnOf(int index) => index < 0 ? _columns[~index].Output : new(InputSchema[index]);

    private Delegate[] MakeGetters(DataViewRow input, bool[] active)
        => _map.Select((index, i) => index < 0 && active[i] ? _columns[~index].MakeGetter(input) : null).ToArray();

    /// <summary>The input rows with the columns appended.</summary>
    public sealed class View(IDataView source, AddedColumns mapper) : IDataView
    {
        public bool CanShuffle => source.CanShuffle;
        public DataViewSchema Schema => mapper.OutputSchema;
        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        {
            var active = RowStates.Active(Schema, columnsNeeded);
            return new Cursor(mapper, source.GetRowCursor(Inputs(active), rand), active);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        {
            var active = RowStates.Active(Schema, columnsNeeded);
            var inputs = source.GetRowCursorSet(Inputs(active), n, rand);
            return Array.ConvertAll<DataViewRowCursor, DataViewRowCursor>(inputs, input => new Cursor(mapper, input, active));
        }

        private List<DataViewSchema.Column> Inputs(bool[] active) => mapper.GetDependencies(Schema.Where(c => active[c.Index])).ToList();
    }

    private sealed class Row(AddedColumns mapper, DataViewRow input, bool[] active) : DataViewRow
    {
        private readonly Delegate[] _getters = mapper.MakeGetters(input, active);
        public override long Position => input.Position;
        public override long Batch => input.Batch;
        public override DataViewSchema Schema => mapper.OutputSchema;
        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();
        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Check.Param(IsColumnActive(column), nameof(column), RowStates.NotActive);
            int index = mapper._map[column.Index];
            return index < 0 ? RowStates.Typed<TValue>(_getters[column.Index], column) : input.GetGetter<TValue>(mapper.InputSchema[index]);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Cursor(AddedColumns mapper, DataViewRowCursor input, bool[] active) : ForwardingCursor(input)
    {
        private readonly Row _row = new(mapper, input, active);
        public override DataViewSchema Schema => mapper.OutputSchema;
        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);
    }
}
