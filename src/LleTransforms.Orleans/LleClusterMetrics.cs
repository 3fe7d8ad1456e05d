using System.Diagnostics.Metrics;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans;

/// <summary>What a silo tells of its part in fits, by System.Diagnostics.Metrics, under the name <see cref="MeterName"/>.</summary>
public sealed class LleClusterMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "LleTransforms.Orleans";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _received;
    private readonly Counter<long> _blocks;
    private readonly Counter<long> _rowsRead;
    private readonly Counter<long> _rowsPlaced;
    private readonly Counter<double> _work;
    private readonly UpDownCounter<int> _shards;

    /// <summary>A meter with its instruments.</summary>
    public LleClusterMetrics()
    {
        _received = _meter.CreateCounter<long>("lle.cluster.received", "By", "Bytes of rows, weights and sums from other shards' grains.");
        _blocks = _meter.CreateCounter<long>("lle.cluster.blocks", "{block}", "Blocks of bytes from other shards' grains.");
        _rowsRead = _meter.CreateCounter<long>("lle.cluster.rows.read", "{row}", "Rows read by this silo.");
        _rowsPlaced = _meter.CreateCounter<long>("lle.cluster.rows.placed", "{row}", "Rows whose coordinates this silo has written.");
        _work = _meter.CreateCounter<double>("lle.cluster.work", "s", "Seconds in which threads of this silo computed, by step.");
        _shards = _meter.CreateUpDownCounter<int>("lle.cluster.shards", "{shard}", "Shards that this silo holds.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Received(WireBlock block)
    {
        _received.Add(block.Bytes.Length);
        _blocks.Add(1);
    }

    internal void Read(int rowCount) => _rowsRead.Add(rowCount);

    internal void Placed(int rowCount) => _rowsPlaced.Add(rowCount);

    internal void Worked(string step, TimeSpan time) => _work.Add(time.TotalSeconds, new KeyValuePair<string, object?>("step", step));

    internal void Held(int change) => _shards.Add(change);
}
