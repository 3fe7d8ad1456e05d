using System.CommandLine;
using System.CommandLine.Invocation;

namespace LleTransforms.Tool;

/// <summary>The help of a command, and below it the exit codes of all.</summary>
internal sealed class HelpWithExitCodes(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(Tool.ExitCode.Help);
        return exitCode;
    }
}
