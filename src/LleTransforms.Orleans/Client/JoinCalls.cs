using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Has the join's grain of some shards do jobs.</summary>
/// <param name="grains">Where the grain is found.</param>
/// <param name="calls">The shards.</param>
/// <param name="settings">The options of the fit.</param>
/// <param name="token">Stops the wait.</param>
internal sealed class JoinCalls(IGrainFactory grains, ShardCalls calls, FitSettings settings, CancellationToken token)
{
    private static readonly TimeSpan _firstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _lastLook = TimeSpan.FromMilliseconds(100);

    public IJoinGrain Grain => grains.GetGrain<IJoinGrain>(calls.Id);

    /// <summary>A job on the shards as they are now.</summary>
    public JoinJob JobOf(JoinKind kind, int columnCount, int landmarkCount = 0) =>
        new(kind, calls.Routes, settings, columnCount, landmarkCount);

    /// <summary>Has a job done, anew where it was lost.</summary>
    /// <param name="job">Describes it, each time that it begins.</param>
    public Task<JoinAnswer> AskAsync(Func<JoinJob> job) => calls.CallAsync(0, () => AskOnceAsync(job()));

    /// <summary>Has a job done.</summary>
    /// <exception cref="ShardLostException">The grain or a shard has lost what it had.</exception>
    public async Task<JoinAnswer> AskOnceAsync(JoinJob job)
    {
        await Grain.StartAsync(job).WaitAsync(ShardCalls.LongestStep, token);
        for (TimeSpan pause = _firstLook; ; pause = pause < _lastLook ? 2 * pause : pause)
        {
            if (await Grain.AskAsync(job.Kind).WaitAsync(ShardCalls.LongestStep, token) is JoinAnswer found)
            {
                return found.LostShard >= 0 ? throw new ShardLostException(found.LostShard) : found;
            }

            await Task.Delay(pause, token);
        }
    }
}
