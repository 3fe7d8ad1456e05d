using System.Diagnostics;
using LleTransforms.Alignment;
using LleTransforms.Eigen;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Grains;

/// <inheritdoc cref="IJoinGrain"/>
internal sealed partial class JoinGrain(IGrainFactory grains, SiloMemory memory, LleClusterMetrics metrics) : Grain, IJoinGrain, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<JoinKind, Task<JoinAnswer>> _jobs = [];
    private IDisposable? _heldDivision;

    public Task RequireAsync(long rowCount, FitSettings settings)
    {
        foreach (JoinKind kind in (JoinKind[])[JoinKind.Duplicates, JoinKind.Graph, JoinKind.Solve])
        {
            Hold(kind, rowCount, settings.NumberOfNeighbors, settings.NumberOfLandmarks)?.Dispose();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(JoinJob job)
    {
        if (!_jobs.ContainsKey(job.Kind))
        {
            _jobs[job.Kind] = Task.Run(() => RunAsync(job), _stop.Token);
        }

        return Task.CompletedTask;
    }

    public async Task<JoinAnswer?> AskAsync(JoinKind kind)
    {
        if (!_jobs.TryGetValue(kind, out Task<JoinAnswer>? job))
        {
            throw new ShardLostException(-1);
        }

        if (!job.IsCompleted)
        {
            return null;
        }

        _jobs.Remove(kind);
        return await job;
    }

    public Task ForgetAsync()
    {
        _stop.Cancel();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _heldDivision?.Dispose();
    }

    private static JoinAnswer Nothing => new(WireBlock.Empty, WireBlock.Empty, null, false, -1, [], []);

    private async Task<JoinAnswer> RunAsync(JoinJob job)
    {
        using IDisposable? held = Hold(
            job.Kind, job.Routes.NumberOfRows, job.Settings.NumberOfNeighbors, job.Settings.NumberOfLandmarks);
        long start = Stopwatch.GetTimestamp();
        try
        {
            return job.Kind switch
            {
                JoinKind.Duplicates => await FindDuplicatesAsync(job),
                JoinKind.Graph => await DivideAsync(job),
                JoinKind.SmallParts => await FitSmallPartsAsync(job),
                _ => await SolveAsync(job),
            };
        }
        catch (ShardLostException lost)
        {
            return Nothing with { LostShard = lost.Shard };
        }
        catch (BandLostException)
        {
            return Nothing with { IsLost = true };
        }
        catch (SolverException fault)
        {
            return Nothing with
            {
                Fault = $"The eigenvectors over {job.NumberOfLandmarks} landmarks were not found: {fault.Message}.",
            };
        }
        finally
        {
            metrics.Worked(job.Kind.ToString(), Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>Holds what a job takes. The lists of all rows must fit into one array for the look at the graph. Fits of parts hold
    /// memory for one part after the other.</summary>
    private IDisposable? Hold(JoinKind kind, long rowCount, int k, double landmarkCount) => kind switch
    {
        JoinKind.Graph when rowCount * k > Array.MaxLength => throw new ShardFaultException(
            ShardFaultKind.TooLarge, -1,
            $"The graph of {rowCount} rows and {k} neighbours has {rowCount * k} edges; one silo looks at {Array.MaxLength} at most."),
        JoinKind.Duplicates => memory.Hold(12.0 * rowCount, -1, $"The search for equal rows among {rowCount}"),
        JoinKind.Graph => memory.Hold(
            4.0 * rowCount * (k + 12), -1, $"The look whether the graph of {rowCount} rows and {k} neighbours holds together"),
        JoinKind.SmallParts => null,
        _ => memory.Hold(24 * landmarkCount * landmarkCount, -1, $"The eigenproblem over {landmarkCount} landmarks"),
    };

    private async Task<JoinAnswer> FindDuplicatesAsync(JoinJob job)
    {
        FitRoutes routes = job.Routes;
        ulong[] hashes = new ulong[routes.NumberOfRows];
        await ForEachBlockAsync(routes, WireBlock.MostBytes / sizeof(ulong), async (shard, first, count) =>
        {
            WireBlock sent = await ShardKey.Grain(grains, routes, shard).HashesAsync(first, count);
            sent.As<ulong>().CopyTo(hashes.AsSpan(routes.Starts[shard] + first));
        });
        int[] rows = [.. Enumerable.Range(0, hashes.Length)];
        Array.Sort(hashes, rows);
        List<int> found = [];
        for (int start = 0, end; start < rows.Length; start = end)
        {
            end = start + 1;
            while (end < rows.Length && hashes[end] == hashes[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                await CompareAsync(job, [.. rows[start..end].Order()], found);
            }
        }

        return Nothing with { Numbers = WireBlock.Of<int>(found.ToArray()) };
    }

    /// <summary>Among rows of one hash, ascending, adds those that equal an earlier one, each with that one.</summary>
    private async Task CompareAsync(JoinJob job, int[] rows, List<int> found)
    {
        List<(int Row, float[] Values)> distinct = [];
        foreach (int row in rows)
        {
            int shard = job.Routes.ShardOf(row);
            WireBlock sent =
                await ShardKey.Grain(grains, job.Routes, shard).RowsAsync(WireBlock.Of<int>([row - job.Routes.Starts[shard]]));
            float[] values = sent.ToArray<float>();
            int equal = distinct.FindIndex(other => other.Values.AsSpan().SequenceEqual(values));
            if (equal < 0)
            {
                distinct.Add((row, values));
            }
            else
            {
                found.Add(row);
                found.Add(distinct[equal].Row);
            }
        }
    }

    private async Task<JoinAnswer> SolveAsync(JoinJob job)
    {
        int size = job.NumberOfLandmarks;
        IShardGrain last = ShardKey.Grain(grains, job.Routes, job.Routes.NumberOfShards - 1);
        DenseMatrix reduced = new(size, size);
        DenseMatrix mass = new(size, size);
        ReducedBand[] bands = FitBands.Of(size);
        for (int band = 0; band < bands.Length; band++)
        {
            bands[band].CopyTo(reduced, (await last.BandAsync(2 * band)).As<double>());
            bands[band].CopyTo(mass, (await last.BandAsync((2 * band) + 1)).As<double>());
        }

        var context = new FitContext(cancellationToken: _stop.Token);
        return RunContext.Unwrap(() =>
        {
            FitPlan plan = job.Settings.ToPlan();
            var pencil = ReducedPencil.Create(reduced, new DenseLandmarkMass(mass, job.Routes.NumberOfRows), context);
            ColumnBlocks basis = LandmarkEigenvectors.FindAtLandmarks(pencil, plan.Eigen, context, out _);
            double[] values = new double[size * plan.NumberOfComponents];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = basis[i / plan.NumberOfComponents, i % plan.NumberOfComponents];
            }

            return Nothing with { Values = WireBlock.Of<double>(values) };
        });
    }

    private static async Task ForEachBlockAsync(FitRoutes routes, int rowsOfMessage, Func<int, int, int, Task> ask)
    {
        for (int shard = 0; shard < routes.NumberOfShards; shard++)
        {
            foreach ((int first, int count) in ShardSteps.Through(routes.CountOf(shard), rowsOfMessage))
            {
                await ask(shard, first, count);
            }
        }
    }
}

/// <summary>The bands in which the reduced matrices travel.</summary>
internal static class FitBands
{
    /// <summary>The bands of a triangle of L rows, each a message.</summary>
    public static ReducedBand[] Of(int landmarkCount) => ReducedBand.Cover(landmarkCount, WireBlock.MostBytes / sizeof(double));
}
