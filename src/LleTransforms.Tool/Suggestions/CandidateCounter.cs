namespace LleTransforms.Tool.Suggestions;

/// <summary>Makes a count of the messages that a choice of k sends, one for each k it has tried.</summary>
internal sealed class CandidateCounter(IProgress<LleProgress> listener, int expected) : IProgress<LleProgress>
{
    private int _tried;

    public void Report(LleProgress value)
    {
        if (value is { Message: not null, Severity: LleSeverity.Trace })
        {
            listener.Report(new LleProgress(LlePhase.Neighbors, Math.Min(Interlocked.Increment(ref _tried), expected), expected));
        }
        else if (value.Severity == LleSeverity.Warning)
        {
            listener.Report(value);
        }
    }
}
