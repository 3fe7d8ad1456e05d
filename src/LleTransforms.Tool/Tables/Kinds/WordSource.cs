using System.Globalization;
using System.Text;

namespace LleTransforms.Tool.Tables.Kinds;

/// <summary>Words and their vectors; the word names its row.</summary>
internal sealed class WordSource : IRowSource
{
    private readonly string _name;
    private readonly WordVectorReader _reader;
    private long _rows;

    private WordSource(string name, WordVectorReader reader)
    {
        _name = name;
        _reader = reader;
        string form = reader.IsBinaryForm ? "binary word vectors" : "word vectors";
        Description = string.Create(CultureInfo.InvariantCulture, $"{form} of {reader.NumberOfDimensions} dimensions");
    }

    public string Description { get; }

    public char Delimiter => '\t';

    public int NumberOfColumns => _reader.NumberOfDimensions + 1;

    public string[]? ColumnNames => null;

    public int? RowNameColumn => 0;

    public string RowNameTitle => "Word";

    public int? LabelColumn => null;

    public int ExpectedNumberOfRows => (int)Math.Min(_reader.DeclaredNumberOfWords ?? 0, 1 << 20);

    public string Place => string.Create(
        CultureInfo.InvariantCulture, $"row {_rows} ({char.ToLowerInvariant(_reader.Place[0])}{_reader.Place[1..]})");

    public static WordSource Open(InputBytes input, TableFormat format)
    {
        var options = new WordVectorOptions { Encoding = format.Encoding ?? Encoding.UTF8 };
        return new WordSource(input.Name, Guard(input.Name, () => WordVectorReader.Open(input, options)));
    }

    public bool Read()
    {
        bool isRow = Guard(_name, _reader.Read);
        _rows += isRow ? 1 : 0;
        return isRow;
    }

    public CellKind Number(int column, out double value)
    {
        value = column == 0 ? double.NaN : _reader.Vector[column - 1];
        return column == 0 ? CellKind.Text : float.IsFinite((float)value) ? CellKind.Number
            : double.IsNaN(value) ? CellKind.Missing : CellKind.Infinite;
    }

    public string Text(int column) =>
        column == 0 ? _reader.Word : _reader.Vector[column - 1].ToString(CultureInfo.InvariantCulture);

    public string AdviceFor(int column) => string.Empty;

    public void Dispose() => _reader.Dispose();

    private static T Guard<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InvalidDataException fault)
        {
            throw new ToolException($"{name}: {VisibleText.Show(fault.Message)}");
        }
    }
}
