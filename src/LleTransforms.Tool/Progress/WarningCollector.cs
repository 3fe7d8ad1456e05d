namespace LleTransforms.Tool.Progress;

/// <summary>Keeps the engine's warnings and hands every report on.</summary>
internal sealed class WarningCollector(List<string> warnings, IProgress<LleProgress>? next) : IProgress<LleProgress>
{
    public void Report(LleProgress value)
    {
        if (value is { Severity: LleSeverity.Warning, Message: { } message })
        {
            lock (warnings)
            {
                warnings.Add(message);
            }
        }

        next?.Report(value);
    }
}
