namespace LleTransforms.Tool.Output;

/// <summary>One name for each file, however a command line spells it.</summary>
internal static class TrueName
{
    private const int MostLinks = 40;

    private static readonly char[] _separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>Whether two names that <see cref="Of"/> gave are those of one file.</summary>
    public static StringComparison Comparison { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The full path of a file that need not be there, without links to it or to its folders.</summary>
    /// <remarks>Hard links stay two names: an output takes the place of one, and the other keeps what it has.</remarks>
    public static string Of(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            string root = Path.GetPathRoot(full)!;
            return Follow(root, full[root.Length..]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Whoever opens the file says what is wrong with it.
            return path;
        }
    }

    private static string Follow(string root, string below)
    {
        string name = root;
        var rest = new Stack<string>();
        Push(below);
        for (int links = 0; rest.TryPop(out string? part);)
        {
            string next = part == ".." ? Path.GetDirectoryName(name) ?? name : Path.Combine(name, part);
            string? target = part == ".." ? null : new FileInfo(next).LinkTarget;
            if (target is null || ++links > MostLinks)
            {
                name = next;
                continue;
            }

            string start = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : string.Empty;
            name = start.Length > 0 ? start : name;
            Push(target[start.Length..]);
        }

        return name;

        void Push(string path)
        {
            foreach (string part in path.Split(_separators, StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse())
            {
                rest.Push(part);
            }
        }
    }
}
