using System.Diagnostics;
using System.Globalization;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Reliability;

/// <summary>
/// Fits in processes of their own, under heap limits and in containers from too little to plenty. Each either fits or is refused with an
/// <see cref="InsufficientMemoryException"/> that says what needs less. None ends by memory, and what fits under a limit fits under every
/// larger one.
/// </summary>
internal static class MemoryLadder
{
    /// <summary>What is fitted: a name, and rows that take a second or two.</summary>
    public static readonly (string Set, int Rows)[] Sets =
        [("roll", 8000), ("smooth", 5000), ("cube", 3000), ("normal", 3000), ("tangents", 4000)];

    /// <summary>Heap limits in megabytes.</summary>
    public static readonly int[] Limits = [8, 12, 18, 27, 40, 60, 90, 135, 250, 1000];

    /// <summary>What containers are given, in megabytes; 30 of it are the runtime's own.</summary>
    public static readonly int[] Containers = [64, 80, 100, 128, 160, 200, 256, 320, 512, 1024];

    private const string Advice = "need less";

    /// <summary>All sets under all heap limits.</summary>
    public static int RunAll() => RunAll(Limits, Start);

    /// <summary>All sets in containers of all sizes.</summary>
    public static int RunContainers() => RunAll(Containers, (set, rows, limit) => StartInContainer(set, rows, limit)
        ?? new Outcome(false, "control groups cannot be made here"));

    private static int RunAll(int[] limits, Func<string, int, int, Outcome> start)
    {
        int faults = 0;
        foreach ((string set, int rows) in Sets)
        {
            bool fits = false;
            foreach (int limit in limits)
            {
                Outcome outcome = start(set, rows, limit);
                fits |= outcome.IsFitted;
                bool isRight = outcome.IsRight && outcome.IsFitted == fits;
                faults += isRight ? 0 : 1;
                Console.WriteLine($"{set,-10} {limit,5} MB  {(isRight ? "" : "FAULT ")}{outcome.Text}");
            }
        }

        Console.WriteLine(
            $"{Sets.Length * limits.Length} fits, {faults} ended neither fitted nor refused with advice, or were refused where less did");
        return faults == 0 ? 0 : 1;
    }

    /// <summary>One fit in a process with a heap limit.</summary>
    public static Outcome Start(string set, int rowCount, int megabytes)
    {
        var start = new ProcessStartInfo(Host, Arguments(set, rowCount));

        // In hexadecimal, as the runtime wants it.
        start.Environment["DOTNET_GCHeapHardLimit"] = ((long)megabytes << 20).ToString("X", CultureInfo.InvariantCulture);
        return Run(start);
    }

    /// <summary>One fit in a process that the kernel ends where it holds more; null where such groups cannot be made.</summary>
    public static Outcome? StartInContainer(string set, int rowCount, int megabytes)
    {
        using MemoryGroup? group = MemoryGroup.TryCreate(megabytes);
        return group is null ? null : Run(group.Start(Host, Arguments(set, rowCount)));
    }

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string[] Arguments(string set, int rowCount) =>
    [
        Path.Combine(AppContext.BaseDirectory, "LleTransforms.Reliability.dll"), "memory-fit", "--set", set, "--rows",
        rowCount.ToString(CultureInfo.InvariantCulture),
    ];

    private static Outcome Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        bool isFitted = process.ExitCode == 0 && text.StartsWith("fitted", StringComparison.Ordinal);
        bool isRight = isFitted || (process.ExitCode == 0 && text.Contains(Advice, StringComparison.Ordinal));
        return new Outcome(isRight, isRight ? text : $"exit code {process.ExitCode}: {text}") { IsFitted = isFitted };
    }

    /// <summary>The fit itself, within the limit that was set from outside.</summary>
    public static int Fit(string set, int rowCount)
    {
        (FeatureMatrix features, LleOptions options) = Problem(set, rowCount);
        string solver = "";
        try
        {
            LocallyLinearEmbedding.Fit(features, options, new Hearer(message => solver = message));
            Console.WriteLine($"fitted. {solver}");
            return 0;
        }
        catch (InsufficientMemoryException error)
        {
            Console.WriteLine($"refused. {error.Message}");
            return 0;
        }
        catch (Exception error)
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message}");
            return 1;
        }
    }

    private static (FeatureMatrix Features, LleOptions Options) Problem(string set, int rowCount) => set switch
    {
        "roll" => (Manifolds.SwissRoll(rowCount, 1).Features, Options(12, 2)),
        "smooth" => (Manifolds.SmoothMap(rowCount, 1).Features, Options(14, 4)),
        "tangents" => (Manifolds.SwissRoll(rowCount, 1).Features, Options(12, 2, LleMethod.LocalTangentSpaceAlignment)),
        "cube" => (Random(rowCount, 8, random => random.NextSingle()), Options(12, 3)),
        "normal" => (Random(rowCount, 100, random => Enumerable.Range(0, 12).Sum(_ => random.NextSingle())), Options(15, 10)),
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "It is no data set."),
    };

    private static LleOptions Options(int neighborCount, int componentCount, LleMethod method = LleMethod.Standard) =>
        new() { NumberOfNeighbors = neighborCount, NumberOfComponents = componentCount, Method = method };

    private static FeatureMatrix Random(int rowCount, int columnCount, Func<Random, float> draw)
    {
        var random = new Random(1);
        float[] values = new float[rowCount * columnCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = draw(random);
        }

        return FeatureMatrix.FromRowMajor(values, rowCount, columnCount);
    }

    /// <summary>How a process ended.</summary>
    /// <param name="IsRight">Whether it fitted or said what needs less.</param>
    /// <param name="Text">What it said.</param>
    internal sealed record Outcome(bool IsRight, string Text)
    {
        /// <summary>Whether it fitted.</summary>
        public bool IsFitted { get; init; }
    }

    private sealed class Hearer(Action<string> hear) : IProgress<LleProgress>
    {
        public void Report(LleProgress value)
        {
            if (value.Message is { } message && message.StartsWith("Eigen solver:", StringComparison.Ordinal))
            {
                hear(message);
            }
        }
    }
}
