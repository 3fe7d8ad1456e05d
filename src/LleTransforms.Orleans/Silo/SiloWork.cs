using LleTransforms.Running;

namespace LleTransforms.Orleans.Silo;

/// <summary>Runs what computes outside of the grains' own turns, as many calls at once as there are processors.</summary>
/// <remarks>A loop on several threads would run on one within a turn, for it takes the scheduler of its caller.</remarks>
internal sealed class SiloWork : IDisposable
{
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);

    /// <summary>Runs work on one thread of the pool.</summary>
    public async Task<T> RunAsync<T>(Func<FitContext, T> work, CancellationToken token)
    {
        await _processors.WaitAsync(token);
        try
        {
            return await Task.Run(() => RunContext.Unwrap(() => work(new FitContext(null, 1, token))), token);
        }
        finally
        {
            _processors.Release();
        }
    }

    public void Dispose() => _processors.Dispose();
}
