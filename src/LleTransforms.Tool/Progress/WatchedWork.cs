namespace LleTransforms.Tool.Progress;

/// <summary>Runs long work with progress bars where somebody watches, in silence where not; warnings are
/// told afterwards either way.</summary>
internal static class WatchedWork
{
    /// <param name="console">Where bars and warnings go.</param>
    /// <param name="warnings">Receives the warnings too.</param>
    /// <param name="work">The work, which reports to what it is given, from any thread.</param>
    public static T Run<T>(ToolConsole console, List<string> warnings, Func<IProgress<LleProgress>, T> work)
    {
        T result = console.ShowsProgress
            ? ProgressBars.Run(console.Error, bars => work(new WarningCollector(warnings, bars)))
            : work(new WarningCollector(warnings, next: null));
        foreach (string warning in warnings)
        {
            console.Error.WriteLine($"lle: warning: {ToolException.OneLine(warning)}");
        }

        return result;
    }
}
