[assembly: LoadableClass(typeof(ColumnCopyingTransformer), null, typeof(SignatureLoadModel), "Copy Columns", ColumnCopyingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : IEstimator<ColumnCopyingTransformer>
{
    private readonly ColumnCopyingTransformer _transformer;
    internal ColumnCopyingEstimator(params (string outputColumnName, string inputColumnName)[] columns) => _transformer = new(columns);

    public ColumnCopyingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return Shapes.With(inputSchema, _transformer.ColumnPairs.Select(pair =>
        {
            var source = Shapes.Find(inputSchema, pair.inputColumnName);
            return new SchemaShape.Column(pair.outputColumnName, source.Kind, source.ItemType, source.IsKey, source.Annotations);
        }));
    }
}

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "CopyTransform";
    internal ColumnCopyingTransformer(params (string outputColumnName, string inputColumnName)[] columns) : base(columns) { }
    private ColumnCopyingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(ctx, Version) { }
    private static VersionInfo Version => Versions.First("COPYCOLT", LoaderSignature);
    private protected override void SaveModel(ModelSaveContext ctx) => SaveColumns(ctx, Version);

    private protected override AddedColumn MakeColumn(int index, string name, DataViewSchema.Column source)
        => new(new(name, source.Type, source.Annotations), [source.Index], row => (Delegate)GenericCalls.Call(
            typeof(ColumnCopyingTransformer), null, nameof(Getter), [source.Type.RawType], row, source));

    private static ValueGetter<T> Getter<T>(DataViewRow row, DataViewSchema.Column source) => row.GetGetter<T>(source);
}
