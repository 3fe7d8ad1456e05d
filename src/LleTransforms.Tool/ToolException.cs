namespace LleTransforms.Tool;

/// <summary>A fault of the user's input, told in one line.</summary>
internal sealed class ToolException(string message, int exitCode = Tool.ExitCode.BadData) : TableException(message)
{
    public int ExitCode { get; } = exitCode;

    public static ToolException CommandLine(string message) => new(message, Tool.ExitCode.BadCommandLine);
}
