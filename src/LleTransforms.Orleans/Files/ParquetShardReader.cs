using System.Numerics;
using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace LleTransforms.Orleans.Files;

/// <summary>Reads shards of Apache Parquet, a group of rows at a time, and of its columns one after the other.</summary>
internal sealed class ParquetShardReader : ILleShardReader
{
    public ILleShardRows Open(LleShard shard) => ShardFiles.Open<ILleShardRows>(() =>
    {
        ShardLimits.RefuseHeader(shard);
        FileStream stream = new(shard.Location, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            ParquetReader reader = OpenFile(stream);
            DataField[] fields = reader.Schema.DataFields;
            string[] names = Array.ConvertAll(fields, field => field.Path.ToString());
            int index = Array.IndexOf(names, ParquetColumns.PandasIndex);
            DataField[] chosen =
                [.. ShardFiles.Columns(shard, names, fields.Length, index < 0 ? null : index).Select(column => fields[column])];
            if (Array.Find(chosen, field => !ParquetColumns.HoldsNumbers(field)) is { } other)
            {
                throw new InvalidDataException(
                    $"Column '{VisibleText.Quote(other.Path.ToString())}' holds {ParquetColumns.TypeName(other)}, but features are " +
                    $"numbers. {nameof(LleShard.Columns)} of the shard can name the columns that hold features.");
            }

            long[] starts = StartsOf(reader);
            ShardLimits.RequireRows(shard, starts[^1]);
            return Array.TrueForAll(chosen, field => field.ClrType == typeof(float))
                ? new Rows<float>(shard, stream, reader, chosen, starts)
                : new Rows<double>(shard, stream, reader, chosen, starts);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    });

    /// <summary>The library tells damage by exceptions of many types.</summary>
    private static ParquetReader OpenFile(Stream stream)
    {
        try
        {
            return ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new InvalidDataException($"The file cannot be read as Parquet: {FaultText.Of(fault)}", fault);
        }
    }

    /// <summary>The first row of each group, and behind the last the count of all.</summary>
    private static long[] StartsOf(ParquetReader reader)
    {
        long[] starts = new long[reader.RowGroupCount + 1];
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            starts[group + 1] = starts[group] + rows.RowCount;
        }

        return starts;
    }

    /// <summary>The rows in one precision. Of each group those of the shard are held, row after row.</summary>
    private sealed class Rows<T> : ILleShardRows
        where T : struct, INumber<T>
    {
        // A cell of a group while its column is turned to numbers: packed, unpacked, with a mark where it is missing, and without.
        private const int BytesOfCell = 64;

        private readonly Stream _stream;
        private readonly ParquetReader _reader;
        private readonly DataField[] _fields;
        private readonly long[] _starts;
        private readonly long _end;
        private long _next;
        private T[] _held = [];
        private int _passed;

        public Rows(LleShard shard, Stream stream, ParquetReader reader, DataField[] fields, long[] starts)
        {
            (_stream, _reader, _fields, _starts) = (stream, reader, fields, starts);
            (_next, _end) = (shard.FirstRow, shard.FirstRow + shard.NumberOfRows);
            ColumnNames = Array.ConvertAll(fields, field => field.Path.ToString());
            for (int group = 0; group + 1 < starts.Length; group++)
            {
                long rows = Math.Min(_end, starts[group + 1]) - Math.Max(_next, starts[group]);
                long bytes = (rows * fields.Length * Unsafe.SizeOf<T>()) + ((starts[group + 1] - starts[group]) * BytesOfCell);
                BytesWhileReading = Math.Max(BytesWhileReading, rows > 0 ? bytes : 0);
            }
        }

        public int NumberOfColumns => _fields.Length;

        public bool IsDoublePrecision => typeof(T) == typeof(double);

        public IReadOnlyList<string>? ColumnNames { get; }

        public long BytesWhileReading { get; }

        public void Read(Span<float> rows) => Fill(rows);

        public void Read(Span<double> rows) => Fill(rows);

        public void Dispose()
        {
            _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _stream.Dispose();
        }

        private void Fill<TValue>(Span<TValue> rows)
            where TValue : struct
        {
            Span<T> room = System.Runtime.InteropServices.MemoryMarshal.Cast<TValue, T>(rows);
            while (!room.IsEmpty)
            {
                if (_passed == _held.Length)
                {
                    Load();
                }

                int count = Math.Min(room.Length, _held.Length - _passed);
                _held.AsSpan(_passed, count).CopyTo(room);
                _passed += count;
                room = room[count..];
            }
        }

        /// <summary>Takes the shard's rows of the next group that has some.</summary>
        private void Load()
        {
            int group = 0;
            while (_starts[group + 1] <= _next)
            {
                group++;
            }

            int first = (int)(_next - _starts[group]);
            int count = (int)(Math.Min(_end, _starts[group + 1]) - _next);
            _held = [];
            T[] held = new T[count * _fields.Length];
            using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
            for (int column = 0; column < _fields.Length; column++)
            {
                IParquetColumn values = ParquetColumns.Load(reader, _fields[column])!;
                for (int row = 0; row < count; row++)
                {
                    held[(row * _fields.Length) + column] = T.CreateTruncating(values.Number(first + row));
                }
            }

            (_held, _passed, _next) = (held, 0, _next + count);
        }
    }
}
