using System.Globalization;

namespace LleTransforms.Tool.Tables.Kinds;

/// <summary>An array that NumPy has saved: a row for each entry of its first dimension.</summary>
internal sealed class NumpySource : IRowSource
{
    private readonly string _name;
    private readonly Stream _stream;
    private readonly NumpyHeader _header;
    private readonly IDisposable? _owner;
    private readonly byte[] _row;
    private readonly byte[]? _byColumns;
    private long _rows;

    private NumpySource(string name, Stream stream, NumpyHeader header, string? called, IDisposable? owner)
    {
        _owner = owner;
        Description = $"a NumPy array of {header.Shape} {header.TypeName}" + (called is null ? string.Empty : $" called {called}");
        _name = name;
        _stream = stream;
        _header = header;
        _row = new byte[(long)header.ColumnCount * header.ItemSize];
        if (header.IsByColumns)
        {
            _byColumns = new byte[header.RowCount * _row.LongLength];
            ReadExactly(_byColumns);
        }
    }

    public string Description { get; }

    public char Delimiter => ',';

    public int NumberOfColumns => _header.ColumnCount;

    public string[]? ColumnNames => null;

    public int? RowNameColumn => null;

    public int? LabelColumn => null;

    public int ExpectedNumberOfRows => (int)Math.Min(_header.RowCount, int.MaxValue);

    public string Place => string.Create(CultureInfo.InvariantCulture, $"row {_rows}");

    public static NumpySource Open(InputBytes input) => Open(input.Name, input);

    /// <summary>Opens a stream that begins with <see cref="NumpyHeader.Mark"/>.</summary>
    /// <param name="name">The file's name, as messages give it.</param>
    /// <param name="stream">The bytes.</param>
    /// <param name="called">The array's own name; null where it has none.</param>
    /// <param name="owner">What is to be disposed of with the stream; or null.</param>
    public static NumpySource Open(string name, Stream stream, string? called = null, IDisposable? owner = null) =>
        new(name, stream, NumpyHeader.Read(name, stream), called, owner);

    public bool Read()
    {
        if (_rows == _header.RowCount)
        {
            return false;
        }

        if (_byColumns is null)
        {
            ReadExactly(_row);
        }
        else
        {
            for (int column = 0; column < NumberOfColumns; column++)
            {
                int size = _header.ItemSize;
                long from = ((column * _header.RowCount) + _rows) * size;
                Array.Copy(_byColumns, from, _row, (long)column * size, size);
            }
        }

        _rows++;
        return true;
    }

    public CellKind Number(int column, out double value)
    {
        value = _header.Value(_row.AsSpan(column * _header.ItemSize, _header.ItemSize));
        return double.IsFinite(value) ? CellKind.Number : double.IsNaN(value) ? CellKind.Missing : CellKind.Infinite;
    }

    public string Text(int column)
    {
        Number(column, out double value);
        return value.ToString(CultureInfo.InvariantCulture);
    }

    public string AdviceFor(int column) => string.Empty;

    public void Dispose()
    {
        _stream.Dispose();
        _owner?.Dispose();
    }

    private void ReadExactly(byte[] bytes)
    {
        if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture, $"{_name}: ends within row {_rows + 1} of {_header.RowCount}; the file is cut short."));
        }
    }
}
