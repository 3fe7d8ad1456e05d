using System.Diagnostics;

namespace LleTransforms.Samples.Images;

/// <summary>
/// A folder that is fetched when it is first asked for. It is filled under another name and renamed at the end, so it is there whole or not
/// at all; one fetches, and the others wait, be they threads or processes.
/// </summary>
internal static class FetchedFolder
{
    private static readonly TimeSpan _waitLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Has the folder filled unless it is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fetch">Fills the folder that it is given.</param>
    public static void Ensure(string folder, Action<string> fetch)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        using var gate = Enter(folder + ".lock");
        if (Directory.Exists(folder))
        {
            return;
        }

        // What a process left that was ended halfway is not to be trusted.
        string unfinished = folder + ".part";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        Directory.CreateDirectory(unfinished);
        fetch(unfinished);
        Directory.Move(unfinished, folder);
    }

    // A file that is open without sharing is a lock that a process gives up even where it is killed.
    private static FileStream Enter(string file)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (watch.Elapsed < _waitLimit)
            {
                Thread.Sleep(_pause);
            }
            catch (IOException held)
            {
                throw new DataUnavailableException($"{file} is held by another process: {held.Message}");
            }
        }
    }
}
