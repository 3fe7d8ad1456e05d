using System.Numerics.Tensors;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

[assembly: LoadableClass(
    typeof(PrincipalComponentAnalysisTransformer), null, typeof(SignatureLoadModel), "Pca", PrincipalComponentAnalysisTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class PrincipalComponentAnalyzer : IEstimator<PrincipalComponentAnalysisTransformer>
{
    private readonly IHostEnvironment _env;
    private readonly (string Output, string Input) _column;
    private readonly int _rank;
    private readonly int _overSampling;
    private readonly bool _ensureZeroMean;
    private readonly int? _seed;

    internal PrincipalComponentAnalyzer(IHostEnvironment env, string output, string input, int rank, int overSampling, bool ensureZeroMean, int? seed)
    {
        Check.Param(overSampling >= 0, "Oversampling", "Oversampling must be non-negative.");
        Check.Param(rank > 0, "Rank", "Rank must be positive.");
        _env = env.Register(nameof(PrincipalComponentAnalyzer));
        _column = (output, input ?? output);
        _rank = rank;
        _overSampling = overSampling;
        _ensureZeroMean = ensureZeroMean;
        _seed = seed;
    }

    public PrincipalComponentAnalysisTransformer Fit(IDataView input)
    {
        var source = input.Schema.GetColumnOrNull(_column.Input) ?? throw Check.Mark(new ArgumentOutOfRangeException("name", $"Column '{_column.Input}' not found"));
        PrincipalComponentAnalysisTransformer.CheckType(source);
        int size = ((VectorDataViewType)source.Type).Size;
        Check.Param(_rank <= size, "Rank", "Rank must be positive, and at most the dimension of untransformed data");
        var rows = input.GetColumn<float[]>(source).TakeWhile(_ => Alive()).Where(row => row.All(float.IsFinite)).ToList();
        if (rows.Count == 0)
            throw Check.State($"Empty data in column '{_column.Input}'");

        var x = Matrix<double>.Build.Dense(rows.Count, size, (row, slot) => rows[row][slot]);
        var mean = _ensureZeroMean ? x.ColumnSums() / rows.Count : Vector<double>.Build.Dense(size);
        var centered = Matrix<double>.Build.DenseOfRowVectors(x.EnumerateRows().Select(row => row - mean));

        // Randomised: the covariance C times a Gaussian matrix gives a basis Q; the components are the left singular vectors of C Q.
        int width = Math.Min(_rank + _overSampling, size);
        var random = new Random(_seed ?? (_env as IHostEnvironmentInternal)?.Seed ?? 0);
        Matrix<double> TimesCovariance(Matrix<double> block) => centered.TransposeThisAndMultiply(centered * block) / rows.Count;
        var basis = TimesCovariance(Matrix<double>.Build.Random(size, width, new Normal(0, 1, random))).QR().Q.SubMatrix(0, size, 0, width);
        var image = TimesCovariance(basis);
        var small = image.TransposeThisAndMultiply(image).Evd(Symmetricity.Symmetric);
        var components = new float[_rank][];
        for (int i = 0; i < _rank; i++)
        {
            int from = width - 1 - i;
            double scale = 1 / (1e-6 + Math.Sqrt(Math.Max(0, small.EigenValues[from].Real)));
            components[i] = (image * small.EigenVectors.Column(from) * scale).Select(value => (float)value).ToArray();
        }

        return new(_column, components, mean.Select(value => (float)value).ToArray());
    }

    private bool Alive()
    {
        Check.Alive(_env);
        return true;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        var column = Shapes.Find(inputSchema, _column.Input);
        if (column.Kind != SchemaShape.Column.VectorKind.Vector || column.ItemType != NumberDataViewType.Single)
            throw Check.MissingColumn(nameof(inputSchema), "input", _column.Input);
        return Shapes.With(inputSchema, [new(_column.Output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false)]);
    }
}

public sealed class PrincipalComponentAnalysisTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "PcaTransform";
    private readonly float[][] _components;
    private readonly float[] _projectedMean;

    internal PrincipalComponentAnalysisTransformer((string Output, string Input) column, float[][] components, float[] mean) : base(column)
    {
        _components = components;
        _projectedMean = Array.ConvertAll(components, component => TensorPrimitives.Dot<float>(component, mean));
    }

    private PrincipalComponentAnalysisTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(ctx, Version)
    {
        _projectedMean = ValueSerializer.ReadArray<float>(ctx.Reader);
        _components = Array.ConvertAll(_projectedMean, _ => ValueSerializer.ReadArray<float>(ctx.Reader));
    }

    private static VersionInfo Version => Versions.First("OFFPCAFN", LoaderSignature);

    internal static void CheckType(DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType { Size: > 1 } type || type.ItemType != NumberDataViewType.Single)
            throw Check.SchemaMismatch("inputSchema", "input", source.Name, "known-size vector of Single of two or more items", source.Type.ToString());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        SaveColumns(ctx, Version);
        ValueSerializer.WriteArray(ctx.Writer, _projectedMean);
        foreach (var component in _components)
            ValueSerializer.WriteArray(ctx.Writer, component);
    }

    private protected override AddedColumn MakeColumn(int index, string name, DataViewSchema.Column source)
    {
        CheckType(source);
        int size = _components[0].Length;
        var expected = new VectorDataViewType(NumberDataViewType.Single, size);
        if (((VectorDataViewType)source.Type).Size != size)
            throw Check.SchemaMismatch("inputSchema", "input", source.Name, expected.ToString(), source.Type.ToString());
        return new(new(name, new VectorDataViewType(NumberDataViewType.Single, _components.Length)), [source.Index], row => MakeGetter(row, source));
    }

    private ValueGetter<VBuffer<float>> MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        var read = row.GetGetter<VBuffer<float>>(source);
        VBuffer<float> buffer = default;
        var features = new float[_components[0].Length];
        return (ref VBuffer<float> value) =>
        {
            read(ref buffer);
            buffer.CopyTo(features);
            var editor = VBufferEditor.Create(ref value, _components.Length);
            for (int i = 0; i < _components.Length; i++)
                editor.Values[i] = TensorPrimitives.Dot<float>(_components[i], features) - _projectedMean[i];
            value = editor.Commit();
        };
    }
}
