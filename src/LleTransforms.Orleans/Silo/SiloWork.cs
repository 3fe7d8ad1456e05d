using System.Diagnostics;
using System.Runtime.CompilerServices;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Silo;

/// <summary>Runs what computes outside of the grains' own turns, as many calls at once as there are processors.</summary>
/// <remarks>A loop on several threads would run on one within a turn, for it takes the scheduler of its caller.</remarks>
internal sealed class SiloWork(LleClusterMetrics metrics) : IDisposable
{
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);

    /// <summary>Runs work on one thread of the pool.</summary>
    /// <param name="work">What is computed.</param>
    /// <param name="token">Stops it.</param>
    /// <param name="step">The name of the step, under which its time is counted.</param>
    public async Task<T> RunAsync<T>(Func<FitContext, T> work, CancellationToken token, [CallerMemberName] string step = "")
    {
        await _processors.WaitAsync(token);
        long start = Stopwatch.GetTimestamp();
        try
        {
            return await Task.Run(() => RunContext.Unwrap(() => work(new FitContext(null, 1, token))), token);
        }
        finally
        {
            metrics.Worked(step.Replace("Async", string.Empty, StringComparison.Ordinal), Stopwatch.GetElapsedTime(start));
            _processors.Release();
        }
    }

    public void Dispose() => _processors.Dispose();
}
