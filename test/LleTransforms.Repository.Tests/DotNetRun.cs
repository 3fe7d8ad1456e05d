using System.Diagnostics;

namespace LleTransforms.Repository.Tests;

/// <summary>Runs of the dotnet command, which have to end well.</summary>
internal static class DotNetRun
{
    private static readonly Lock _building = new();

    /// <summary>What dotnet is told of single files: the versions that these tests were built on.</summary>
    private static readonly Lazy<Dictionary<string, string>> _environment = new(() => new()
    {
        ["MLNetVersion"] = RepositoryFolders.Told("MLNetVersion"),
        ["MLNetPreviewVersion"] = RepositoryFolders.Told("MLNetPreviewVersion"),

        // A server of the build that stays would keep the pipe of its output open.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    });

    /// <summary>The configuration in which these tests were built.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>Builds a program that is a single file.</summary>
    public static void BuildFile(string file)
    {
        // What it refers to was built for these tests, and is not built anew: test runs side by side would write the same files.
        lock (_building)
        {
            ToItsEnd("build", file, "-c", Configuration, "--nologo", "-v:quiet", "-p:BuildProjectReferences=false");
        }
    }

    /// <summary>Runs dotnet to its end and answers what it printed.</summary>
    public static string ToItsEnd(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in _environment.Value)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, $"dotnet {string.Join(' ', arguments)}: {errors.Result}{output}");
        return output;
    }
}
