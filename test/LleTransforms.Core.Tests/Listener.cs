namespace LleTransforms.Core.Tests;

/// <summary>Hands each report to an action, one at a time.</summary>
internal sealed class Listener(Action<LleProgress> hears) : IProgress<LleProgress>
{
    private readonly Lock _one = new();

    /// <summary>Keeps what is said, and no report that says nothing.</summary>
    public static Listener To(ICollection<string> messages) => new(report =>
    {
        if (report.Message is { } message)
        {
            messages.Add(message);
        }
    });

    public void Report(LleProgress value)
    {
        lock (_one)
        {
            hears(value);
        }
    }
}
