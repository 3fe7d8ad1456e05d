using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Calls a fit's shards, and has those made again that were lost with their silos.</summary>
/// <remarks>
/// A phase is a step for each shard, which may be repeated. A shard that was lost goes through the steps of all phases before the one that
/// runs, and those of several such shards go together. The fit ends with an error once a shard fails for longer than silos take to notice
/// that one of them is gone.
/// </remarks>
internal sealed partial class ShardCalls(IGrainFactory grains, LleShard[] shards, CancellationToken token) : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);

    private readonly List<Func<int, Task>> _steps = [];
    private readonly HashSet<int> _lost = [];
    private readonly SemaphoreSlim _repair = new(1);
    private readonly int[] _attempts = new int[shards.Length];
    private readonly DateTime[] _lastAnswers = new DateTime[shards.Length];
    private int _siloCount = 1;
    private SemaphoreSlim _atOnce = new(4);

    /// <summary>How long a call may take that should take some tenths of a second.</summary>
    public static TimeSpan LongestStep { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a shard may fail before the fit is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The distinct rows of the shards; as many as were described until equal ones are known.</summary>
    public int[] Starts { get; set; } = StartsOf(Array.ConvertAll(shards, shard => shard.NumberOfRows));

    public FitRoutes Routes => new(Id, [.. _attempts], Starts, _siloCount);

    public int NumberOfShards => shards.Length;

    public IShardGrain Grain(int shard) => ShardKey.Grain(grains, Routes, shard);

    public static int[] StartsOf(int[] counts)
    {
        int[] starts = new int[counts.Length + 1];
        for (int shard = 0; shard < counts.Length; shard++)
        {
            starts[shard + 1] = checked(starts[shard] + counts[shard]);
        }

        return starts;
    }

    /// <summary>Learns how many silos there are. Each takes as many calls at once as its machine has processors. The client's own stands
    /// for it. More calls wait for their turn there, and must not wait long.</summary>
    public async Task LookAroundAsync()
    {
        // The grain that knows may have been on a silo that is gone.
        Dictionary<SiloAddress, SiloStatus> hosts =
            await CallAsync(0, () => grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true));
        LetIn(Math.Max(1, hosts.Count));
    }

    /// <summary>As many shards of a fit of some of the rows, each where the shard is from which it takes them.</summary>
    /// <param name="counts">How many rows each has.</param>
    public ShardCalls CreateFor(int[] counts)
    {
        var calls = new ShardCalls(grains, shards, token) { Patience = Patience, Starts = StartsOf(counts) };
        calls.LetIn(_siloCount);
        _attempts.CopyTo(calls._attempts, 0);
        return calls;
    }

    /// <summary>Calls a shard once there is room for a call. Whoever has waited longest goes first, so that all shards go through their
    /// calls side by side.</summary>
    public async Task<T> DoAsync<T>(int shard, Func<IShardGrain, Task<T>> call)
    {
        await _atOnce.WaitAsync(token);
        try
        {
            T result = await call(Grain(shard));
            _lastAnswers[shard] = DateTime.UtcNow;
            return result;
        }
        finally
        {
            _atOnce.Release();
        }
    }

    /// <inheritdoc cref="DoAsync{T}"/>
    public Task DoAsync(int shard, Func<IShardGrain, Task> call) => DoAsync(shard, async grain =>
    {
        await call(grain);
        return true;
    });

    /// <summary>As <see cref="DoAsync{T}"/>, for a call of some tenths of a second whose work is not done twice. One that waits far longer
    /// is made again. Its silo may be gone, which Orleans would tell later. Where the silo is only late, the call goes on from what is
    /// done.</summary>
    public Task<T> DoStepAsync<T>(int shard, Func<IShardGrain, Task<T>> call) =>
        DoAsync(shard, grain => call(grain).WaitAsync(LongestStep, token));

    /// <inheritdoc cref="DoStepAsync{T}"/>
    public Task DoStepAsync(int shard, Func<IShardGrain, Task> call) =>
        DoAsync(shard, grain => call(grain).WaitAsync(LongestStep, token));

    /// <summary>Runs a phase for all shards.</summary>
    /// <param name="step">What one shard does by <see cref="DoAsync{T}"/>; it may be repeated.</param>
    /// <param name="done">Hears after each shard.</param>
    public async Task RunAsync(Func<int, Task> step, Action<int>? done = null)
    {
        int phase = _steps.Count;
        int count = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        await Task.WhenAll(Enumerable.Range(0, shards.Length).Select(async shard =>
        {
            try
            {
                await TryAsync(shard, phase, () => step(shard), stop.Token);
                done?.Invoke(Interlocked.Increment(ref count));
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        })).ContinueWith(Unwrap, TaskScheduler.Default).Unwrap();
        _steps.Add(step);
    }

    /// <summary>Runs a phase for all shards that takes their rows in steps.</summary>
    /// <param name="step">Does so many rows from a first one on; it may be repeated.</param>
    /// <param name="done">Hears after each shard.</param>
    public Task RunInStepsAsync(Func<IShardGrain, int, int, Task> step, Action<int>? done = null) => RunAsync(async shard =>
    {
        foreach ((int first, int count) in ShardSteps.Through(Routes.CountOf(shard), ShardSteps.RowsOfStep))
        {
            token.ThrowIfCancellationRequested();
            await DoStepAsync(shard, grain => step(grain, first, count));
        }
    }, done);

    /// <summary>Leads sums through all shards, in the order of the rows.</summary>
    public async Task<T> FoldAsync<T>(T sums, Func<IShardGrain, T, Task<T>> add)
    {
        for (int shard = 0; shard < shards.Length; shard++)
        {
            int at = shard;
            T before = sums;
            sums = await CallAsync(at, () => add(Grain(at), before));
        }

        return sums;
    }

    /// <summary>Has all shards drop what they hold, whatever became of the fit.</summary>
    public async Task EndAsync()
    {
        await TellAllAsync(grain => grain.CancelAsync());

        // A shard that is still at a step may ask others, which would come back to life empty.
        await TellAllAsync(grain => grain.SettleAsync());
        await TellAllAsync(grain => grain.ForgetAsync());
    }

    /// <summary>Calls something once, and again where a shard was lost or a silo did not answer.</summary>
    public async Task<T> CallAsync<T>(int shard, Func<Task<T>> call)
    {
        T result = default!;
        await TryAsync(shard, _steps.Count, async () => result = await call(), token);
        return result;
    }

    /// <summary>Tells all shards something, and does not mind those that do not hear it.</summary>
    public Task TellAllAsync(Func<IShardGrain, Task> tell) =>
        Task.WhenAll(Enumerable.Range(0, shards.Length).Select(shard => TellAsync(() => tell(Grain(shard)))));

    /// <summary>Tells a grain something, and does not mind if it does not hear it.</summary>
    public static async Task TellAsync(Func<Task> tell)
    {
        try
        {
            await tell().WaitAsync(TimeSpan.FromSeconds(2));
        }
        catch (Exception fault) when (IsTransient(fault))
        {
            // Its silo is gone, and what it held went with it.
        }
    }

    public void Dispose()
    {
        _repair.Dispose();
        _atOnce.Dispose();
    }

    private void LetIn(int siloCount)
    {
        _siloCount = siloCount;
        _atOnce.Dispose();
        _atOnce = new SemaphoreSlim(Math.Max(4, 2 * siloCount * Environment.ProcessorCount));
    }

    private static Task Unwrap(Task all)
    {
        // Of several failures the first that is no consequence of another says most.
        Exception[] faults = all.Exception is null ? [] : [.. all.Exception.Flatten().InnerExceptions];
        return faults.Length == 0
            ? all
            : Task.FromException(faults.FirstOrDefault(fault => fault is not OperationCanceledException) ?? faults[0]);
    }

    private async Task TryAsync(int shard, int phase, Func<Task> work, CancellationToken stop)
    {
        var faults = new FaultStreak(Patience);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                await work().WaitAsync(stop);
                return;
            }
            catch (ShardLostException lost)
            {
                if (lost.Shard >= 0)
                {
                    await RepairAsync(lost.Shard, phase, stop);
                }

                await PauseAsync(shard, lost);
            }
            catch (ShardFaultException fault) when (fault.Kind == ShardFaultKind.CannotOpen && TryMove(fault.Shard))
            {
                await RouteAsync();
                if (phase > 0)
                {
                    await RepairAsync(fault.Shard, phase, stop);
                }
            }
            catch (Exception fault) when (IsTransient(fault) || IsOfOthers(fault, stop))
            {
                await PauseAsync(shard, fault);
            }
        }

        async Task PauseAsync(int failed, Exception fault)
        {
            if (faults.LastsWith(_lastAnswers[failed]))
            {
                throw new LleShardException(
                    $"Shard {failed} ({shards[failed]}) has not answered for {Patience.TotalSeconds:f0} s: {fault.Message}", fault);
            }

            await Task.Delay(_pause, stop);
        }
    }

    /// <summary>Whether a call was cut off by its silo, which shuts down, and not by who asked.</summary>
    private static bool IsOfOthers(Exception fault, CancellationToken stop) =>
        fault is OperationCanceledException && !stop.IsCancellationRequested;

    private static bool IsTransient(Exception fault) =>
        fault is OrleansException or TimeoutException or IOException or ObjectDisposedException or System.Net.Sockets.SocketException;
}
