namespace LleTransforms.Tables;

/// <summary>What a cell holds.</summary>
internal enum CellKind
{
    Number,
    Missing,
    Infinite,
    Text,
}

/// <summary>A file of one kind, read row by row. It knows fields and nothing of what they are for.</summary>
internal interface IRowSource : IDisposable
{
    /// <summary>What was found, for the summary: "CSV with a header".</summary>
    string Description { get; }

    /// <summary>What stands between fields of a text; a comma where nothing does.</summary>
    char Delimiter { get; }

    int NumberOfColumns { get; }

    /// <summary>A name for each column; null where the file has none.</summary>
    string[]? ColumnNames { get; }

    /// <summary>The column that names the rows, which is no feature; null where there is none.</summary>
    int? RowNameColumn { get; }

    /// <summary>What the column that names the rows is called where it has no name.</summary>
    string RowNameTitle => "Row";

    /// <summary>The column that holds labels by the kind of the file; null where the kind has none.</summary>
    int? LabelColumn { get; }

    /// <summary>An upper bound of the rows where it is known and worth while, else 0.</summary>
    int ExpectedNumberOfRows { get; }

    /// <summary>Where the row stands, for messages: "row 2 (line 3)".</summary>
    string Place { get; }

    /// <summary>Goes to the next row; false behind the last.</summary>
    bool Read();

    /// <summary>A cell of the row, as a number.</summary>
    CellKind Number(int column, out double value);

    /// <summary>Several cells of the row, up to the first that is no number or not one that can be read at once.</summary>
    /// <returns>How many there are of them.</returns>
    int Numbers(ReadOnlySpan<int> columns, Span<double> values)
    {
        int count = 0;
        while (count < columns.Length && Number(columns[count], out values[count]) == CellKind.Number)
        {
            count++;
        }

        return count;
    }

    /// <summary>A cell of the row, as it is written.</summary>
    string Text(int column);

    /// <summary>What could help where a cell is no number; empty where nothing comes to mind.</summary>
    string AdviceFor(int column);
}

/// <summary>A file whose rows name only the values that differ from zero.</summary>
internal interface ISparseRowSource : IRowSource
{
    /// <summary>The columns of the row that hold a value, ascending.</summary>
    ReadOnlySpan<int> FilledColumns { get; }

    ReadOnlySpan<double> FilledValues { get; }
}
