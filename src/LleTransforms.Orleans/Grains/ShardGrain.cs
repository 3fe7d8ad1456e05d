using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>A shard on the silo that holds it: its rows, read, scaled and numbered.</summary>
/// <remarks>The other files of the class hold the later phases. A field is set in the turn that ends a step. Work outside of turns has
/// copies of what it reads. So steps that are cut off leave nothing half done.</remarks>
[ShardPlacement]
internal sealed partial class ShardGrain(
    SiloWork work, SiloRows siloRows, SiloCells siloCells, SiloMemory memory, LandmarkSets landmarkSets, SiloModels siloModels,
    LleSiloOptions options, LleClusterMetrics metrics)
    : Grain, IShardGrain, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ShardKey _key;
    private FitDescription? _fit;
    private FitPlan? _plan;
    private readonly List<IDisposable> _heldMemory = [];
    private float[] _values = [];
    private FeatureScaling? _scaling;
    private CenteredFeatures? _rows;
    private ShardNumbers? _numbers;
    private FitRoutes? _routes;

    private int Shard => _key.Shard;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ShardKey.Parse(this.GetPrimaryKeyString());
        metrics.Held(1);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stop.Cancel();
        EndPlacing();
        EndReading();
        _heldMemory.ForEach(held => held.Dispose());
        siloRows.Remove(_key.Fit, Shard);
        metrics.Held(-1);
        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Dispose();

    public Task<ColumnTotals> SumAsync(ColumnTotals totals)
    {
        FitDescription fit = RequireRead();
        float[] values = _values;
        return work.RunAsync(context =>
        {
            ColumnSums sums = totals.ToSums();
            for (int row = 0; row < fit.Shard.NumberOfRows; row++)
            {
                context.ThrowIfCancelledAt(row);
                sums.Add(values.AsSpan(row * fit.NumberOfColumns, fit.NumberOfColumns));
            }

            return ColumnTotals.Of(sums);
        }, _stop.Token);
    }

    public async Task ScaleAsync(WireScaling scaling)
    {
        FitDescription fit = RequireRead();
        if (_scaling is not null)
        {
            return;
        }

        // Every value is mapped where it stands. From here on the shard is scaled, whatever becomes of the call.
        FeatureScaling map = _scaling = scaling.ToScaling();
        float[] values = _values;
        await work.RunAsync(context =>
        {
            for (int row = 0; row < fit.Shard.NumberOfRows; row++)
            {
                Span<float> place = values.AsSpan(row * fit.NumberOfColumns, fit.NumberOfColumns);
                map.MapStored(place, place);
            }

            return true;
        }, CancellationToken.None);
        _rows = new CenteredFeatures(values, fit.Shard.NumberOfRows, map);
    }

    public async Task NumberAsync(ShardNumbers numbers)
    {
        CenteredFeatures rows = RequireScaled();
        if (_numbers is null)
        {
            if (numbers.Duplicates.Length > 0)
            {
                int[] kept = [.. Enumerable.Range(0, rows.NumberOfRows).Except(numbers.Duplicates)];
                rows = await work.RunAsync(_ => rows.Gather(kept), _stop.Token);
            }

            (_rows, _values, _numbers, _routes) = (rows, [], numbers, numbers.Routes);
            BeginLists();
            siloRows.Add(_key.Fit, Shard, rows);
        }

        _routes = numbers.Routes;
    }

    public Task RouteAsync(FitRoutes routes)
    {
        _routes = routes;
        return Task.CompletedTask;
    }

    public Task<WireBlock> HashesAsync(int firstRow, int count)
    {
        CenteredFeatures rows = RequireScaled();
        return work.RunAsync(_ =>
        {
            ulong[] hashes = new ulong[count];
            for (int i = 0; i < count; i++)
            {
                hashes[i] = DistinctRows.Hash(rows.Row(firstRow + i));
            }

            return WireBlock.Of<ulong>(hashes);
        }, _stop.Token);
    }

    public Task<WireBlock> BlockAsync(int firstRow, int count)
    {
        CenteredFeatures rows = RequireScaled();
        int columnCount = rows.NumberOfColumns;
        return Task.FromResult(WireBlock.Of<float>(rows.Values.AsSpan(firstRow * columnCount, count * columnCount)));
    }

    public Task<WireBlock> RowsAsync(WireBlock numbers)
    {
        CenteredFeatures rows = RequireScaled();
        float[] values = new float[numbers.As<int>().Length * rows.NumberOfColumns];
        rows.Gather(numbers.As<int>(), values);
        return Task.FromResult(WireBlock.Of<float>(values));
    }

    public Task CancelAsync()
    {
        _stop.Cancel();
        return Task.CompletedTask;
    }

    public Task SettleAsync() => Task.CompletedTask;

    public Task ForgetAsync()
    {
        siloRows.Forget(_key.Fit);
        siloCells.Forget(_key.Fit);
        landmarkSets.Forget(_key.Fit);
        siloModels.Forget(_key.Fit);

        // What follows needs the room, and the silo ends the grain when it likes.
        _heldMemory.ForEach(held => held.Dispose());
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <summary>Counts what came from another silo.</summary>
    private void Received(WireBlock block, int shard)
    {
        if (siloRows.Own(_key.Fit, shard) is null)
        {
            metrics.Received(block);
        }
    }

    private ShardLostException Lost() => new(Shard);

    private FitDescription RequireRead() => _fit is not null && _rowsRead == _fit.Shard.NumberOfRows ? _fit : throw Lost();

    private CenteredFeatures RequireScaled() => _rows ?? throw Lost();

    private FitRoutes RequireNumbered() => _numbers is not null ? _routes! : throw Lost();
}
