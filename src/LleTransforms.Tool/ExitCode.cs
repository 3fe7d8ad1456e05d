namespace LleTransforms.Tool;

/// <summary>How a run ended, as the shell sees it.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int BadData = 1;
    public const int BadCommandLine = 2;

    /// <summary>What shells give a process that Ctrl-C has ended: 128 and the number of the signal.</summary>
    public const int Interrupted = 130;

    public const string Help =
        "Exit codes: 0 done; 1 a file, or what is in it, is at fault; 2 the command line is at fault; 130 interrupted. Whatever is not " +
        "0 leaves no output behind.";
}
