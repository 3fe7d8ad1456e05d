using System.Globalization;
using System.Text.Json;
using LleTransforms.Tool.Output;

namespace LleTransforms.Tool.Tables;

/// <summary>A whole table in memory.</summary>
/// <param name="Name">The file's name, as messages give it.</param>
/// <param name="Delimiter">What stood between its fields.</param>
/// <param name="Features">All columns that are features, of the rows that were not skipped.</param>
/// <param name="Labels">A number for each row, the same for equal labels, in the order in which they
/// first occur; null where there is no label column.</param>
internal sealed record Table(string Name, char Delimiter, FeatureMatrix Features, int[]? Labels)
{
    /// <summary>The names of the feature columns; null where the table has no header.</summary>
    public string[]? ColumnNames { get; init; }

    /// <summary>What the reader found doubtful, for the error stream and for --json.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The name of the label column, or its number from 1 where there is no header; null where there is none.</summary>
    public string? LabelName { get; init; }

    /// <summary>The labels as they were written, in the order of their numbers.</summary>
    public IReadOnlyList<string> LabelTexts { get; init; } = [];

    /// <summary>What kind of file it is, in a few words.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>The rows that lack a value and are no features, by their numbers from 0 among all rows of the file, ascending.</summary>
    public IReadOnlyList<int> SkippedRows { get; init; } = [];

    /// <summary>What brought the features to one scale; null where they are as the file has them.</summary>
    public ColumnScale? Scale { get; init; }

    /// <summary>The columns that go through to the output.</summary>
    public KeptColumns Kept { get; init; } = KeptColumns.None;

    /// <summary>The rows of the file, the skipped ones too.</summary>
    public int NumberOfLines => Features.NumberOfRows + SkippedRows.Count;

    /// <summary>Reads a table.</summary>
    /// <param name="path">A file, or "-" for standard input.</param>
    /// <param name="format">How to read it.</param>
    /// <param name="console">The source of standard input.</param>
    /// <param name="checkWidth">Sees the reader before the first row is read, to reject a table of the wrong width at once; or
    /// null.</param>
    /// <param name="receiveRow">Receives each row of the features, for somebody who needs it as the file has it;
    /// or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static Table Read(
        string path,
        TableFormat format,
        ToolConsole console,
        Action<TableReader>? checkWidth = null,
        Action<double[]>? receiveRow = null,
        CancellationToken cancellationToken = default)
    {
        using TableReader reader = TableReader.Open(path, format, console, cancellationToken);
        checkWidth?.Invoke(reader);
        var rows = new TableRows(reader, format, receiveRow);
        while (reader.Read())
        {
            rows.Add();
        }

        Table table = reader.NumberOfRows > 0
            ? rows.ToTable()
            : throw new ToolException($"{reader.Name}: has no rows below its header.");
        if (console.ShowsProgress)
        {
            console.Error.WriteLine($"lle: {table.Name}: {table.Summary}.");
        }

        return table;
    }

    /// <summary>What was read, in one sentence.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Description}, {Features.NumberOfRows} rows of {Features.NumberOfColumns} feature{(Features.NumberOfColumns == 1 ? "" : "s")}" +
        $"{(SkippedRows.Count > 0 ? $", {SkippedRows.Count} rows skipped" : "")}");

    /// <summary>Adds what was read to a JSON object.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("input", Summary);
        JsonText.WriteArray(json, "skippedRows", SkippedRows, (writer, row) => writer.WriteNumberValue(row + 1));
    }
}

/// <summary>Columns that are no features and stand beside the coordinates in the output.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Rows">Their fields in each row of the file.</param>
internal sealed record KeptColumns(IReadOnlyList<string> Names, IReadOnlyList<string[]> Rows)
{
    public static KeptColumns None { get; } = new([], []);
}
