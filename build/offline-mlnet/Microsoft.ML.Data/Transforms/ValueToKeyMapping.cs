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
        if (source.Type is VectorDataViewType)
            throw Check.NotInOffline("MapValueToKey of a vector");
        var map = (KeyMap)Activator.CreateInstance(typeof(KeyMap<>).MakeGenericType(source.Type.RawType), source.Type);
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
    private ValueToKeyMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(ctx, Version) => _map = KeyMap.Load(ctx.Reader);
    private static VersionInfo Version => Versions.First("OFFTERMS", LoaderSignature);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        SaveColumns(ctx, Version);
        _map.Save(ctx.Writer);
    }

    private protected override AddedColumn MakeColumn(int index, string name, DataViewSchema.Column source)
    {
        if (!source.Type.Equals(_map.ItemType))
            throw Check.SchemaMismatch("inputSchema", "input", source.Name, _map.ItemType.ToString(), source.Type.ToString());
        var key = new KeyDataViewType(typeof(uint), Math.Max(_map.Count, 1));
        var annotations = new DataViewSchema.Annotations.Builder();
        if (_map.Count > 0)
            annotations.Add(Shapes.KeyValues, new VectorDataViewType(_map.ItemType, _map.Count), _map.ValuesGetter());
        return new(new(name, key, annotations.ToAnnotations()), [source.Index], row => _map.MakeGetter(row, source));
    }
}
