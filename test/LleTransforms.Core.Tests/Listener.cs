namespace LleTransforms.Core.Tests;

/// <summary>Hands each report to an action, one at a time.</summary>
internal sealed class Listener(Action<LleProgress> hears) : IProgress<LleProgress>
{
    private readonly Lock _one = new();

    public void Report(LleProgress value)
    {
        lock (_one)
        {
            hears(value);
        }
    }
}
