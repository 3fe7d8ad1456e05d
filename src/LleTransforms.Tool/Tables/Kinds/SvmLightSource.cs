using System.Globalization;
using System.Text;

namespace LleTransforms.Tool.Tables.Kinds;

/// <summary>A label and the values that differ from zero, as "index:value", as SVMlight (Joachims 1999) and LIBSVM write them.</summary>
/// <remarks>The file does not tell its width, so it is read whole before the first row is given. Column 1 is the label, and column i + 1
/// the feature of index i where indices begin at 1.</remarks>
internal sealed class SvmLightSource : ISparseRowSource
{
    private readonly TextBytes _text;
    private readonly List<Row> _rows = [];
    private int _at = -1;
    private int[] _columns = [];

    private SvmLightSource(TextBytes text, TableFormat format)
    {
        _text = text;
        var records = new TextRecords(text, ' ', format.Comment ?? '#');
        int largest = 0;
        int smallest = int.MaxValue;
        while (records.Read())
        {
            if (!records.IsBlank)
            {
                Row row = ReadRow(records);
                _rows.Add(row);
                largest = row.Indices.Length > 0 ? Math.Max(largest, row.Indices[^1]) : largest;
                smallest = row.Indices.Length > 0 ? Math.Min(smallest, row.Indices[0]) : smallest;
            }
        }

        FirstIndex = smallest == 0 ? 0 : 1;
        NumberOfColumns = largest + 2 - FirstIndex;
    }

    public string Description => string.Create(CultureInfo.InvariantCulture, $"SVMlight with indices from {FirstIndex} on");

    public char Delimiter => ',';

    public int NumberOfColumns { get; }

    public string[]? ColumnNames => null;

    public int? RowNameColumn => null;

    public int? LabelColumn => 0;

    public int ExpectedNumberOfRows => 0;

    public string Place => string.Create(CultureInfo.InvariantCulture, $"row {_at + 1} (line {_rows[_at].Line})");

    public ReadOnlySpan<int> FilledColumns => _columns;

    public ReadOnlySpan<double> FilledValues => _rows[_at].Values;

    private int FirstIndex { get; }

    public static SvmLightSource Open(TextBytes text, TableFormat format) => new(text, format);

    public bool Read()
    {
        if (++_at >= _rows.Count)
        {
            return false;
        }

        _columns = Array.ConvertAll(_rows[_at].Indices, index => index + 1 - FirstIndex);
        return true;
    }

    public CellKind Number(int column, out double value)
    {
        int found = Array.BinarySearch(_columns, column);
        value = found >= 0 ? _rows[_at].Values[found] : 0;
        return column == 0 ? CellKind.Text : double.IsFinite(value) ? CellKind.Number
            : double.IsNaN(value) ? CellKind.Missing : CellKind.Infinite;
    }

    public string Text(int column)
    {
        Number(column, out double value);
        return column == 0 ? _rows[_at].Label : value.ToString(CultureInfo.InvariantCulture);
    }

    public string AdviceFor(int column) => string.Empty;

    public void Dispose() => _text.Dispose();

    private Row ReadRow(TextRecords records)
    {
        var indices = new List<int>();
        var values = new List<double>();
        for (int field = 1; field < records.FieldCount; field++)
        {
            ReadOnlySpan<byte> pair = records.Field(field);
            if (pair[0] == '#')
            {
                break;
            }

            int colon = pair.IndexOf((byte)':');
            if (colon > 0 && pair[..colon].SequenceEqual("qid"u8))
            {
                continue;
            }

            if (colon < 1 || !int.TryParse(pair[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                || !NumberText.TryParse(pair[(colon + 1)..], NumberFormat.Plain, out double value))
            {
                throw Fault(records, $"'{VisibleText.Quote(Encoding.UTF8.GetString(pair))}' is not index:value.");
            }

            if (indices.Count > 0 && index <= indices[^1])
            {
                throw Fault(records, string.Create(CultureInfo.InvariantCulture, $"index {index} follows {indices[^1]}; indices ascend."));
            }

            indices.Add(index);
            values.Add(value);
        }

        return new Row(records.LineNumber, records.Text(0), [.. indices], [.. values]);
    }

    private ToolException Fault(TextRecords records, string what) => new(string.Create(
        CultureInfo.InvariantCulture, $"{_text.Name}: row {_rows.Count + 1} (line {records.LineNumber}): {what}"));

    private sealed record Row(long Line, string Label, int[] Indices, double[] Values);
}
