using System.Diagnostics;

namespace LleTransforms.Tests.Consumer;

/// <summary>Runs programs as processes of their own.</summary>
internal static class Program
{
    private static readonly string _dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs an assembly that lies beside the tests.</summary>
    /// <returns>The lines that it printed.</returns>
    public static string[] Run(string assembly, params string[] arguments) =>
        Start(_dotnet, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);

    /// <summary>Runs a command of the SDK.</summary>
    public static string[] RunCommand(params string[] arguments) => Start(_dotnet, arguments);

    /// <summary>Runs a program to its end, which has to be a good one.</summary>
    public static string[] Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.AreEqual(0, process.ExitCode, $"{program} {string.Join(' ', arguments)}\n{errors.Result}\n{output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
