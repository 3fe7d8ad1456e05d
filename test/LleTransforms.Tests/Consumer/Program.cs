using System.Diagnostics;

namespace LleTransforms.Tests.Consumer;

/// <summary>Starts a program that lies beside the tests, as a process of its own.</summary>
internal static class Program
{
    /// <summary>Runs it to its end, which has to be a good one.</summary>
    /// <returns>The lines that it printed.</returns>
    public static string[] Run(string assembly, params string[] arguments)
    {
        string path = Path.Combine(AppContext.BaseDirectory, assembly);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.AreEqual(0, process.ExitCode, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
