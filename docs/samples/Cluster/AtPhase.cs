namespace LleTransforms.Samples.Cluster;

/// <summary>Does something at the first report of a phase.</summary>
/// <param name="phase">The phase.</param>
/// <param name="act">What is done; null for nothing.</param>
public sealed class AtPhase(LlePhase phase, Action? act) : IProgress<LleProgress>
{
    private int _count;

    /// <inheritdoc/>
    public void Report(LleProgress value)
    {
        if (value.Phase == phase && Interlocked.Increment(ref _count) == 1)
        {
            act?.Invoke();
        }
    }
}
