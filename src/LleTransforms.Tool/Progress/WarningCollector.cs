namespace LleTransforms.Tool.Progress;

/// <summary>Keeps the engine's warnings, in the tool's words, and hands every report on.</summary>
internal sealed class WarningCollector(List<string> warnings, IProgress<LleProgress>? next) : IProgress<LleProgress>
{
    public void Report(LleProgress value)
    {
        if (value is { Severity: LleSeverity.Warning, Message: { } message })
        {
            lock (warnings)
            {
                Add(message);
            }
        }

        next?.Report(value);
    }

    private void Add(string message)
    {
        const string Cure = "bring the columns to one scale";
        if (!message.Contains(Cure, StringComparison.Ordinal))
        {
            warnings.Add(message);
        }
        else if (!warnings.Exists(warning => warning.Contains("--ignore", StringComparison.Ordinal)))
        {
            // The reader tells such columns by their numbers in the file, but weighs no table of a few rows.
            warnings.Add(message.Replace(Cure, "--scale range brings the columns to one scale", StringComparison.Ordinal));
        }
    }
}
