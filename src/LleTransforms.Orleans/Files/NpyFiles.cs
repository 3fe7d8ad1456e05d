using System.Runtime.InteropServices;

namespace LleTransforms.Orleans.Files;

/// <summary>Reads shards of NumPy files.</summary>
internal sealed class NpyReader : ILleShardReader
{
    public ILleShardRows Open(LleShard shard) => ShardFiles.Open(() =>
    {
        ShardLimits.RefuseHeader(shard);
        if (shard.Columns.Count > 0)
        {
            throw new NotSupportedException(
                $"{nameof(LleShard.Columns)} names {shard.Columns[0]}, but an array of NumPy is read whole; leave it out.");
        }

        FileStream stream = new(shard.Location, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            NumpyHeader header = NumpyHeader.Read(shard.Location, stream);
            if (header is not { Kind: 'f', ItemSize: 4 or 8, IsBigEndian: false, IsByColumns: false, Dimensions.Length: 2 })
            {
                throw new InvalidDataException(
                    $"The array is of {header.Shape} {header.TypeName}{(header.IsBigEndian ? ", the highest byte first" : "")}" +
                    $"{(header.IsByColumns ? ", by columns" : "")}, but must be of float32 or float64, the lowest byte first, of two " +
                    $"dimensions, and row after row.");
            }

            ShardLimits.RequireRows(shard, header.RowCount);
            long bytesOfRow = (long)header.ColumnCount * header.ItemSize;
            if (stream.Length < stream.Position + (header.RowCount * bytesOfRow))
            {
                throw new InvalidDataException(
                    $"The file ends within row {(stream.Length - stream.Position) / bytesOfRow} of {header.RowCount}; it is cut short.");
            }

            stream.Position += shard.FirstRow * bytesOfRow;
            return new Rows(stream, header);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    });

    private sealed class Rows(FileStream stream, NumpyHeader header) : ILleShardRows
    {
        public int NumberOfColumns => header.ColumnCount;

        public bool IsDoublePrecision => header.ItemSize == sizeof(double);

        public void Read(Span<float> rows) => stream.ReadExactly(MemoryMarshal.AsBytes(rows));

        public void Read(Span<double> rows) => stream.ReadExactly(MemoryMarshal.AsBytes(rows));

        public void Dispose() => stream.Dispose();
    }
}

/// <summary>Writes a NumPy file for each shard, under another name until it is complete.</summary>
internal sealed class NpyWriter : ILleShardWriter
{
    public ILleShardCoordinates Create(
        LleSink sink, int shardNumber, int numberOfRows, int numberOfComponents, bool isDoublePrecision)
    {
        Directory.CreateDirectory(sink.Location);
        string path = Path.Combine(sink.Location, $"coordinates-{shardNumber:d5}.npy");
        FileStream stream = new($"{path}.{Guid.NewGuid():N}", FileMode.CreateNew, FileAccess.Write);
        stream.Write(NumpyHeader.Write(numberOfRows, numberOfComponents, isDoublePrecision));
        return new Coordinates(stream, path);
    }

    private sealed class Coordinates(FileStream stream, string path) : ILleShardCoordinates
    {
        private bool _isComplete;

        public void Append(ReadOnlySpan<double> coordinates) => stream.Write(MemoryMarshal.AsBytes(coordinates));

        public void Append(ReadOnlySpan<float> coordinates) => stream.Write(MemoryMarshal.AsBytes(coordinates));

        public void Complete()
        {
            stream.Dispose();
            File.Move(stream.Name, path, overwrite: true);
            _isComplete = true;
        }

        public void Dispose()
        {
            stream.Dispose();
            if (!_isComplete)
            {
                File.Delete(stream.Name);
            }
        }
    }
}
