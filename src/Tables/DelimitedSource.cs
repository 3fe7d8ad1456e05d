using System.Globalization;
using System.Text;

namespace LleTransforms.Tables;

/// <summary>A text with a sign, or blanks, between its fields: CSV, TSV and their kin.</summary>
internal sealed class DelimitedSource : IRowSource
{
    // Rows with text among their numbers come in numbers, and are then read field by field at once.
    private const int MostOtherRows = 3;

    private readonly TextBytes _text;
    private readonly TextRecords _records;
    private readonly TextFormat _format;
    private readonly DelimitedLayout _layout;
    private readonly MissingValues _missing;
    private readonly double[] _plainRow;
    private int _otherRows;
    private bool _isPlain;
    private bool _standsOnFirstRow;
    private long _rows;

    private DelimitedSource(TextBytes text, TextRecords records, TextFormat format, char delimiter, DelimitedLayout layout)
    {
        _text = text;
        _records = records;
        _format = format;
        _layout = layout;
        _missing = format.Missing;
        bool canBePlain = format.Numbers.IsPlain && !_missing.HasOwnMarkers && layout.FieldCount == layout.NumberOfColumns;
        _otherRows = canBePlain ? 0 : MostOtherRows;
        _plainRow = canBePlain ? new double[layout.NumberOfColumns] : [];
        Delimiter = delimiter == ' ' ? ',' : delimiter;
        Description = Describe(delimiter, layout, text.EncodingName);
    }

    public string Description { get; }

    public char Delimiter { get; }

    public int NumberOfColumns => _layout.NumberOfColumns;

    public string[]? ColumnNames { get; private set; }

    public int? RowNameColumn => _layout.NamesRows ? 0 : null;

    public int? LabelColumn => null;

    public int ExpectedNumberOfRows { get; private set; }

    public string Place => string.Create(CultureInfo.InvariantCulture, $"row {_rows} (line {_records.LineNumber})");

    /// <summary>Begins to read a text, whose first lines are compared with each other.</summary>
    /// <param name="path">The file's name, which may tell what stands between fields.</param>
    /// <param name="text">The text.</param>
    /// <param name="format">How to read it.</param>
    /// <param name="lines">The lines of the file where they are counted, else 0.</param>
    public static DelimitedSource Open(string path, TextBytes text, TextFormat format, int lines)
    {
        for (int line = 0; line < format.SkippedLines; line++)
        {
            text.PassLine();
        }

        char? told = format.Delimiter ?? TakeHint(text);
        TextSample sample = TextSample.Of(text, format.Comment);
        if (sample.Lines.Count == 0)
        {
            throw new TableException($"{text.Name}: is empty.");
        }

        char delimiter = told ?? DelimiterFinder.Find(path, sample, format.Numbers);
        IReadOnlyList<SampleRecord> first = sample.Records(delimiter);
        if (first.Count == 0)
        {
            // Not even one record is whole; the reading says what is wrong with it.
            _ = new TextRecords(text, delimiter, format.Comment).Read();
        }

        var layout = DelimitedLayout.Of(text, first, format);
        var records = new TextRecords(text, delimiter, format.Comment);
        var source = new DelimitedSource(text, records, format, delimiter, layout);
        source.StandOnFirstRow(lines);
        return source;
    }

    public bool Read()
    {
        if (!_standsOnFirstRow && !ReadRecord())
        {
            return false;
        }

        _standsOnFirstRow = false;
        _rows++;
        _isPlain = _otherRows < MostOtherRows && _records.TryReadDecimals(_plainRow);
        if (_isPlain)
        {
            return true;
        }

        _otherRows++;
        if (_records.FieldCount != _layout.FieldCount && !IsSkippedBlank)
        {
            if (_records.FieldCount != _layout.NumberOfColumns)
            {
                throw new TableException(
                    $"{_text.Name}: {Place}: has {Fields(_records.FieldCount)}, but {_layout.WidthOf} has {_layout.FieldCount}.",
                    CommentAdvice());
            }
        }
        else if (_layout.FieldCount > _layout.NumberOfColumns && !IsSkippedBlank && !Content(_layout.NumberOfColumns).IsEmpty)
        {
            throw new TableException($"{_text.Name}: {Place}: ends in '{VisibleText.Quote(Text(_layout.NumberOfColumns))}', where the " +
                $"other lines have nothing behind their last separator.");
        }

        return true;
    }

    /// <summary>Goes over rows without looking at their fields.</summary>
    /// <returns>How many there were.</returns>
    public long Skip(long count)
    {
        long passed = 0;
        while (passed < count && (_standsOnFirstRow || ReadRecord()))
        {
            _standsOnFirstRow = false;
            _rows++;
            passed++;
        }

        return passed;
    }

    public CellKind Number(int column, out double value)
    {
        value = 0;
        if (IsSkippedBlank)
        {
            return CellKind.Missing;
        }

        ReadOnlySpan<byte> content = Content(column);
        if (_missing.HasOwnMarkers && _missing.IsOwnMarker(content))
        {
            return CellKind.Missing;
        }

        if (NumberText.TryParse(content, _format.Numbers, out value))
        {
            return double.IsFinite(value) ? CellKind.Number : double.IsNaN(value) ? CellKind.Missing : CellKind.Infinite;
        }

        return MissingValues.IsUsualMarker(content) ? CellKind.Missing : CellKind.Text;
    }

    public int Numbers(ReadOnlySpan<int> columns, Span<double> values)
    {
        if (!_isPlain)
        {
            bool canBePlain = !_missing.HasOwnMarkers && _format.Numbers.IsPlain && !_records.IsBlank;
            return canBePlain ? _records.Decimals(columns, values) : 0;
        }

        if (columns.Length == _plainRow.Length)
        {
            _plainRow.CopyTo(values);
            return columns.Length;
        }

        for (int i = 0; i < columns.Length; i++)
        {
            values[i] = _plainRow[columns[i]];
        }

        return columns.Length;
    }

    public string Text(int column) => IsSkippedBlank ? string.Empty : _records.Text(column);

    public string AdviceFor(int column)
    {
        string field = Text(column).Trim();
        bool isFirst = _rows == 1;
        return FieldAdvice.ByLook(field, _format)
            ?? (isFirst && !_layout.HasHeader ? FieldAdvice.Header
                : FieldAdvice.ByColumn(field, column) + (isFirst && !HoldsNumbers() ? FieldAdvice.Units : string.Empty));
    }

    public void Dispose() => _text.Dispose();

    private bool HoldsNumbers() => Enumerable.Range(0, NumberOfColumns).Any(column => Number(column, out _) == CellKind.Number);

    private bool IsSkippedBlank => _records.IsBlank && _missing.Mode == MissingMode.Skip;

    private ReadOnlySpan<byte> Content(int column) => NumberText.Trim(_records.Field(column));

    /// <param name="lines">The lines of the file where they are counted, else 0.</param>
    private void StandOnFirstRow(int lines)
    {
        long front = _text.LinesPassed;
        ReadRecord();
        ColumnNames = _layout.Names(_records);
        _standsOnFirstRow = !_layout.HasHeader;
        for (int line = 0; line < _format.SkippedLinesBelowHeader && _layout.HasHeader; line++)
        {
            ReadRecord();
        }

        front = _standsOnFirstRow ? front : _text.LinesPassed;
        ExpectedNumberOfRows = (int)Math.Max(0, lines - front);
    }

    /// <summary>Blank lines may end a file; between rows one would be a row that is missing from the result.</summary>
    private bool ReadRecord()
    {
        bool isBlank = false;
        long blankLine = 0;
        while (_records.Read())
        {
            if (!_records.IsBlank || (_rows > 0 && _missing.Mode == MissingMode.Skip && !_text.HasOnlyBlanksLeft()))
            {
                return !isBlank || _rows == 0 ? true : throw new TableException(
                    $"{_text.Name}: line {blankLine} is blank, and rows follow it.", "--missing skip leaves it out.");
            }

            (isBlank, blankLine) = (true, _records.LineNumber);
        }

        return false;
    }

    private string CommentAdvice()
    {
        string start = _records.FieldCount > 0 ? Text(0) : string.Empty;
        return start.Length > 0 && start[0] is '#' or '%' or '!' or '*' ? FieldAdvice.Comment(start[0]) : string.Empty;
    }

    /// <summary>Some programs begin a file with "sep=;" to tell a spreadsheet what stands between fields.</summary>
    private static char? TakeHint(TextBytes text)
    {
        int end = text.FindLineEnd(0);
        string line = end <= 6 ? Encoding.UTF8.GetString(text.Available[..end]).TrimEnd('\r') : string.Empty;
        if (line.Length != 5 || !line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        text.PassLine();
        return line[4];
    }

    private static string Fields(int count) => count == 1 ? "1 field" : string.Create(CultureInfo.InvariantCulture, $"{count} fields");

    private static string Describe(char delimiter, DelimitedLayout layout, string? encoding)
    {
        string kind = delimiter switch
        {
            ',' => "CSV",
            '\t' => "TSV",
            ' ' => "text with blanks between fields",
            _ => $"text with {delimiter} between fields",
        };
        string header = !layout.HasHeader ? "without a header" : "with a header";
        return $"{kind} {header}" + (encoding is null ? string.Empty : $" in {encoding}");
    }
}
