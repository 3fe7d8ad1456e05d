using Microsoft.ML.Runtime;

namespace LleTransforms.Training;

/// <summary>One token for both ways to stop a fit: the user's token, and the cancelling of the ML.NET host. The host raises no event and
/// has to be asked.</summary>
internal sealed class HostCancellation : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _source;
    private readonly Timer? _timer;

    public HostCancellation(IHost host, CancellationToken userToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(userToken);
        if (host is ICancelable cancelable)
        {
            _timer = new Timer(_ => CancelIf(cancelable), null, TimeSpan.Zero, Interval);
        }
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        if (_timer is not null)
        {
            // Waits for a callback under way, which would otherwise meet a disposed source.
            using var stopped = new ManualResetEvent(false);
            if (_timer.Dispose(stopped))
            {
                stopped.WaitOne();
            }
        }

        _source.Dispose();
    }

    private void CancelIf(ICancelable cancelable)
    {
        if (cancelable.IsCanceled)
        {
            _source.Cancel();
        }
    }
}
