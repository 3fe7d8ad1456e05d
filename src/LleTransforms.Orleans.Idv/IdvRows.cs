using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Orleans;

/// <summary>The rows of a column, read by a cursor of ML.NET, which unpacks blocks of rows on threads of its own.</summary>
internal sealed class IdvRows<T> : ILleShardRows
    where T : struct
{
    // ML.NET writes blocks of so many rows and bytes at most.
    private const long RowsOfBlock = 1 << 13;
    private const long BytesOfBlock = 1 << 23;

    private readonly IDataView _view;
    private readonly DataViewRowCursor _cursor;
    private readonly ValueGetter<VBuffer<T>> _getter;
    private VBuffer<T> _row;

    public IdvRows(IDataView view, DataViewSchema.Column column, long firstRow)
    {
        _view = view;
        NumberOfColumns = ((VectorDataViewType)column.Type).Size;
        _cursor = view.GetRowCursor([column]);
        try
        {
            _getter = _cursor.GetGetter<VBuffer<T>>(column);
            for (long row = 0; row < firstRow; row++)
            {
                Move();
            }
        }
        catch
        {
            _cursor.Dispose();
            throw;
        }
    }

    public int NumberOfColumns { get; }

    public bool IsDoublePrecision => typeof(T) == typeof(double);

    /// <summary>A cursor keeps a block for each processor, and some on their way, both packed and unpacked.</summary>
    public long BytesWhileReading =>
        2 * (Environment.ProcessorCount + 8) * Math.Min(BytesOfBlock, RowsOfBlock * NumberOfColumns * Unsafe.SizeOf<T>());

    public void Read(Span<float> rows) => Fill(MemoryMarshal.Cast<float, T>(rows));

    public void Read(Span<double> rows) => Fill(MemoryMarshal.Cast<double, T>(rows));

    public void Dispose()
    {
        _cursor.Dispose();
        (_view as IDisposable)?.Dispose();
    }

    private void Fill(Span<T> rows)
    {
        for (; !rows.IsEmpty; rows = rows[NumberOfColumns..])
        {
            Move();
            _getter(ref _row);
            _row.CopyTo(rows[..NumberOfColumns]);
        }
    }

    private void Move()
    {
        if (!_cursor.MoveNext())
        {
            throw new InvalidDataException($"The file ends behind row {_cursor.Position}; it is cut short.");
        }
    }
}
