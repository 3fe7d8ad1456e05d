namespace LleTransforms.Diagnostics;

/// <summary>Hands on counts and keeps messages to itself, which somebody has heard before.</summary>
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
