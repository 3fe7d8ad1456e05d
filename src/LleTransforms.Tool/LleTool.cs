using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using LleTransforms.Tool.Commands;

namespace LleTransforms.Tool;

/// <summary>The command <c>lle</c>: parses, runs, and turns every fault into one line and an exit code.</summary>
internal static class LleTool
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        ParseResult parsed = CreateCommand(console).Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            string command = string.Join(' ', CommandNames(parsed.CommandResult.Command));
            string fault = parsed.UnmatchedTokens is [var unknown, ..]
                ? $"'{unknown}' is no command, option or argument here."
                : parsed.Errors[0].Message;
            return Fail(console, $"{fault}{AdviceOnOrder(parsed)} Try '{command} --help'.", ExitCode.BadCommandLine);
        }

        var invocation = new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            int exitCode = await parsed.InvokeAsync(invocation, cancellationToken);
            await console.Out.FlushAsync(CancellationToken.None);
            return exitCode;
        }
        catch (OperationCanceledException)
        {
            return Fail(console, "interrupted; nothing was written.", ExitCode.Interrupted);
        }
        catch (ToolException fault)
        {
            return Fail(console, fault.Message, fault.ExitCode);
        }
        catch (TableException fault)
        {
            return Fail(console, fault.Message, fault.Kind == TableFaultKind.Columns ? ExitCode.BadCommandLine : ExitCode.BadData);
        }
        catch (IOException fault)
        {
            return Fail(console, fault.Message, ExitCode.BadData);
        }
        catch (OutOfMemoryException)
        {
            return Fail(console, "the memory does not suffice for so many rows and columns.", ExitCode.BadData);
        }
    }

    public static RootCommand CreateCommand(ToolConsole console) => WithGroups(new RootCommand("Locally Linear Embedding of tables.")
    {
        EmbedCommand.Create(console),
        TransformCommand.Create(console),
        SuggestCommand.Create(console),
        EvaluateCommand.Create(console),
        ReportCommand.Create(console),
        ExportCommand.Create(console),
        ExtendCommand.Create(console),
        RemoveCommand.Create(console),
    });

    /// <summary>Has every help arranged, and show how the command is used.</summary>
    private static RootCommand WithGroups(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new GroupedHelp((SynchronousCommandLineAction)help.Action!);
        return root;
    }

    /// <summary>An option that takes several columns takes the file's name too, where that follows it.</summary>
    private static string AdviceOnOrder(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(option =>
            option.Option is { AllowMultipleArgumentsPerToken: true } && option.Tokens.Count > 1) is { } greedy
            ? $" {greedy.Option.Name} takes all that follows it up to the next option; put files in front of it."
            : string.Empty;

    private static int Fail(ToolConsole console, string message, int exitCode)
    {
        console.Error.WriteLine($"lle: {ToolException.OneLine(message)}");
        return exitCode;
    }

    private static IEnumerable<string> CommandNames(Command command) => command is RootCommand ? ["lle"] : ["lle", command.Name];
}
