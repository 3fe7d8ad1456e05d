using System.Globalization;
using CsvHelper;

namespace LleTransforms.Tool.Tables;

/// <summary>Reads a table row by row: finite numbers in every column but the label's, as many in each row as in the first.</summary>
internal sealed class TableReader : IDisposable
{
    private readonly CsvReader _records;
    private readonly string[] _names;
    private readonly int _labelColumn;
    private readonly double[] _features;
    private bool _standsOnFirstRow;

    private TableReader(string name, char delimiter, CsvReader records, TableFormat format)
    {
        Name = name;
        Delimiter = delimiter;
        _records = records;
        if (!ReadRecord())
        {
            throw new ToolException($"{name}: is empty.");
        }

        string[] first = [.. Enumerable.Range(0, records.FieldCount).Select(records.GetString)];
        bool hasHeader = format.HasHeader ?? !Array.Exists(first, IsNumber);
        _names = hasHeader ? first : [];
        FieldCount = first.Length;
        _standsOnFirstRow = !hasHeader;
        _labelColumn = format.LabelColumn is { } label ? FindColumn(label) : -1;
        _features = new double[_labelColumn < 0 ? FieldCount : FieldCount - 1];
        if (_features.Length == 0)
        {
            throw new ToolException($"{name}: has no column beside the label's.");
        }
    }

    /// <summary>The file's name, as messages give it.</summary>
    public string Name { get; }

    public char Delimiter { get; }

    public int NumberOfFeatures => _features.Length;

    /// <summary>Rows read so far, without the header.</summary>
    public int NumberOfRows { get; private set; }

    /// <summary>The row's features; the next <see cref="Read"/> overwrites them.</summary>
    public ReadOnlySpan<double> Features => _features;

    /// <summary>The names of the feature columns; null where the table has no header.</summary>
    public string[]? ColumnNames => _names.Length == 0 ? null : [.. _names.Where((_, column) => column != _labelColumn)];

    /// <summary>The name of the label column, or its number from 1 where there is no header; null where there is none.</summary>
    public string? LabelName => _labelColumn < 0 ? null
        : _names.Length > 0 ? _names[_labelColumn]
        : string.Create(CultureInfo.InvariantCulture, $"column {_labelColumn + 1}");

    /// <summary>The row's label; empty where the table has none.</summary>
    public string Label { get; private set; } = string.Empty;

    private int FieldCount { get; }

    public static TableReader Open(string path, TableFormat format, ToolConsole console, CancellationToken cancellationToken)
    {
        string name = path == "-" ? "standard input" : path;
        TableText text = TableText.Open(path, console, cancellationToken);
        try
        {
            if (text.IsEmpty)
            {
                throw new ToolException($"{name}: is empty.");
            }

            char delimiter = format.Delimiter ?? TableFormat.FindDelimiter(path, text.FirstLine);
            var options = new CsvReaderOptions
            {
                Separator = delimiter,
                HasHeader = false,
                SkipEmptyLines = false,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
            };
            return new TableReader(name, delimiter, CsvReader.Create(text, options, leaveOpen: false), format);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; false behind the last.</summary>
    public bool Read()
    {
        if (!_standsOnFirstRow && !ReadRecord())
        {
            return false;
        }

        _standsOnFirstRow = false;
        NumberOfRows++;
        if (_records.FieldCount != FieldCount)
        {
            throw new ToolException($"{Place}: has {Fields(_records.FieldCount)}, but the first line has {FieldCount}.");
        }

        for (int column = 0, feature = 0; column < FieldCount; column++)
        {
            if (column == _labelColumn)
            {
                Label = _records.GetString(column);
            }
            else
            {
                _features[feature++] = Number(column);
            }
        }

        return true;
    }

    public void Dispose() => _records.Dispose();

    private string Place => string.Create(CultureInfo.InvariantCulture, $"{Name}: row {NumberOfRows} (line {_records.LineNumber})");

    private static string Fields(int count) => count == 1 ? "1 field" : string.Create(CultureInfo.InvariantCulture, $"{count} fields");

    /// <summary>Blank lines may end a file; between rows one would be a row that is missing from the result.</summary>
    private bool ReadRecord()
    {
        bool isBlank = false;
        while (Advance())
        {
            if (_records.FieldCount > 1 || !_records.IsEmpty(0))
            {
                return !isBlank ? true : throw new ToolException($"{Name}: line {_records.LineNumber - 1} is blank, and rows follow it.");
            }

            isBlank = true;
        }

        return false;
    }

    private bool Advance()
    {
        try
        {
            return _records.Read();
        }
        catch (CsvFormatException fault)
        {
            throw new ToolException($"{Name}: row {NumberOfRows + 1}: {fault.Message}");
        }
    }

    private double Number(int column)
    {
        if (!double.TryParse(_records.GetSpan(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            string field = _records.GetString(column);
            string advice = NumberOfRows == 1 && _names.Length == 0 ? " If the first line holds names, say --header." : string.Empty;
            throw new ToolException(field.Length == 0
                ? $"{Place}, {ColumnName(column)}: is empty, but must be a number."
                : $"{Place}, {ColumnName(column)}: '{field}' is not a number.{advice}");
        }

        return double.IsFinite(number)
            ? number
            : throw new ToolException($"{Place}, {ColumnName(column)}: {_records.GetString(column).Trim()} is not a finite number.");
    }

    private string ColumnName(int column) =>
        string.Create(CultureInfo.InvariantCulture, $"column {column + 1}") + (_names.Length > 0 ? $" ('{_names[column]}')" : string.Empty);

    private int FindColumn(string label)
    {
        int column = Array.IndexOf(_names, label);
        if (column < 0 && int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
            && number <= FieldCount)
        {
            column = number - 1;
        }

        return column >= 0 ? column : throw ToolException.CommandLine(
            $"{Name}: has no column '{label}' for --label; it has " +
            (_names.Length > 0
                ? string.Join(", ", _names.Take(20)) + (_names.Length > 20 ? ", ..." : ".")
                : $"no header, and columns 1 to {FieldCount}."));
    }

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
