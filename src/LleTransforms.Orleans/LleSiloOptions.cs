using LleTransforms.Orleans.Files;

namespace LleTransforms.Orleans;

/// <summary>What a silo may use for fits, and what it can open.</summary>
public sealed class LleSiloOptions
{
    /// <summary>The memory that fits may use, in bytes. A shard that would pass it is refused before it is read. The default is 80 % of
    /// what the process may use.</summary>
    public long MemoryLimitInBytes { get; set; } = (long)(0.8 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>The memory for rows of other silos' shards that are kept while they may be needed again, in bytes. The default is 256
    /// MB.</summary>
    public long CacheInBytes { get; set; } = 256L << 20;

    /// <summary>The readers that shards may name: of .npy, CSV and Parquet at first.</summary>
    public IDictionary<string, ILleShardReader> Readers { get; } = new Dictionary<string, ILleShardReader>(StringComparer.Ordinal)
    {
        [LleShard.NpyReader] = new NpyReader(),
        [LleShard.CsvReader] = new CsvReader(),
        [LleShard.ParquetReader] = new ParquetShardReader(),
    };

    /// <summary>The writers that sinks may name.</summary>
    public IDictionary<string, ILleShardWriter> Writers { get; } =
        new Dictionary<string, ILleShardWriter>(StringComparer.Ordinal) { [LleSink.NpyWriter] = new NpyWriter() };
}
