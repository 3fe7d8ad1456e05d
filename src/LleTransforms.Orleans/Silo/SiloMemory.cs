using System.Globalization;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Silo;

/// <summary>Counts what the fits of a silo hold, and refuses a shard that would not fit before it is read.</summary>
internal sealed class SiloMemory(LleSiloOptions options)
{
    private readonly object _gate = new();
    private double _held = options.CacheInBytes;

    /// <summary>Bytes of a shard without its rows of A Z, whose size shows when they are there:
    /// docs/guide/cluster.md has the formula.</summary>
    /// <param name="rowCount">Its rows.</param>
    /// <param name="columnCount">D.</param>
    /// <param name="settings">k, d and L.</param>
    public static double BytesOf(double rowCount, int columnCount, FitSettings settings)
    {
        double ofRow = FeatureMatrix.BytesOfRow(columnCount, null) + BytesOfLists(columnCount, settings)
            + (24.0 * settings.NumberOfComponents);
        return (rowCount * ofRow) + (2.0 * WireBlock.MostBytes);
    }

    /// <summary>Bytes of a row's lists: while they are gathered, with what the search keeps, or with weights and landmarks.</summary>
    public static double BytesOfLists(int columnCount, FitSettings settings)
    {
        double k = settings.NumberOfNeighbors;
        double ofSearch = settings.IsApproximate
            ? (16.0 * ShardGrain.ProbesOf(settings.NumberOfNeighbors)) + 8
            : RecurringQueries.BytesOf(columnCount);
        return Math.Max((12 * k) + ofSearch, BytesOfNeighbors(settings) + BytesOfWeights(settings));
    }

    /// <summary>Bytes of a row's neighbours alone, and of its place in a cell.</summary>
    public static double BytesOfNeighbors(FitSettings settings) => (4.0 * settings.NumberOfNeighbors) + (settings.IsApproximate ? 8 : 0);

    /// <summary>Bytes of a row's weights, its landmarks, and theirs.</summary>
    public static double BytesOfWeights(FitSettings settings) => 20.0 * settings.NumberOfNeighbors;

    /// <summary>Holds memory until it is given back.</summary>
    /// <param name="bytes">How much; less than 0 for what is no longer needed of what was held before.</param>
    /// <param name="shard">The number of the shard that needs it; -1 for a step of the whole fit.</param>
    /// <param name="subject">What needs it, for the message.</param>
    /// <exception cref="ShardFaultException">There is not enough.</exception>
    public IDisposable Hold(double bytes, int shard, FormattableString subject)
    {
        lock (_gate)
        {
            if (_held + bytes > options.MemoryLimitInBytes)
            {
                throw new ShardFaultException(ShardFaultKind.TooLarge, shard, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{subject.ToString(CultureInfo.InvariantCulture)} needs about {bytes / 1e6:f1} MB more on its silo, where " +
                    $"{_held / 1e6:f1} MB are held already; fits may use {options.MemoryLimitInBytes / 1e6:f1} MB. " +
                    $"More silos or smaller shards need less of each."));
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
