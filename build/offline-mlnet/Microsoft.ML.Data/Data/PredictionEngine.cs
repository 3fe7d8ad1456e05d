namespace Microsoft.ML;

public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly bool _ownsTransformer;
    private readonly InputRow _input;
    private readonly Action<TDst> _fill;
    private bool _disposed;

    private protected PredictionEngineBase(
        ITransformer transformer,
        bool ignoreMissingColumns,
        SchemaDefinition inputSchemaDefinition,
        SchemaDefinition outputSchemaDefinition,
        bool ownsTransformer)
    {
        Check.Value(transformer, nameof(transformer));
        Check.Param(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        _transformer = transformer;
        _ownsTransformer = ownsTransformer;
        _input = new InputRow(inputSchemaDefinition);
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        var rows = new TypedRows<TDst>(mapper.OutputSchema, ignoreMissingColumns, outputSchemaDefinition);
        _fill = rows.MakeFiller(mapper.GetRow(_input, mapper.OutputSchema));
        OutputSchema = transformer.GetOutputSchema(_input.Schema);
    }

    public DataViewSchema OutputSchema { get; }

    public TDst Predict(TSrc example)
    {
        var result = new TDst();
        Predict(example, ref result);
        return result;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _input.Dispose();
        if (_ownsTransformer)
            (_transformer as IDisposable)?.Dispose();
    }

    private protected void PredictCore(TSrc example, TDst prediction)
    {
        _input.Set(example);
        _fill(prediction);
    }

    private sealed class InputRow : DataViewRow
    {
        private readonly Delegate[] _getters;
        private TSrc _current;
        private long _position = -1;

        public InputRow(SchemaDefinition definition)
        {
            var access = new MemberAccess<TSrc>(definition, SchemaDefinition.Direction.Read);
            var builder = new DataViewSchema.Builder();
            builder.AddColumns(access.Columns);
            Schema = builder.ToSchema();
            _getters = Schema.Select(c => access.MakeGetter(c.Index, Current)).ToArray();
        }

        public override long Position => _position;
        public override long Batch => 0;
        public override DataViewSchema Schema { get; }

        public void Set(TSrc example)
        {
            _current = example;
            _position++;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);
        public override bool IsColumnActive(DataViewSchema.Column column) => true;
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowStates.Typed<TValue>(_getters[column.Index], column);

        private TSrc Current()
        {
            Check.State(_position >= 0, RowStates.CannotFetch);
            return _current;
        }
    }
}

public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(
        ITransformer transformer,
        bool ignoreMissingColumns,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null,
        bool ownsTransformer = true)
        : base(transformer, ignoreMissingColumns, inputSchemaDefinition, outputSchemaDefinition, ownsTransformer)
    {
    }

    public override void Predict(TSrc example, ref TDst prediction)
    {
        Check.Value(example, nameof(example));
        prediction ??= new TDst();
        PredictCore(example, prediction);
    }
}

public sealed class PredictionEngineOptions
{
    public bool IgnoreMissingColumns = true;
    public SchemaDefinition InputSchemaDefinition;
    public SchemaDefinition OutputSchemaDefinition;
    public bool OwnsTransformer = true;
}
