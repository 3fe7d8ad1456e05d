using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Neighbors;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Drives a fit through its phases. Rows stay with the silos; what passes here are sums, numbers of landmarks, and their
/// coordinates.</summary>
/// <remarks>Vladymyrov and Carreira-Perpinan, "Locally Linear Landmarks for large-scale manifold learning" (ECML 2013), as map and
/// reduce.</remarks>
internal sealed class ClusterFit(
    IGrainFactory grains, LleShard[] shards, LleOptions options, LleSink? sink, IProgress<LleProgress>? progress, CancellationToken token)
    : IDisposable
{
    private readonly ShardCalls _calls = new(grains, shards, token);
    private readonly FitSettings _settings = FitSettings.Of(options);
    private readonly ulong?[] _hashes = new ulong?[shards.Length];
    private ShardFacts _facts = null!;
    private FeatureScaling _scaling = null!;

    private int D => _settings.NumberOfComponents;

    private JoinCalls Join => new(grains, _calls, _settings, token);

    public async Task<LleModel> RunAsync()
    {
        try
        {
            await ReadAsync();
            await DropDuplicatesAsync();
            await FindDirectionsAsync();
            await FindNeighborsAsync();
            PartFacts[] parts = await DivideAsync();
            FittedLandmarks fitted = await (parts.Length > 1 ? FitPartsAsync(parts) : FitConnectedAsync());
            await WriteAsync(fitted.Coordinates);
            return await ClusterModel.CreateAsync(_calls, _settings, _scaling, fitted, token);
        }
        catch (ShardFaultException fault)
        {
            throw FitFault.Of(fault, shards);
        }
        finally
        {
            await EndAsync();
        }
    }

    public void Dispose() => _calls.Dispose();

    private async Task ReadAsync()
    {
        await _calls.LookAroundAsync();
        _facts = await _calls.CallAsync(0, () => _calls.Grain(0).PeekAsync(shards[0]));
        await _calls.CallAsync(0, async () =>
        {
            await Join.Grain.RequireAsync(_calls.Routes.NumberOfRows, _settings);
            return true;
        });
        await _calls.RunAsync(async shard =>
        {
            var fit = new FitDescription(_calls.Id, _settings, _facts.NumberOfColumns, _facts.FirstRow, shards[shard])
            {
                ColumnNames = _facts.ColumnNames,
            };
            RowsRead read;
            while ((read = await _calls.DoStepAsync(shard, grain => grain.ReadAsync(fit))).Count < shards[shard].NumberOfRows)
            {
                token.ThrowIfCancellationRequested();
            }

            RequireUnchanged(shard, read.Hash);
        }, done => Report(LlePhase.Features, done, shards.Length));
        _scaling = (await SumAsync((grain, before) => grain.SumAsync(before))).ToScaling(_facts.FirstRow);
        var scaling = WireScaling.Of(_scaling);
        await _calls.RunAsync(shard => _calls.DoAsync(shard, grain => grain.ScaleAsync(scaling)));
    }

    /// <summary>Leads the sums of columns through all shards, in the order of the rows.</summary>
    private async Task<ColumnSums> SumAsync(Func<IShardGrain, ColumnTotals, Task<ColumnTotals>> add) =>
        (await _calls.FoldAsync(ColumnTotals.Of(new ColumnSums(_facts.NumberOfColumns)), add)).ToSums();

    /// <summary>A shard that is read again after a fault must have the rows that the phases before have seen.</summary>
    private void RequireUnchanged(int shard, ulong hash)
    {
        if (_hashes[shard] is ulong known && known != hash)
        {
            throw new ShardFaultException(ShardFaultKind.BadRows, shard,
                $"Shard {shard} ({shards[shard]}) was read again after a fault, and its rows have changed since the fit began. Fit " +
                $"again, and leave the rows as they are until it ends.");
        }

        _hashes[shard] = hash;
    }

    private async Task DropDuplicatesAsync()
    {
        JoinAnswer answer = await Join.AskAsync(() => Join.JobOf(JoinKind.Duplicates, _facts.NumberOfColumns));
        int[] starts = _calls.Starts;
        (ShardNumbers[] numbers, int[] distinctStarts) = DistinctNumbers.Of(_calls.Routes, answer.Numbers.ToArray<int>());
        int distinct = distinctStarts[^1];
        if (distinct == 1)
        {
            throw new ArgumentException($"All {starts[^1]} rows are equal; there is nothing to embed.", nameof(shards));
        }

        PreparedRows.RequireEnough(distinct, starts[^1], nameof(shards));
        options.ValidateAgainst(distinct);
        _calls.Starts = distinctStarts;
        await _calls.RunAsync(shard => _calls.DoAsync(shard, grain => grain.NumberAsync(numbers[shard] with { Routes = _calls.Routes })));
    }

    /// <summary>Centres and scales the directions of all distinct rows, where the metric is of angles.</summary>
    private async Task FindDirectionsAsync()
    {
        if (_settings.Metric != LleMetric.Cosine)
        {
            return;
        }

        DirectionMap.Check(_scaling);
        ColumnSums sums = await SumAsync((grain, before) => grain.SumDirectionsAsync(before));
        var scaling = WireScaling.Of(sums.ToScaling(null));
        await _calls.RunAsync(shard => _calls.DoAsync(shard, grain => grain.ScaleDirectionsAsync(scaling)));
    }

    private async Task FindNeighborsAsync()
    {
        var steps = new NeighborSteps(
            _calls, _facts.NumberOfColumns, (done, all) => Report(LlePhase.Neighbors, done, all), token);
        await (_settings.IsApproximate ? steps.FindApproximateAsync(LandmarkCount()) : steps.FindExactAsync());
        if (_settings.IsApproximate)
        {
            (double recall, int sampled) = await steps.RecallAsync(_settings);
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"Of the {_settings.NumberOfNeighbors} nearest rows of {sampled} rows looked at, {100 * recall:f2} % are in the " +
                $"approximate graph.");
            progress?.Report(new LleProgress(LlePhase.Neighbors, 0, 0, text));
        }

    }

    /// <summary>Finds the parts of the graph, and has all shards know them; none where it holds together as it is.</summary>
    private async Task<PartFacts[]> DivideAsync()
    {
        JoinAnswer answer = await Join.AskAsync(Job);
        if (answer.Fault is string fault)
        {
            throw new InvalidOperationException(fault);
        }

        foreach (JobMessage message in answer.Messages)
        {
            progress?.Report(new LleProgress(LlePhase.Neighbors, 0, 0, message.Text, message.Severity));
        }

        if (answer.Parts.Length > 0)
        {
            await _calls.RunAsync(async shard =>
            {
                try
                {
                    await _calls.DoAsync(shard, grain => grain.DivideAsync(_calls.Routes, answer.Parts.Length));
                }
                catch (ShardLostException lost) when (lost.Shard < 0)
                {
                    // Whoever knew the parts is gone. They are found anew, and the step is repeated.
                    await Join.AskOnceAsync(Job());
                    throw;
                }
            });
        }

        int rowCount = _calls.Routes.NumberOfRows;
        Report(LlePhase.Neighbors, rowCount, rowCount);
        return answer.Parts;

        JoinJob Job() => Join.JobOf(JoinKind.Graph, _facts.NumberOfColumns);
    }

    private async Task<FittedLandmarks> FitConnectedAsync()
    {
        int landmarkCount = LandmarkCount();
        var steps = new LandmarkSteps(_calls, Join, _facts.NumberOfColumns, D, Report, token);
        (double[] eigenvalues, double[] coordinates) = await steps.FitAsync(landmarkCount);
        return new FittedLandmarks(
            RowSample.Draw(_calls.Routes.NumberOfRows, landmarkCount, _settings.Seed), coordinates, eigenvalues, [landmarkCount]);
    }

    private Task<FittedLandmarks> FitPartsAsync(PartFacts[] parts) =>
        new PartFits(grains, _calls, Join, shards, _settings, _scaling, Report, token).FitAsync(parts);

    private int LandmarkCount() =>
        (int)Math.Min(_calls.Routes.NumberOfRows, Math.Max(_settings.NumberOfLandmarks, options.SmallestSampleSize));

    private async Task WriteAsync(double[] coordinates)
    {
        if (sink is null)
        {
            return;
        }

        WireBlock final = WireBlock.Of<double>(coordinates);
        await _calls.RunAsync(shard => _calls.DoAsync(shard, grain => grain.FinishAsync(final, D)));
        await _calls.RunAsync(
            shard => _calls.DoAsync(shard, grain => grain.WriteAsync(sink, D)), done => Report(LlePhase.Placement, done, shards.Length));
    }

    /// <summary>Has all silos drop what they hold of the fit, whatever became of it.</summary>
    private async Task EndAsync()
    {
        await ShardCalls.TellAsync(Join.Grain.ForgetAsync);
        await _calls.EndAsync();
    }

    private void Report(LlePhase phase, long completed, long total) => progress?.Report(new LleProgress(phase, completed, total));
}
