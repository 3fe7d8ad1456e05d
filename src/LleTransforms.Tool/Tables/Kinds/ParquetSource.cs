using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace LleTransforms.Tool.Tables.Kinds;

/// <summary>A file of Apache Parquet. Only the columns that are asked for are read, one group of rows at a time.</summary>
internal sealed class ParquetSource : IRowSource
{
    private readonly string _name;
    private readonly Stream _stream;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private readonly IParquetColumn?[] _columns;
    private ParquetRowGroupReader? _group;
    private int _nextGroup;
    private long _rowOfGroup = -1;
    private long _rows;

    private ParquetSource(string name, Stream stream, ParquetReader reader)
    {
        _name = name;
        _stream = stream;
        _reader = reader;
        _fields = reader.Schema.DataFields;
        _columns = new IParquetColumn?[_fields.Length];
        ColumnNames = Array.ConvertAll(_fields, field => field.Path.ToString());
        int index = Array.IndexOf(ColumnNames, ParquetColumns.PandasIndex);
        RowNameColumn = index < 0 ? null : index;
    }

    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"Parquet of {_fields.Length} columns in {_reader.RowGroupCount} group{(_reader.RowGroupCount == 1 ? "" : "s")}");

    public char Delimiter => ',';

    public int NumberOfColumns => _fields.Length;

    public string[]? ColumnNames { get; }

    public int? RowNameColumn { get; }

    public int? LabelColumn => null;

    public int ExpectedNumberOfRows => 0;

    public string Place => string.Create(CultureInfo.InvariantCulture, $"row {_rows}");

    public static ParquetSource Open(InputBytes input)
    {
        Stream stream = input.Seekable();
        try
        {
            return Guard(input.Name, () => new ParquetSource(
                input.Name, stream, ParquetReader.CreateAsync(stream, cancellationToken: input.Cancellation).GetAwaiter().GetResult()));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public bool Read()
    {
        while (_group is null || _rowOfGroup + 1 >= _group.RowCount)
        {
            _group?.Dispose();
            _group = null;
            Array.Clear(_columns);
            if (_nextGroup == _reader.RowGroupCount)
            {
                return false;
            }

            _group = Guard(_name, () => _reader.OpenRowGroupReader(_nextGroup));
            _nextGroup++;
            _rowOfGroup = -1;
        }

        _rowOfGroup++;
        _rows++;
        return true;
    }

    public CellKind Number(int column, out double value)
    {
        value = Column(column).Number(_rowOfGroup);
        return double.IsFinite(value) ? CellKind.Number
            : double.IsInfinity(value) ? CellKind.Infinite
            : Column(column).IsText && Column(column).Text(_rowOfGroup).Length > 0 ? CellKind.Text : CellKind.Missing;
    }

    public string Text(int column) => Column(column).Text(_rowOfGroup);

    public string AdviceFor(int column) => FieldAdvice.ByColumn(Text(column), column);

    public void Dispose()
    {
        _group?.Dispose();
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
    }

    private IParquetColumn Column(int column) => _columns[column] ??= Guard(
        _name, () => ParquetColumns.Load(_group!, _fields[column]) ?? throw new ToolException(
            $"{_name}: column '{VisibleText.Quote(ColumnNames![column])}' holds " +
            $"{ParquetColumns.TypeName(_fields[column])}, which is not read; --ignore leaves it out."));

    /// <summary>The library tells damage by exceptions of many types.</summary>
    private static T Guard<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is not (TableException or OperationCanceledException or OutOfMemoryException))
        {
            throw new ToolException($"{name}: is Parquet, but cannot be read: {EngineFault.Tell(fault)}");
        }
    }
}
