using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Tests.FaultySteps;

/// <summary>The transformer bound to a schema: the input's columns, and last the added one.</summary>
internal sealed class ScalingMapper : IRowToRowMapper
{
    private readonly ScalingTransformer _transformer;
    private readonly DataViewSchema.Column _features;

    // Output index -> input index; the last is the added column.
    private readonly int[] _sources;

    public ScalingMapper(ScalingTransformer transformer, DataViewSchema inputSchema, DataViewSchema.Column features)
    {
        _transformer = transformer;
        _features = features;
        InputSchema = inputSchema;
        int lost = transformer.Fault == Fault.LostColumn ? inputSchema.First(column => column.Name != features.Name).Index : -1;
        _sources = [.. Enumerable.Range(0, inputSchema.Count).Where(index => index != lost)];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_sources.Select(index => inputSchema[index]));
        builder.AddColumn(transformer.Output, new VectorDataViewType(NumberDataViewType.Single, transformer.Size), Annotations());
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        int[] needed = [.. dependingColumns.Select(column => Source(column) ?? _features.Index)];
        return InputSchema.Where(column => _transformer.Fault == Fault.GreedyColumns || needed.Contains(column.Index));
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new Row(this, input, IsAddedActive(activeColumns) ? _transformer.Getter(input, _features, isSingleRow: true) : null);

    public DataViewRowCursor Cursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new MappedCursor(this, input, IsAddedActive(activeColumns) ? _transformer.Getter(input, _features, isSingleRow: false) : null);

    public Fault Fault => _transformer.Fault;

    private bool IsAddedActive(IEnumerable<DataViewSchema.Column> columns) => columns.Any(column => Source(column) is null);

    private int? Source(DataViewSchema.Column column) => column.Index < _sources.Length ? _sources[column.Index] : null;

    private bool IsActive(DataViewRow input, Delegate? added, DataViewSchema.Column column) =>
        Source(column) is { } index ? input.IsColumnActive(InputSchema[index]) : added is not null;

    private ValueGetter<T> Getter<T>(DataViewRow row, DataViewRow input, Delegate? added, DataViewSchema.Column column) =>
        Guarded(row, Unguarded<T>(input, added, column));

    private ValueGetter<T> Guarded<T>(DataViewRow row, ValueGetter<T> getter) => (ref T value) =>
    {
        if (row.Position < 0 && Fault != Fault.ValuesWithoutARow)
        {
            throw new InvalidOperationException("There is no row.");
        }

        getter(ref value);
    };

    private ValueGetter<T> Unguarded<T>(DataViewRow input, Delegate? added, DataViewSchema.Column column) => Source(column) is { } index
        ? input.GetGetter<T>(InputSchema[index])
        : added as ValueGetter<T> ?? throw new InvalidOperationException($"'{column.Name}' is not active, or not of type {typeof(T)}.");

    private DataViewSchema.Annotations Annotations()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (_transformer.Fault != Fault.MissingSlotNames)
        {
            int size = _transformer.Size;
            builder.Add(
                "SlotNames",
                new VectorDataViewType(TextDataViewType.Instance, size),
                (ref VBuffer<ReadOnlyMemory<char>> names) =>
                    names = new VBuffer<ReadOnlyMemory<char>>(
                        size, [.. Enumerable.Range(0, size).Select(slot => $"Scaled{slot}".AsMemory())]));
        }

        return builder.ToAnnotations();
    }

    private sealed class Row(ScalingMapper mapper, DataViewRow input, Delegate? added) : DataViewRow
    {
        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => mapper.Guarded(this, input.GetIdGetter());

        public override bool IsColumnActive(DataViewSchema.Column column) => mapper.IsActive(input, added, column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            mapper.Getter<TValue>(this, input, added, column);
    }

    private sealed class MappedCursor(ScalingMapper mapper, DataViewRowCursor input, Delegate? added) : DataViewRowCursor
    {
        private bool _isOnRow;

        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => _isOnRow || mapper.Fault == Fault.PositionWithoutARow ? input.Position : -1;

        public override long Batch => input.Batch;

        public override bool MoveNext() => _isOnRow = input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => mapper.Guarded(this, input.GetIdGetter());

        public override bool IsColumnActive(DataViewSchema.Column column) => mapper.IsActive(input, added, column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            mapper.Getter<TValue>(this, input, added, column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _isOnRow = false;
                input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
