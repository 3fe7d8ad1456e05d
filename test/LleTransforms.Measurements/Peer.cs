using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LleTransforms.Measurements;

/// <summary>A Python library that does what we do.</summary>
internal enum PeerLibrary
{
    /// <summary>Locally linear embedding and exact neighbours.</summary>
    ScikitLearn,

    /// <summary>Exact neighbours.</summary>
    Faiss,

    /// <summary>Approximate neighbours.</summary>
    Hnswlib,
}

/// <summary>Runs a script of peers/ with a Python that has a library, where the machine has one.</summary>
internal static class Peer
{
    private static readonly ConcurrentDictionary<PeerLibrary, string?> _pythons = new();

    public static bool IsPresent(PeerLibrary library) => PythonWith(library) is not null;

    public static string Absence(PeerLibrary library) => library == PeerLibrary.ScikitLearn
        ? "scikit-learn is not installed (Debian: apt-get install python3-sklearn libopenblas0-pthread), so only our figures are shown."
        : $"{ModuleOf(library)} is not installed (Debian: apt-get install python3-{ModuleOf(library)} libopenblas0-pthread), so only " +
            "our figures are shown.";

    /// <summary>What Python calls a library.</summary>
    public static string ModuleOf(PeerLibrary library) => library switch
    {
        PeerLibrary.ScikitLearn => "sklearn",
        PeerLibrary.Faiss => "faiss",
        PeerLibrary.Hnswlib => "hnswlib",
        _ => throw new ArgumentOutOfRangeException(nameof(library), library, "There is no such library."),
    };

    /// <summary>Runs a script of scikit-learn and returns what it printed.</summary>
    public static string Run(string script, params string[] arguments)
    {
        using Process process = Start(PythonWith(PeerLibrary.ScikitLearn)!, InPeers(script, arguments));
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{script} ended with exit code {process.ExitCode}.");
    }

    /// <summary>Writes a table as the scripts read it.</summary>
    public static void Write(string path, double[,] table)
    {
        using var writer = new StreamWriter(path);
        for (int row = 0; row < table.GetLength(0); row++)
        {
            for (int column = 0; column < table.GetLength(1); column++)
            {
                writer.Write(column > 0 ? "," : string.Empty);
                writer.Write(table[row, column].ToString("R", CultureInfo.InvariantCulture));
            }

            writer.WriteLine();
        }
    }

    /// <summary>Starts a script that reads lines and answers each.</summary>
    public static Process StartWorker(PeerLibrary library, string script, params string[] arguments) =>
        Start(PythonWith(library)!, InPeers(script, arguments), redirectInput: true);

    private static string[] InPeers(string script, string[] arguments) =>
        [Path.Combine(AppContext.BaseDirectory, "peers", script), .. arguments];

    private static string? PythonWith(PeerLibrary library) => _pythons.GetOrAdd(
        library, static wanted => Array.Find(["/usr/bin/python3", "python3", "python"], python => HasModule(python, ModuleOf(wanted))));

    private static bool HasModule(string python, string module)
    {
        try
        {
            using Process process = Start(python, ["-c", $"import {module}"]);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string file, string[] arguments, bool redirectInput = false)
    {
        var start = new ProcessStartInfo(
            file, arguments) { RedirectStandardOutput = true, RedirectStandardInput = redirectInput, UseShellExecute = false };
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        return Process.Start(start)!;
    }
}
