using System.Diagnostics;
using System.Globalization;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>One side of one work, in a process that lives for all its repetitions.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process, string output)
    {
        _process = process;
        Output = output;
    }

    /// <summary>The file that holds the last run's result.</summary>
    public string Output { get; }

    public static WorkerProcess StartOurs(Work work, BenchmarkData data)
    {
        string output = Path.Combine(data.Folder, $"{work.Name}.ours.f64");
        return new WorkerProcess(StartSelf(redirect: true, "side-by-side-worker", data.Folder, work.Name, output), output);
    }

    /// <summary>The same work by another build of this program, as of an earlier commit.</summary>
    public static WorkerProcess StartOther(string program, Work work, BenchmarkData data)
    {
        string output = Path.Combine(data.Folder, $"{work.Name}.other.f64");
        return new WorkerProcess(
            Process.Start(new ProcessStartInfo("dotnet", [program, "side-by-side-worker", data.Folder, work.Name, output])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
            })!,
            output);
    }

    public static WorkerProcess StartPeer(Work work, BenchmarkData data)
    {
        string output = Path.Combine(data.Folder, $"{work.Name}.peer.f64");
        PeerLibrary library = work.Peer!.Value;
        Process process = library == PeerLibrary.ScikitLearn
            ? Peer.StartWorker(library, "side_by_side.py", PeerArguments(work, data, work.Kind.ToString(), output))
            : Peer.StartWorker(
                library, "neighbors.py", Peer.ModuleOf(library), data.PathOf(work.Data, work.NumberOfRows), Number(work.NumberOfRows),
                Number(BenchmarkData.NumberOfColumns(work.Data)), Number(work.NumberOfNeighbors), output);
        return new WorkerProcess(process, output);
    }

    public static string[] PeerArguments(Work work, BenchmarkData data, string kind, string output) =>
    [
        kind, data.PathOf(work.Data, work.NumberOfRows), Number(work.NumberOfRows), Number(BenchmarkData.NumberOfColumns(work.Data)),
        Number(work.NumberOfNeighbors),
        Number(work.NumberOfComponents), Works.MethodName(work.Method), output,
        .. work.Unseen is null ? [] : (string[])[data.PathOf(work.Unseen, work.UnseenCount), Number(work.UnseenCount)],
    ];

    /// <summary>Runs a verb of this program and waits for it.</summary>
    public static void RunSelf(params string[] arguments)
    {
        using Process process = StartSelf(redirect: false, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with exit code {process.ExitCode}.");
        }
    }

    /// <summary>Waits until the worker has warmed up; a result with an error means that it could not.</summary>
    public WorkerResult WaitUntilReady() => Read();

    /// <summary>One repetition.</summary>
    public WorkerResult Run()
    {
        _process.StandardInput.WriteLine("run");
        _process.StandardInput.Flush();
        return Read();
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The worker has ended already.
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process StartSelf(bool redirect, params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        string[] all = Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [typeof(WorkerProcess).Assembly.Location, .. arguments]
            : arguments;
        return Process.Start(new ProcessStartInfo(
            program, all) { RedirectStandardInput = redirect, RedirectStandardOutput = redirect, UseShellExecute = false })!;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private WorkerResult Read() => _process.StandardOutput.ReadLine() is string line
        ? WorkerResult.FromLine(line)
        : new WorkerResult { Error = "The worker ended without an answer." };
}
