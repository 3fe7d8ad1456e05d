namespace Microsoft.ML.Data;

public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase() { }
    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return MakeMapper(inputSchema).OutputSchema;
    }

    public IDataView Transform(IDataView input)
    {
        Check.Value(input, nameof(input));
        return new AddedColumns.View(input, MakeMapper(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return MakeMapper(inputSchema);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);
    private protected abstract AddedColumns MakeMapper(DataViewSchema inputSchema);
    private protected abstract void SaveModel(ModelSaveContext ctx);
}

public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    internal readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(params (string outputColumnName, string inputColumnName)[] columns)
    {
        var names = new HashSet<string>();
        foreach (var (output, input) in columns)
        {
            Check.NonEmpty(input, nameof(columns));
            Check.NonEmpty(output, nameof(columns));
            Check.Param(names.Add(output), nameof(columns), $"Name of the result column '{output}' specified multiple times");
        }

        ColumnPairs = columns;
    }

    private protected OneToOneTransformerBase(ModelLoadContext ctx, VersionInfo version)
    {
        ctx.CheckAtModel(version);
        ColumnPairs = new (string, string)[ctx.Reader.ReadCount()];
        for (int i = 0; i < ColumnPairs.Length; i++)
            ColumnPairs[i] = (ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
    }

    private protected void SaveColumns(ModelSaveContext ctx, VersionInfo version)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(version);
        ctx.Writer.Write(ColumnPairs.Length);
        foreach (var (output, input) in ColumnPairs)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
    }

    private protected sealed override AddedColumns MakeMapper(DataViewSchema inputSchema)
        => new(inputSchema, ColumnPairs.Select((pair, i) => MakeColumn(i, pair.outputColumnName, Find(inputSchema, pair.inputColumnName))).ToArray());

    private protected abstract AddedColumn MakeColumn(int index, string name, DataViewSchema.Column source);

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
        => schema.GetColumnOrNull(name) ?? throw Check.MissingColumn("inputSchema", "input", name);
}
