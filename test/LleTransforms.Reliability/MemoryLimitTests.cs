using System.Diagnostics;
using System.Globalization;

namespace LleTransforms.Reliability;

/// <summary>In a process that may use little, a fit that needs much says so before it allocates.</summary>
[TestClass]
public sealed class MemoryLimitTests
{
    [TestMethod]
    public void A_fit_beyond_the_limit_is_refused_before_it_allocates_and_says_what_needs_less()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "LleTransforms.Reliability.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, "memory-limit"]) { RedirectStandardOutput = true };

        // 128 MB, in hexadecimal as the runtime wants it.
        start.Environment["DOTNET_GCHeapHardLimit"] = (128 << 20).ToString("X", CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.AreEqual(0, process.ExitCode, output);
        string[] lines = output.Split('\n');
        Assert.IsInRange(
            0, 1_000_000, long.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), "bytes allocated before the error");
        StringAssert.Contains(lines[1], "400000 rows of 8 features need about");
        StringAssert.Contains(lines[1], "the process may use 134.2 MB");
        StringAssert.Contains(lines[1], "NumberOfLandmarks or MaximumNumberOfTrainingRows, fewer neighbours or fewer rows need less");
    }

    [TestMethod]
    [DataRow("smooth", 12)]
    [DataRow("smooth", 60)]
    [DataRow("normal", 18)]
    [DataRow("normal", 250)]
    public void Under_a_heap_limit_a_fit_succeeds_or_says_what_needs_less(string set, int megabytes)
    {
        MemoryLadder.Outcome outcome = MemoryLadder.Start(set, 2000, megabytes);
        Assert.IsTrue(outcome.IsRight, outcome.Text);
    }

    [TestMethod]
    public void A_fit_succeeds_where_its_factors_all_but_fill_what_the_process_may_use()
    {
        // Where the shared pool kept what the direct way had, no later solver had room.
        MemoryLadder.Outcome outcome = MemoryLadder.Start("cube", 3000, 90);
        Assert.IsTrue(outcome.IsFitted, outcome.Text);
    }

    [TestMethod]
    [DataRow("smooth", 64)]
    [DataRow("normal", 64)]
    [DataRow("normal", 128)]
    public void In_a_container_a_fit_succeeds_or_says_what_needs_less(string set, int megabytes)
    {
        if (MemoryLadder.StartInContainer(set, 2000, megabytes) is not { } outcome)
        {
            Assert.Inconclusive("Control groups of memory cannot be made here; they are made as root on Linux.");
            return;
        }

        Assert.IsTrue(outcome.IsRight, outcome.Text);
    }
}
