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
    private KeyToValueMappingTransformer(ModelLoadContext ctx) : base(ctx) { }

    private static VersionInfo Version => new(
        "KEY2VALT", 0x00010001, 0x00010001, 0x00010001, typeof(KeyToValueMappingTransformer).Assembly.FullName, LoaderSignature);

    private static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
    }

    private protected override AddedColumn MakeColumn(int index, string name, DataViewSchema.Column source)
    {
        var vector = source.Type as VectorDataViewType;
        var values = source.Annotations.Schema.GetColumnOrNull(Shapes.KeyValues)?.Type as VectorDataViewType;
        Check.State(values != null, "Metadata KeyValues does not exist");
        var key = (vector?.ItemType ?? source.Type) as KeyDataViewType;
        Check.State(key != null && (ulong)values.Size == key.Count, "KeyValues metadata size does not match column type key count");
        if (key.RawType != typeof(uint))
            throw Check.NotInOffline("MapKeyToValue of keys that are not UInt32");
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(source.Annotations, kind => kind == Shapes.SlotNames);
        DataViewType type = vector is null ? values.ItemType : new VectorDataViewType(values.ItemType, vector.Dimensions);
        string method = vector is null ? nameof(ItemGetter) : nameof(VectorGetter);
        return new(new(name, type, annotations.ToAnnotations()), [source.Index], row => (Delegate)GenericCalls.Call(
            typeof(KeyToValueMappingTransformer), null, method, [values.ItemType.RawType], row, source));
    }

    private static ValueGetter<T> ItemGetter<T>(DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<uint>(source);
        var valueOf = Lookup<T>(source);
        return (ref T value) =>
        {
            uint key = 0;
            get(ref key);
            value = valueOf(key);
        };
    }

    private static ValueGetter<VBuffer<T>> VectorGetter<T>(DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<VBuffer<uint>>(source);
        var valueOf = Lookup<T>(source);
        VBuffer<uint> keys = default;
        return (ref VBuffer<T> value) =>
        {
            get(ref keys);
            var editor = VBufferEditor.Create(ref value, keys.Length);
            for (int i = 0; i < keys.Length; i++)
                editor.Values[i] = valueOf(keys.GetItemOrDefault(i));
            value = editor.Commit();
        };
    }

    private static Func<uint, T> Lookup<T>(DataViewSchema.Column source)
    {
        VBuffer<T> buffer = default;
        source.GetKeyValues(ref buffer);
        var values = buffer.DenseValues().ToArray();
        object missing = typeof(T) == typeof(float) ? float.NaN : typeof(T) == typeof(double) ? double.NaN : default(T);
        return key => key > 0 && key <= values.Length ? values[key - 1] : (T)missing;
    }
}
