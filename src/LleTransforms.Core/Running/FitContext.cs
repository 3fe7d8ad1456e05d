namespace LleTransforms.Running;

/// <summary>What the phases of one fit share: how they may run, and where reports go.</summary>
/// <remarks>Safe for use by several threads, as long as the progress listener is.</remarks>
internal sealed class FitContext(
    IProgress<LleProgress>? progress = null, int? numberOfThreads = null, CancellationToken cancellationToken = default)
    : RunContext(numberOfThreads, cancellationToken)
{
    /// <summary>Where reports go; null where nobody listens.</summary>
    public IProgress<LleProgress>? Progress { get; } = progress;

    public void Report(LlePhase phase, long completed, long total) => Progress?.Report(new LleProgress(phase, completed, total));

    public void Say(LlePhase phase, LleSeverity severity, string message) =>
        Progress?.Report(new LleProgress(phase, 0, 0, message, severity));
}
