namespace LleTransforms.Samples.Serving;

/// <summary>What was seen of the last requests.</summary>
internal sealed record DriftReport(int Count, double ShareUnlikeTraining, bool HasDrifted);

/// <summary>
/// Watches how many of the last rows their neighbours among the training rows rebuild worse than all but a hundredth of rows that were held
/// out in training. Safe for many threads.
/// </summary>
internal sealed class DriftMonitor(double limit)
{
    private const int Window = 200;

    /// <summary>Five times the share that is expected without drift.</summary>
    private const double Alarm = 0.05;

    private readonly Lock _lock = new();
    private readonly Queue<bool> _recent = new();

    public void Observe(float reconstructionError)
    {
        lock (_lock)
        {
            _recent.Enqueue(reconstructionError > limit);
            if (_recent.Count > Window)
            {
                _recent.Dequeue();
            }
        }
    }

    public DriftReport Report()
    {
        lock (_lock)
        {
            double share = _recent.Count == 0 ? 0 : _recent.Count(unlike => unlike) / (double)_recent.Count;
            return new DriftReport(_recent.Count, share, share > Alarm);
        }
    }
}
