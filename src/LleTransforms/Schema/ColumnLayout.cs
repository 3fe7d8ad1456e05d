using Microsoft.ML;

namespace LleTransforms.Schema;

/// <summary>
/// Where the input's columns and the added ones stand in the output schema. An added column follows the input column of its name, which it
/// hides, or comes last. Every input column stays, as in ML.NET's own row-to-row steps.
/// </summary>
internal sealed class ColumnLayout
{
    // Output index -> input index, or the complement of the added column's number.
    private readonly int[] _sources;

    public ColumnLayout(DataViewSchema inputSchema, IReadOnlyList<DataViewSchema.DetachedColumn> added)
    {
        InputSchema = inputSchema;
        AddedCount = added.Count;
        var sources = Enumerable.Range(0, inputSchema.Count).ToList();
        for (int number = 0; number < added.Count; number++)
        {
            string name = added[number].Name;
            int hidden = sources.FindLastIndex(source => (source >= 0 ? inputSchema[source].Name : added[~source].Name) == name);
            sources.Insert(hidden < 0 ? sources.Count : hidden + 1, ~number);
        }

        _sources = [.. sources];
        var builder = new DataViewSchema.Builder();
        foreach (int source in _sources)
        {
            if (source >= 0)
            {
                builder.AddColumn(inputSchema[source].Name, inputSchema[source].Type, inputSchema[source].Annotations);
            }
            else
            {
                builder.AddColumn(added[~source].Name, added[~source].Type, added[~source].Annotations);
            }
        }

        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public int AddedCount { get; }

    /// <summary>Says whether an output column was added, and gives its number among the added ones or the
    /// index of the input column it is.</summary>
    public bool IsAdded(int outputIndex, out int index)
    {
        int source = _sources[outputIndex];
        index = source < 0 ? ~source : source;
        return source < 0;
    }

    /// <summary>Which of the added columns are among those asked for.</summary>
    public bool[] ActiveAdded(IEnumerable<DataViewSchema.Column> outputColumns)
    {
        var active = new bool[AddedCount];
        foreach (var column in outputColumns)
        {
            if (IsAdded(column.Index, out int number))
            {
                active[number] = true;
            }
        }

        return active;
    }

    /// <summary>The input columns behind those asked for: themselves, and <paramref name="features"/>
    /// where an added one is asked for.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(IEnumerable<DataViewSchema.Column> outputColumns, DataViewSchema.Column features)
    {
        var needed = new bool[InputSchema.Count];
        foreach (var column in outputColumns)
        {
            needed[IsAdded(column.Index, out int index) ? features.Index : index] = true;
        }

        return InputSchema.Where(column => needed[column.Index]);
    }
}
