namespace LleTransforms.Diagnostics;

/// <summary>Hands on counts and drops messages, since the listener has heard them before.</summary>
internal sealed class SilentProgress(IProgress<LleProgress> next) : IProgress<LleProgress>
{
    public void Report(LleProgress value)
    {
        if (value.Message is null)
        {
            next.Report(value);
        }
    }
}
