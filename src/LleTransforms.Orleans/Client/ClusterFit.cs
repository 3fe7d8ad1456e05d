using System.Globalization;
using LleTransforms.Features;
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
    private static readonly TimeSpan _firstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _lastLook = TimeSpan.FromMilliseconds(500);

    private readonly ShardCalls _calls = new(grains, shards, token);
    private readonly FitSettings _settings = FitSettings.Of(options);
    private readonly ulong?[] _hashes = new ulong?[shards.Length];
    private ShardFacts _facts = null!;
    private FeatureScaling _scaling = null!;

    private int D => _settings.NumberOfComponents;

    private IJoinGrain Join => grains.GetGrain<IJoinGrain>(_calls.Id);

    public async Task<LleModel> RunAsync()
    {
        try
        {
            await ReadAsync();
            await DropDuplicatesAsync();
            await FindDirectionsAsync();
            await FindNeighborsAsync();
            int landmarkCount = LandmarkCount();
            await WeighAsync(landmarkCount);
            double[] basis = await SolveAsync(landmarkCount);
            (double[] eigenvalues, double[] coordinates) = await RitzAsync(basis, landmarkCount);
            await WriteAsync(coordinates);
            return await ClusterModel.CreateAsync(_calls, _settings, _scaling, eigenvalues, coordinates, landmarkCount, token);
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
            await Join.RequireAsync(_calls.Routes.NumberOfRows, _settings);
            return true;
        });
        await _calls.RunAsync(async shard =>
        {
            var fit = new FitDescription(_calls.Id, _settings, _facts.NumberOfColumns, _facts.FirstRow, shards[shard])
            {
                ColumnNames = _facts.ColumnNames,
            };
            RowsRead read;
            while ((read = await _calls.DoAsync(shard, grain => grain.ReadAsync(fit))).Count < shards[shard].NumberOfRows)
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
    private async Task<ColumnSums> SumAsync(Func<IShardGrain, ColumnTotals, Task<ColumnTotals>> add)
    {
        ColumnTotals totals = ColumnTotals.Of(new ColumnSums(_facts.NumberOfColumns));
        for (int shard = 0; shard < shards.Length; shard++)
        {
            int at = shard;
            ColumnTotals before = totals;
            totals = await _calls.CallAsync(at, () => add(_calls.Grain(at), before));
        }

        return totals.ToSums();
    }

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
        JoinAnswer answer = await AskAsync(JoinKind.Duplicates, 0);
        int[] starts = _calls.Starts;
        (ShardNumbers[] numbers, int[] distinctStarts) = DistinctNumbers.Of(_calls.Routes, answer.Numbers.ToArray<int>());
        int distinct = distinctStarts[^1];
        if (distinct == 1)
        {
            throw new ArgumentException($"All {starts[^1]} rows are equal; there is nothing to embed.", nameof(shards));
        }

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
        FitRoutes routes = _calls.Routes;
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

        JoinAnswer answer = await AskAsync(JoinKind.Graph, 0);
        if (answer.Fault is string fault)
        {
            throw new LleMessage($"{fault} A cluster fits rows whose graph holds together.",
                $"A larger {LleOptionName.NumberOfNeighbors} may join them.").In(text => new InvalidOperationException(text));
        }

        Report(LlePhase.Neighbors, routes.NumberOfRows, routes.NumberOfRows);
    }

    private int LandmarkCount() =>
        (int)Math.Min(_calls.Routes.NumberOfRows, Math.Max(_settings.NumberOfLandmarks, options.SmallestSampleSize));

    private async Task WeighAsync(int landmarkCount)
    {
        FitRoutes routes = _calls.Routes;
        await _calls.RunAsync(async shard =>
        {
            foreach ((int first, int count) in ShardSteps.Through(routes.CountOf(shard), ShardSteps.RowsOfStep))
            {
                token.ThrowIfCancellationRequested();
                await _calls.DoAsync(shard, grain => grain.WeighAsync(first, count, landmarkCount));
            }
        }, done => Report(LlePhase.LocalGeometry, done, 2 * shards.Length));
        await _calls.RunAsync(async shard =>
        {
            foreach ((int first, int count) in ShardSteps.Through(routes.CountOf(shard), ShardSteps.RowsOfStep))
            {
                token.ThrowIfCancellationRequested();
                await _calls.DoAsync(shard, grain => grain.ReduceAsync(first, count));
            }
        }, done => Report(LlePhase.LocalGeometry, shards.Length + done, 2 * shards.Length));
    }

    private async Task<double[]> SolveAsync(int landmarkCount)
    {
        var bands = new BandSums(_calls, FitBands.Of(landmarkCount));
        while (true)
        {
            Report(LlePhase.Factorization, 0, 2);
            await bands.SumAsync();
            Report(LlePhase.Factorization, 1, 2);
            JoinAnswer answer = await AskAsync(JoinKind.Solve, landmarkCount);
            if (answer.Fault is string fault)
            {
                throw new LleMessage(
                    $"{fault}",
                    $"A larger {LleOptionName.NumberOfLandmarks} or a larger {LleOptionName.Regularization} would help.")
                    .In(text => new InvalidOperationException(text));
            }

            if (!answer.IsLost)
            {
                Report(LlePhase.Factorization, 2, 2);
                await bands.DropAsync();
                return answer.Values.ToArray<double>();
            }
        }
    }

    private async Task<(double[] Eigenvalues, double[] Coordinates)> RitzAsync(double[] basis, int landmarkCount)
    {
        WireBlock landmarks = WireBlock.Of<double>(basis);
        await _calls.RunAsync(shard => _calls.DoAsync(shard, grain => grain.ProjectAsync(landmarks, D)));
        WireBlock sums = WireBlock.Of<double>(new RitzSums(D).Values);
        for (int shard = 0; shard < shards.Length; shard++)
        {
            int at = shard;
            WireBlock before = sums;
            sums = await _calls.CallAsync(at, () => _calls.Grain(at).AddRitzAsync(before, D));
        }

        (double[] eigenvalues, double[] coordinates) =
            ClusterModel.Turn(basis, new RitzSums(sums.ToArray<double>(), D), landmarkCount, _calls.Routes.NumberOfRows);
        Report(LlePhase.Eigenvectors, D, D);
        return (eigenvalues, coordinates);
    }

    /// <summary>Makes each column's largest entry positive, as on one machine, and writes all rows' coordinates.</summary>
    private async Task WriteAsync(double[] coordinates)
    {
        double[][] largest = new double[shards.Length][];
        WireBlock unsigned = WireBlock.Of<double>(coordinates);
        await _calls.RunAsync(async shard =>
            largest[shard] = (await _calls.DoAsync(shard, grain => grain.LargestAsync(unsigned, D))).ToArray<double>());
        for (int c = 0; c < D; c++)
        {
            // MaxBy takes the first of equals.
            if (largest.Select(ofShard => ofShard[c]).MaxBy(Math.Abs) < 0)
            {
                for (int i = c; i < coordinates.Length; i += D)
                {
                    coordinates[i] = -coordinates[i];
                }
            }
        }

        if (sink is null)
        {
            return;
        }

        WireBlock final = WireBlock.Of<double>(coordinates);
        await _calls.RunAsync(shard => _calls.DoAsync(shard, grain => grain.FinishAsync(final, D)));
        await _calls.RunAsync(
            shard => _calls.DoAsync(shard, grain => grain.WriteAsync(sink, D)), done => Report(LlePhase.Placement, done, shards.Length));
    }

    /// <summary>Has the join's grain do a job, anew where it was lost.</summary>
    private async Task<JoinAnswer> AskAsync(JoinKind kind, int landmarkCount)
    {
        while (true)
        {
            JoinAnswer answer = await _calls.CallAsync(0, async () =>
            {
                await Join.StartAsync(new JoinJob(kind, _calls.Routes, _settings, _facts.NumberOfColumns, landmarkCount));
                for (TimeSpan pause = _firstLook; ; pause = pause < _lastLook ? 2 * pause : pause)
                {
                    if (await Join.AskAsync(kind) is JoinAnswer found)
                    {
                        return found.LostShard >= 0 ? throw new ShardLostException(found.LostShard) : found;
                    }

                    await Task.Delay(pause, token);
                }
            });
            return answer;
        }
    }

    /// <summary>Has all silos drop what they hold of the fit, whatever became of it.</summary>
    private async Task EndAsync()
    {
        await _calls.TellAllAsync(grain => grain.CancelAsync());
        await _calls.TellAllAsync(grain => grain.ForgetAsync());
        await ShardCalls.TellAsync(Join.ForgetAsync);
    }

    private void Report(LlePhase phase, long completed, long total) => progress?.Report(new LleProgress(phase, completed, total));
}
