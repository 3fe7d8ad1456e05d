namespace Microsoft.ML.Offline;

/// <summary>Row mappers one after the other; without any, the row itself.</summary>
internal sealed class ChainedMapper(DataViewSchema inputSchema, IReadOnlyList<IRowToRowMapper> mappers) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;
    public DataViewSchema OutputSchema => mappers.Count == 0 ? inputSchema : mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => mappers.Reverse().Aggregate(dependingColumns, (columns, mapper) => mapper.GetDependencies(columns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Check.Value(input, nameof(input));
        Check.Value(activeColumns, nameof(activeColumns));
        Check.Param(input.Schema == InputSchema, nameof(input), "Schema did not match original schema");

        // Backwards: what each mapper must deliver is what the next one reads.
        var needed = new IEnumerable<DataViewSchema.Column>[mappers.Count];
        for (int i = mappers.Count - 1; i >= 0; i--)
            needed[i] = i == mappers.Count - 1 ? activeColumns.ToArray() : mappers[i + 1].GetDependencies(needed[i + 1]).ToArray();
        for (int i = 0; i < mappers.Count; i++)
            input = mappers[i].GetRow(input, needed[i]);
        return input;
    }
}
