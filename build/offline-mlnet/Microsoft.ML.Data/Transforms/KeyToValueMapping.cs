[assembly: LoadableClass(
    typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Key To Value Transform", KeyToValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingEstimator : IEstimator<KeyToValueMappingTransformer>
{
    private readonly KeyToValueMappingTransformer _transformer;
    internal KeyToValueMappingEstimator((string outputColumnName, string inputColumnName) column) => _transformer = new(column);

    public KeyToValueMappingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        var (output, input) = _transformer.ColumnPairs[0];
        var column = Shapes.Find(inputSchema, input);
        if (!column.IsKey)
            throw Check.SchemaMismatch(nameof(inputSchema), "input", input, "KeyType", column.GetTypeString());
        if (!column.Annotations.TryFindColumn(Shapes.KeyValues, out var values))
            throw Check.Mark(new ArgumentOutOfRangeException(nameof(inputSchema), $"Input column '{input}' doesn't contain key values metadata"));
        var slotNames = column.Annotations.Where(a => a.Name == Shapes.SlotNames);
        return Shapes.With(inputSchema, [new(output, column.Kind, values.ItemType, values.IsKey, new SchemaShape(slotNames))]);
    }
}

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";
    internal KeyToValueMappingTransformer((string outputColumnName, string inputColumnName) column) : base(column) { }
    private KeyToValueMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(ctx, Version) { }
    private static VersionInfo Version => Versions.First("KEY2VALT", LoaderSignature);
    private protected override void SaveModel(ModelSaveContext ctx) => SaveColumns(ctx, Version);

    private protected override AddedColumn MakeColumn(int index, string name, DataViewSchema.Column source)
    {
        var values = source.Annotations.Schema.GetColumnOrNull(Shapes.KeyValues)?.Type as VectorDataViewType;
        Check.State(values != null, "Metadata KeyValues does not exist");
        var key = ((source.Type as VectorDataViewType)?.ItemType ?? source.Type) as KeyDataViewType;
        Check.State(key != null && (ulong)values.Size == key.Count, "KeyValues metadata size does not match column type key count");
        if (key.RawType != typeof(uint) || source.Type is VectorDataViewType)
            throw Check.NotInOffline("MapKeyToValue of vectors of keys, and of keys that are not UInt32,");
        return new(new(name, values.ItemType), [source.Index], row => (Delegate)GenericCalls.Call(
            typeof(KeyToValueMappingTransformer), null, nameof(Getter), [values.ItemType.RawType], row, source));
    }

    private static ValueGetter<T> Getter<T>(DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<uint>(source);
        VBuffer<T> buffer = default;
        source.GetKeyValues(ref buffer);
        var values = buffer.DenseValues().ToArray();
        object missing = typeof(T) == typeof(float) ? float.NaN : typeof(T) == typeof(double) ? double.NaN : default(T);
        return (ref T value) =>
        {
            uint key = 0;
            get(ref key);
            value = key > 0 && key <= values.Length ? values[key - 1] : (T)missing;
        };
    }
}
