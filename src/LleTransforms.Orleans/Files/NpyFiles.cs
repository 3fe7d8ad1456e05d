using System.Runtime.InteropServices;

namespace LleTransforms.Orleans.Files;

/// <summary>Reads shards of NumPy files.</summary>
internal sealed class NpyReader : ILleShardReader
{
    public ILleShardRows Open(LleShard shard)
    {
        FileStream stream = new(shard.Location, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            NpyHeader header = NpyHeader.Read(stream);
            if (shard.FirstRow < 0 || shard.FirstRow + shard.NumberOfRows > header.NumberOfRows)
            {
                throw new InvalidDataException($"The file has {header.NumberOfRows} rows.");
            }

            stream.Position = header.Length + (shard.FirstRow * header.NumberOfColumns * header.BytesOfValue);
            return new Rows(stream, header);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private sealed class Rows(FileStream stream, NpyHeader header) : ILleShardRows
    {
        public int NumberOfColumns => header.NumberOfColumns;

        public bool IsDoublePrecision => header.BytesOfValue == sizeof(double);

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
        stream.Write(NpyHeader.Write(numberOfRows, numberOfComponents, isDoublePrecision));
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
