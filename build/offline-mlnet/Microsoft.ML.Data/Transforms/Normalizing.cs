using System.Numerics;

[assembly: LoadableClass(typeof(NormalizingTransformer), null, typeof(SignatureLoadModel), "Normalizer", NormalizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly IHostEnvironment _env;
    private readonly (string Output, string Input)[] _columns;
    private readonly long _maximumExampleCount;
    private readonly bool _fixZero;

    internal NormalizingEstimator(IHostEnvironment env, IEnumerable<(string Output, string Input)> columns, long maximumExampleCount, bool fixZero)
    {
        _env = env.Register(nameof(NormalizingEstimator));
        _columns = columns.Select(c => (c.Output, c.Input ?? c.Output)).ToArray();
        foreach (var (output, _) in _columns)
            Check.NonEmpty(output, "name");
        Check.Param(maximumExampleCount > 1, nameof(maximumExampleCount), "Must be greater than 1");
        _maximumExampleCount = maximumExampleCount;
        _fixZero = fixZero;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        var functions = Array.ConvertAll(_columns, column =>
        {
            var source = input.Schema.GetColumnOrNull(column.Input) ?? throw Check.MissingColumn("data", "input", column.Input);
            NormalizingTransformer.CheckType(source, "data");
            var item = (source.Type as VectorDataViewType)?.ItemType ?? source.Type;
            return item == NumberDataViewType.Double
                ? AffineFunction<double>.Learn(_env, input, source, _maximumExampleCount, _fixZero)
                : AffineFunction<float>.Learn(_env, input, source, _maximumExampleCount, _fixZero);
        });
        return new NormalizingTransformer(_columns, functions);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return Shapes.With(inputSchema, _columns.Select(pair =>
        {
            var column = Shapes.Find(inputSchema, pair.Input);
            if (column.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw Check.SchemaMismatch(nameof(inputSchema), "input", pair.Input, "known-size vector or scalar", column.GetTypeString());
            if (column.ItemType != NumberDataViewType.Single && column.ItemType != NumberDataViewType.Double)
                throw Check.SchemaMismatch(nameof(inputSchema), "input", pair.Input, "vector or scalar of Single or Double", column.GetTypeString());
            var annotations = new List<SchemaShape.Column> { Shapes.IsNormalizedShape };
            if (column.Annotations.TryFindColumn(Shapes.SlotNames, out var slotNames))
                annotations.Add(slotNames);
            return new SchemaShape.Column(pair.Output, column.Kind, column.ItemType, column.IsKey, new SchemaShape(annotations));
        }));
    }
}

public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "Normalizer";
    private readonly AffineFunction[] _functions;

    internal NormalizingTransformer((string Output, string Input)[] columns, AffineFunction[] functions) : base(columns)
        => _functions = functions;

    private NormalizingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(ctx, Version)
        => _functions = Array.ConvertAll(ColumnPairs, _ => AffineFunction.Load(ctx.Reader));

    private static VersionInfo Version => Versions.First("OFFNORML", LoaderSignature);

    internal static void CheckType(DataViewSchema.Column source, string parameter)
    {
        const string expected = "scalar or known-size vector of Single";
        var vector = source.Type as VectorDataViewType;
        if (vector is { IsKnownSize: false })
            throw Check.SchemaMismatch(parameter, "input", source.Name, expected, "variable-size vector");
        var item = vector?.ItemType ?? source.Type;
        if (item != NumberDataViewType.Single && item != NumberDataViewType.Double)
            throw Check.SchemaMismatch(parameter, "input", source.Name, expected, source.Type.ToString());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        SaveColumns(ctx, Version);
        foreach (var function in _functions)
            function.Save(ctx.Writer);
    }

    private protected override AddedColumn MakeColumn(int index, string name, DataViewSchema.Column source)
    {
        CheckType(source, "inputSchema");
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(Shapes.IsNormalized, BooleanDataViewType.Instance, (ref bool value) => value = true);
        annotations.Add(source.Annotations, kind => kind == Shapes.SlotNames);
        var function = _functions[index];
        return new(new(name, function.Type, annotations.ToAnnotations()), [source.Index], row => function.MakeGetter(row, source));
    }
}
