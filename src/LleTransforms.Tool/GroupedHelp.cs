using System.CommandLine;
using System.CommandLine.Invocation;

namespace LleTransforms.Tool;

/// <summary>The help of a command with its options in groups and examples at the end; that of all commands ends with the exit
/// codes.</summary>
internal sealed class GroupedHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        InvocationConfiguration invocation = parseResult.InvocationConfiguration;
        TextWriter output = invocation.Output;
        using var text = new StringWriter();
        int exitCode;
        try
        {
            invocation.Output = text;
            exitCode = help.Invoke(parseResult);
        }
        finally
        {
            invocation.Output = output;
        }

        foreach (string line in OptionGroups.Arrange(text.ToString()))
        {
            output.WriteLine(line);
        }

        Command command = parseResult.CommandResult.Command;
        if (command is RootCommand)
        {
            output.WriteLine(ExitCode.Help);
        }
        else
        {
            output.WriteLine("Examples:");
            foreach (string example in Examples.Of(command.Name))
            {
                output.WriteLine($"  {example}");
            }
        }

        return exitCode;
    }
}
