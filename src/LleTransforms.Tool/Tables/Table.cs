namespace LleTransforms.Tool.Tables;

/// <summary>A whole table in memory.</summary>
/// <param name="Name">The file's name, as messages give it.</param>
/// <param name="Delimiter">What stood between its fields.</param>
/// <param name="Features">All columns but the label's.</param>
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

    /// <summary>Reads a table.</summary>
    /// <param name="path">A file, or "-" for standard input.</param>
    /// <param name="format">How to read it.</param>
    /// <param name="console">The source of standard input.</param>
    /// <param name="checkWidth">Sees the reader before the first row is read, to reject a table of the wrong width at once; or
    /// null.</param>
    /// <param name="receiveRow">Receives each row, for somebody who needs it as it was; or null.</param>
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
        var features = new FeatureMatrixBuilder(reader.NumberOfFeatures);
        var labels = new List<int>();
        var numbers = new Dictionary<string, int>();
        while (reader.Read())
        {
            Append(features, reader);
            receiveRow?.Invoke(reader.Features.ToArray());
            if (format.LabelColumn is not null)
            {
                numbers.TryAdd(reader.Label, numbers.Count);
                labels.Add(numbers[reader.Label]);
            }
        }

        return reader.NumberOfRows > 0
            ? new Table(reader.Name, reader.Delimiter, features.Build(), format.LabelColumn is null ? null : [.. labels])
            {
                ColumnNames = reader.ColumnNames,
                LabelName = reader.LabelName,
                LabelTexts = [.. numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
            }
            : throw new ToolException($"{reader.Name}: has no rows below its header.");
    }

    private static void Append(FeatureMatrixBuilder features, TableReader reader)
    {
        try
        {
            features.Append(reader.Features);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            throw new ToolException($"{reader.Name}: {EngineFault.Tell(fault, CommandWords.None)}");
        }
    }
}
