using System.Diagnostics;
using System.Globalization;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests;

/// <summary>The tool as a process: pipes, exit codes and a signal, as a shell has them.</summary>
[TestClass]
public sealed class ProcessTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public async Task A_pipe_in_and_a_pipe_out()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));
        using Process process = Start("embed", "-", "-d", "2");
        Task<string> error = process.StandardError.ReadToEndAsync();

        await process.StandardInput.WriteAsync(File.ReadAllText(data));
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.AreEqual(0, process.ExitCode, await error);
        Assert.AreEqual(Run.Of("embed", data).Succeeds().Output, output);
        Assert.AreEqual(string.Empty, await error);
    }

    [TestMethod]
    public async Task A_fault_ends_in_one_line_and_an_exit_code()
    {
        using Process process = Start("embed", _folder["absent.csv"], "-o", _folder["out.csv"]);
        process.StandardInput.Close();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.AreEqual(ExitCode.BadData, process.ExitCode);
        Assert.AreEqual($"lle: {_folder["absent.csv"]}: there is no such file.\n", error.ReplaceLineEndings("\n"));
        Assert.IsEmpty(_folder.Files);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task Ctrl_C_leaves_no_file_behind()
    {
        if (IgnoresInterrupt())
        {
            Assert.Inconclusive(
                "These tests were started with SIGINT ignored, as a shell starts what it puts into the background, and so are the " +
                "processes that they start.");
        }

        // Standard input stays open and silent, so that the run cannot end before the signal comes.
        using Process process = Start("embed", "-", "-o", _folder["out.csv"], "--model", _folder["model.zip"]);
        Task<string> error = process.StandardError.ReadToEndAsync();
        while (_folder.Files.Length < 2)
        {
            Assert.IsFalse(process.HasExited);
            await Task.Delay(20);
        }

        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill();
            Assert.Fail("The signal did not end the run within a minute.");
        }

        Assert.AreEqual(ExitCode.Interrupted, process.ExitCode, await error);
        StringAssert.Contains(await error, "interrupted");
        Assert.IsEmpty(_folder.Files);
    }

    /// <summary>Whether this process ignores SIGINT, by the mask that Linux tells; elsewhere taken as not.</summary>
    private static bool IgnoresInterrupt()
    {
        const string Status = "/proc/self/status";
        const string Ignored = "SigIgn:";
        const ulong Interrupt = 1UL << (2 - 1);
        string? line = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(Ignored, StringComparison.Ordinal))
            : null;
        return line is not null
            && (ulong.Parse(line[Ignored.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    private static Process Start(params string[] arguments)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "lle.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
