namespace Microsoft.ML;

public sealed class ModelOperationsCatalog : IInternalCatalog
{
    private const string SchemaEntryName = "Schema";
    private readonly IHostEnvironment _env;
    internal ModelOperationsCatalog(IHostEnvironment env) => _env = env;
    IHostEnvironment IInternalCatalog.Environment => _env;

    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        using var repository = new RepositoryWriter(stream);
        ModelSaveContext.SaveModel(repository, model, TransformerChain.LoaderSignature);
        if (inputSchema == null)
            return;
        repository.Write(null, SchemaEntryName, target =>
        {
            using var writer = new BinaryWriter(target, System.Text.Encoding.UTF8, leaveOpen: true);
            SchemaSerializer.Write(writer, inputSchema);
        });
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        Check.NonEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        using var repository = new RepositoryReader(stream);
        inputSchema = null;
        if (repository.OpenOrNull(null, SchemaEntryName) is { } entry)
        {
            using var reader = new BinaryReader(entry);
            inputSchema = SchemaSerializer.Read(reader);
        }

        if (ModelLoadContext.LoadModelOrNull<ITransformer, SignatureLoadModel>(
            _env, out var model, repository, TransformerChain.LoaderSignature))
            return model;
        throw inputSchema == null ? Check.State("Could not load legacy format model") : Check.Mark(new FormatException("Corrupt model file"));
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        Check.NonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer,
        bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new()
        => new(transformer, ignoreMissingColumns, inputSchemaDefinition, outputSchemaDefinition);

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new()
    {
        var definition = SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Read);
        foreach (var column in inputSchema)
        {
            var member = definition[column.Name] ?? throw Check.State($"Type should contain a member named {column.Name}");
            member.ColumnType = column.Type;
        }

        return new(transformer, false, definition);
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new()
        => new(transformer, options.IgnoreMissingColumns, options.InputSchemaDefinition, options.OutputSchemaDefinition, options.OwnsTransformer);
}
