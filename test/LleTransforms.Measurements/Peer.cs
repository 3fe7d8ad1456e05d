using System.Diagnostics;
using System.Globalization;

namespace LleTransforms.Measurements;

/// <summary>Runs a script of peers/ with a Python that has scikit-learn, where the machine has one.</summary>
internal static class Peer
{
    private static readonly Lazy<string?> Python = new(() => Array.Find(["/usr/bin/python3", "python3", "python"], HasScikitLearn));

    public static bool IsPresent => Python.Value is not null;

    public static string Absence =>
        "scikit-learn is not installed (Debian: apt-get install python3-sklearn libopenblas0-pthread), so only our figures are shown.";

    /// <summary>Runs a script and returns what it printed.</summary>
    public static string Run(string script, params string[] arguments)
    {
        using Process process = Start(Python.Value!, [Path.Combine(AppContext.BaseDirectory, "peers", script), .. arguments]);
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

    private static bool HasScikitLearn(string python)
    {
        try
        {
            using Process process = Start(python, ["-c", "import sklearn"]);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Starts a script that reads lines and answers each.</summary>
    public static Process StartWorker(string script, params string[] arguments) =>
        Start(Python.Value!, [Path.Combine(AppContext.BaseDirectory, "peers", script), .. arguments], redirectInput: true);

    private static Process Start(string file, string[] arguments, bool redirectInput = false)
    {
        var start = new ProcessStartInfo(
            file, arguments) { RedirectStandardOutput = true, RedirectStandardInput = redirectInput, UseShellExecute = false };
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        return Process.Start(start)!;
    }
}
