using LleTransforms.TestFramework.Tests.FaultySteps;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(ScalingTransformer), typeof(ScalingTransformer), null, typeof(SignatureLoadModel), "Scaling, for the tests",
    ScalingTransformer.LoaderSignature)]

namespace LleTransforms.TestFramework.Tests.FaultySteps;

internal sealed class ScalingTransformer(string output, string input, int size, float factor, Fault fault) : ITransformer
{
    public const string LoaderSignature = "FaultyScaling";

    private readonly float[] _sharedScratch = new float[size];

    public string Output => output;

    public int Size => size;

    public Fault Fault => fault;

    public bool IsRowToRowMapper => true;

    public static DataViewSchema.Column Find(DataViewSchema schema, string name, int? size)
    {
        if (schema.GetColumnOrNull(name) is { Type: VectorDataViewType { IsKnownSize: true } vector } column
            && vector.ItemType == NumberDataViewType.Single && (size is null || vector.Size == size))
        {
            return column;
        }

        throw new ArgumentOutOfRangeException(
            nameof(schema), $"Column '{name}' is missing or no vector of {size?.ToString() ?? "any number of"} Single.");
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    public IDataView Transform(IDataView data)
    {
        if (fault == Fault.EagerReading)
        {
            using var cursor = data.GetRowCursor(data.Schema);
            cursor.MoveNext();
        }

        return new ScalingView(Bind(data.Schema), data);
    }

    /// <summary>Makes the getter of the added column over a row of the input.</summary>
    public ValueGetter<VBuffer<float>> Getter(DataViewRow row, DataViewSchema.Column column, bool isSingleRow)
    {
        var source = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> features = default;
        float[] own = new float[size];
        float applied = fault == Fault.RowDiffersFromBatch && isSingleRow ? factor * 1.001f : factor;
        return (ref VBuffer<float> destination) =>
        {
            source(ref features);
            float[] scratch = fault == Fault.SharedScratch ? _sharedScratch : own;
            for (int slot = 0; slot < scratch.Length; slot++)
            {
                scratch[slot] = features.GetItemOrDefault(slot) * applied;
            }

            if (fault == Fault.SharedBuffer)
            {
                destination = new VBuffer<float>(size, own);
                return;
            }

            if (fault == Fault.SharedScratch)
            {
                // Without a pause the fault would show on some runs only.
                Thread.Yield();
            }

            if (fault == Fault.TrustsBuffers && destination.Length > 0)
            {
                scratch.AsSpan(0, Math.Min(size, destination.GetValues().Length))
                    .CopyTo(VBufferEditor.CreateFromBuffer(ref destination).Values);
                return;
            }

            var editor = VBufferEditor.Create(ref destination, size);
            scratch.CopyTo(editor.Values);
            destination = editor.Commit();
        };
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version());
        ctx.SaveNonEmptyString(output);
        ctx.SaveNonEmptyString(input);
        ctx.Writer.Write(size);
        ctx.Writer.Write(fault == Fault.WrongReload ? MathF.Round(factor, 3) : factor);
        ctx.Writer.Write((int)fault);
    }

    private static ScalingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version());
        return new ScalingTransformer(
            ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString(), ctx.Reader.ReadInt32(), ctx.Reader.ReadSingle(),
            (Fault)ctx.Reader.ReadInt32());
    }

    private static VersionInfo Version() => new(
        modelSignature: "FAULTY S",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(ScalingTransformer).Assembly.GetName().Name,
        loaderSignature: LoaderSignature);

    private ScalingMapper Bind(DataViewSchema schema) => new(this, schema, Find(schema, input, fault == Fault.TakesAnyWidth ? null : size));
}
