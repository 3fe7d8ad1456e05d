using Microsoft.ML.Runtime;
using OfflineHost.Tests.Model;

[assembly: LoadableClass(
    typeof(CountingTransformer), null, typeof(SignatureLoadModel), "Counting", CountingTransformer.LoaderSignature)]

namespace OfflineHost.Tests.Model;

/// <summary>A transformer of a third party, which adds nothing to the data and carries values of each kind to the zip and back.</summary>
internal sealed class CountingTransformer : ITransformer
{
    internal const string LoaderSignature = "OfflineHostCounting";

    private CountingTransformer(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(VersionToLoad);
        Text = ctx.LoadNonEmptyString();
        Nothing = ctx.LoadStringOrNull();
        Same = ctx.LoadString();
        Number = ctx.Reader.ReadInt32();
        ctx.TryLoadBinaryStream("Extra", reader => Extra = reader.ReadDouble());
        HasHost = env is not null;
    }

    public CountingTransformer()
    {
    }

    /// <summary>The version a loader understands; a test may make it older or newer than what is saved.</summary>
    public static VersionInfo VersionToLoad { get; set; } = Version(3, 2, 1);

    public string Text { get; init; }

    public string Same { get; init; }

    public string Nothing { get; init; }

    public int Number { get; init; }

    public double Extra { get; set; }

    public bool HasHost { get; }

    public Action<ModelSaveContext> AfterSaving { get; init; }

    public bool IsRowToRowMapper => false;

    public static VersionInfo Version(uint written, uint readable, uint readableBack) => new(
        "OFFCOUNT", written, readable, readableBack, loaderAssemblyName: typeof(CountingTransformer).Assembly.GetName().Name, loaderSignature: LoaderSignature);

    public void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version(3, 2, 1));
        ctx.SaveNonEmptyString(Text);
        ctx.SaveStringOrNull(null);
        ctx.SaveString(Text);
        ctx.Writer.Write(Number);
        ctx.SaveBinaryStream("Extra", writer => writer.Write(Extra));
        AfterSaving?.Invoke(ctx);
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

    public IDataView Transform(IDataView input) => input;
}
