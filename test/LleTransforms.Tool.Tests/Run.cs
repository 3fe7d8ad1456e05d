using System.Text;

namespace LleTransforms.Tool.Tests;

/// <summary>One run of the tool within this process, with what it printed.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Run Of(params string[] arguments) => Of(arguments, string.Empty);

    public static Run Of(string[] arguments, string input, CancellationToken cancellationToken = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(input));
        var console = new ToolConsole(() => stream, output, error, ShowsProgress: false);
        int exitCode = LleTool.RunAsync(arguments, console, cancellationToken).GetAwaiter().GetResult();
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    public Run Succeeds()
    {
        Assert.AreEqual(0, ExitCode, Error);
        Assert.AreEqual(string.Empty, Error);
        return this;
    }

    /// <summary>One line on the error stream that holds all the parts, an exit code, nothing on the output.</summary>
    public void Fails(int exitCode, params string[] parts)
    {
        Assert.AreEqual(exitCode, ExitCode, Error);
        Assert.AreEqual(string.Empty, Output);
        Assert.HasCount(1, Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Error);
        foreach (string part in parts)
        {
            StringAssert.Contains(Error, part);
        }
    }
}
