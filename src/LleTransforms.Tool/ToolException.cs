namespace LleTransforms.Tool;

/// <summary>A fault of the user's input, told in one line.</summary>
internal sealed class ToolException(string message, int exitCode = Tool.ExitCode.BadData) : Exception(OneLine(message))
{
    public int ExitCode { get; } = exitCode;

    public static ToolException CommandLine(string message) => new(message, Tool.ExitCode.BadCommandLine);

    /// <summary>Replaces every run of white space by one space.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
