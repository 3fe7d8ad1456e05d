using System.Diagnostics;
using System.Globalization;

namespace LleTransforms.Reliability;

/// <summary>
/// A group of processes that together may hold so much memory, as a container has it: a control group of Linux, of either version. The
/// kernel kills what goes beyond. Whoever may write to /sys/fs/cgroup makes such groups, as root may.
/// </summary>
internal sealed class MemoryGroup : IDisposable
{
    private const string First = "/sys/fs/cgroup/memory", Second = "/sys/fs/cgroup";

    private readonly string _folder;

    private MemoryGroup(string folder) => _folder = folder;

    /// <summary>Makes a group; null where that cannot be done.</summary>
    public static MemoryGroup? TryCreate(int megabytes)
    {
        bool isFirst = File.Exists(Path.Combine(First, "memory.limit_in_bytes"));
        string folder = Path.Combine(isFirst ? First : Second, $"lle-{Environment.ProcessId}-{Guid.NewGuid():N}");
        string limit = ((long)megabytes << 20).ToString(CultureInfo.InvariantCulture);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, isFirst ? "memory.limit_in_bytes" : "memory.max"), limit);
            return new MemoryGroup(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryRemove(folder);
            return null;
        }
    }

    /// <summary>A start of a program within the group.</summary>
    public ProcessStartInfo Start(string program, params string[] arguments) =>
        new("/bin/sh", ["-c", "echo $$ > \"$0\" && exec \"$@\"", Path.Combine(_folder, "cgroup.procs"), program, .. arguments]);

    public void Dispose() => TryRemove(_folder);

    private static void TryRemove(string folder)
    {
        try
        {
            // The kernel's files in it go with it.
            Directory.Delete(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A group that is left behind empty does no harm.
        }
    }
}
