using System.Diagnostics;
using System.Text;

namespace LleTransforms.Commands;

/// <summary>Runs the dotnet command in the repository's root.</summary>
public static class DotNet
{
    /// <summary>Runs dotnet with its output going straight to the console; returns its exit code.</summary>
    public static int Run(params IEnumerable<string> arguments) => RunIn(Repository.Root, arguments);

    /// <summary>The same in another folder.</summary>
    public static int RunIn(string folder, params IEnumerable<string> arguments)
    {
        using var process = Start(arguments, redirect: false, folder);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Builds a project in Release and runs it, the build's output shown.</summary>
    /// <param name="project">Its folder, from the repository's root.</param>
    /// <param name="arguments">Of the command: what is for the build goes there, the rest to the program.</param>
    /// <param name="first">What the program gets before that.</param>
    public static int RunProject(string project, CommandLine arguments, params string[] first)
    {
        int exitCode = Run(["build", project, "-c", "Release", "--nologo", "-v:minimal", .. arguments.ForBuild]);
        return exitCode != 0
            ? exitCode
            : Run(["run", "--project", project, "-c", "Release", "--no-build", "--", .. first, .. arguments.Others]);
    }

    /// <summary>Runs dotnet and keeps what it prints. A run that exceeds the limit is ended and has no exit code.</summary>
    public static (int? ExitCode, string Output) Capture(TimeSpan limit, params IEnumerable<string> arguments)
    {
        using var process = Start(arguments, redirect: true);
        var output = new StringBuilder();
        DataReceivedEventHandler append = (_, line) =>
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        };
        process.OutputDataReceived += append;
        process.ErrorDataReceived += append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();

        bool ended = process.WaitForExit(limit);
        if (ended)
        {
            process.WaitForExit(); // Only this overload waits for the last lines of output.
        }
        else
        {
            process.Kill(entireProcessTree: true);
        }

        lock (output)
        {
            return (ended ? process.ExitCode : null, output.ToString());
        }
    }

    private static Process Start(IEnumerable<string> arguments, bool redirect, string? folder = null)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, arguments)
        {
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardInput = redirect,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{dotnet} could not be started.");
    }
}
