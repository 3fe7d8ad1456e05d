using System.Globalization;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Silo;

/// <summary>Counts what the fits of a silo hold, and refuses a shard that would not fit before it is read.</summary>
internal sealed class SiloMemory(LleSiloOptions options)
{
    private readonly object _gate = new();
    private double _held = options.CacheInBytes;

    /// <summary>Bytes of a shard: docs/cluster.md has the formula.</summary>
    /// <param name="rowCount">Its rows.</param>
    /// <param name="columnCount">D.</param>
    /// <param name="settings">k, d and L.</param>
    public static double BytesOf(double rowCount, int columnCount, FitSettings settings)
    {
        double k = settings.NumberOfNeighbors;
        double ofReduced = 12 * Math.Min(settings.NumberOfLandmarks, k * (k + 1) / 2);
        double ofRow = FeatureMatrix.BytesOfRow(columnCount, null) + (32 * k) + ofReduced + (24.0 * settings.NumberOfComponents);
        return (rowCount * ofRow) + (2.0 * WireBlock.MostBytes);
    }

    /// <summary>Holds memory for a shard until it is given back.</summary>
    /// <exception cref="ShardFaultException">There is not enough.</exception>
    public IDisposable Hold(double bytes, int shard, string name)
    {
        lock (_gate)
        {
            if (_held + bytes > options.MemoryLimitInBytes)
            {
                throw new ShardFaultException(ShardFaultKind.TooLarge, shard, string.Create(
                    CultureInfo.InvariantCulture,
                    $"Shard {shard} ({name}) needs about {bytes / 1e6:f1} MB on its silo, where {_held / 1e6:f1} MB are held already; " +
                    $"fits may use {options.MemoryLimitInBytes / 1e6:f1} MB. More silos or smaller shards need less of each."));
            }

            _held += bytes;
        }

        return new Held(this, bytes);
    }

    private void Return(double bytes)
    {
        lock (_gate)
        {
            _held -= bytes;
        }
    }

    private sealed class Held(SiloMemory memory, double bytes) : IDisposable
    {
        private bool _isReturned;

        public void Dispose()
        {
            if (!_isReturned)
            {
                _isReturned = true;
                memory.Return(bytes);
            }
        }
    }
}
