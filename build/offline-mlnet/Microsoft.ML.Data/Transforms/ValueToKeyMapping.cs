[assembly: LoadableClass(
    typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Term Transform", ValueToKeyMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly IHostEnvironment _env;
    private readonly string _output;
    private readonly string _input;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _order;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, string outputColumnName, string inputColumnName, int maximumNumberOfKeys, KeyOrdinality keyOrdinality)
    {
        Check.NonWhiteSpace(outputColumnName, nameof(outputColumnName));
        _env = env.Register(nameof(ValueToKeyMappingEstimator));
        _output = outputColumnName;
        _input = inputColumnName;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _order = keyOrdinality;
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        var source = input.Schema.GetColumnOrNull(_input) ?? throw Check.MissingColumn("inputSchema", "input", _input);
        Check.Param(_maximumNumberOfKeys > 0, "MaxNumTerms", "Must be positive");
        var item = (source.Type as VectorDataViewType)?.ItemType ?? source.Type;
        var map = (KeyMap)Activator.CreateInstance(typeof(KeyMap<>).MakeGenericType(item.RawType), item);
        map.Learn(_env, input, source, _maximumNumberOfKeys, _order == KeyOrdinality.ByValue);
        return new(_output, _input, map);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        var column = Shapes.Find(inputSchema, _input);
        if (!column.IsKey || !column.Annotations.TryFindColumn(Shapes.KeyValues, out var keyValues))
            keyValues = new(Shapes.KeyValues, SchemaShape.Column.VectorKind.Vector, column.ItemType, column.IsKey);
        var annotations = new List<SchemaShape.Column> { keyValues };
        if (column.Annotations.TryFindColumn(Shapes.SlotNames, out var slotNames))
            annotations.Insert(0, slotNames);
        return Shapes.With(inputSchema, [new(_output, column.Kind, NumberDataViewType.UInt32, true, new SchemaShape(annotations))]);
    }
}

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";
    private readonly KeyMap _map;
    internal ValueToKeyMappingTransformer(string output, string input, KeyMap map) : base((output, input)) => _map = map;
    private ValueToKeyMappingTransformer(ModelLoadContext ctx) : base(ctx) => _map = KeyMap.Load(ctx.Reader);

    private static VersionInfo Version => new(
        "OFFTERMS", 0x00010001, 0x00010001, 0x00010001, typeof(ValueToKeyMappingTransformer).Assembly.FullName, LoaderSignature);

    private static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        _map.Save(ctx.Writer);
    }

    private protected override AddedColumn MakeColumn(int index, string name, DataViewSchema.Column source)
    {
        var vector = source.Type as VectorDataViewType;
        var item = vector?.ItemType ?? source.Type;
        if (!item.Equals(_map.ItemType))
            throw Check.SchemaMismatch("inputSchema", "input", source.Name, _map.ItemType.ToString(), source.Type.ToString());
        var key = new KeyDataViewType(typeof(uint), Math.Max(_map.Count, 1));
        var annotations = new DataViewSchema.Annotations.Builder();
        if (_map.Count > 0)
            annotations.Add(Shapes.KeyValues, new VectorDataViewType(_map.ItemType, _map.Count), _map.ValuesGetter());
        annotations.Add(source.Annotations, kind => kind == Shapes.SlotNames);
        DataViewType type = vector is null ? key : new VectorDataViewType(key, vector.Dimensions);
        return new(new(name, type, annotations.ToAnnotations()), [source.Index], row => _map.MakeGetter(row, source));
    }
}
