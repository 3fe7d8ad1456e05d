using System.Text.Json;

namespace LleTransforms.Commands;

/// <summary>Which lines and branches of the sources were run, over any number of coverlet's JSON reports of the same build.</summary>
public sealed class Coverage
{
    private readonly Dictionary<(string File, int Line), bool> _lines = [];
    private readonly Dictionary<(string File, string Method, int Line, string Branch), bool> _branches = [];

    /// <summary>Adds a report: what any report has seen run was run.</summary>
    /// <param name="json">A report in coverlet's own format: modules, files, classes, methods, and there lines and branches with their hits.</param>
    /// <param name="root">The folder that file names are told from.</param>
    public void Add(string json, string root)
    {
        using var report = JsonDocument.Parse(json);
        foreach (var file in report.RootElement.EnumerateObject().SelectMany(module => module.Value.EnumerateObject()))
        {
            string name = Path.GetRelativePath(root, file.Name).Replace('\\', '/');
            foreach (var (type, method) in file.Value.EnumerateObject().SelectMany(type => type.Value.EnumerateObject().Select(method => (type, method))))
            {
                foreach (var line in method.Value.GetProperty("Lines").EnumerateObject())
                {
                    Join(_lines, (name, int.Parse(line.Name)), line.Value.GetInt64());
                }

                foreach (var branch in method.Value.GetProperty("Branches").EnumerateArray())
                {
                    // Offsets tell apart what one line decides more than once.
                    string which = $"{branch.GetProperty("Offset").GetInt32()}/{branch.GetProperty("Path").GetInt32()}/{branch.GetProperty("Ordinal").GetInt32()}";
                    Join(_branches, (name, $"{type.Name}.{method.Name}", branch.GetProperty("Line").GetInt32(), which), branch.GetProperty("Hits").GetInt64());
                }
            }
        }
    }

    /// <summary>The figures of each file, by name.</summary>
    public IReadOnlyList<FileCoverage> Files() =>
    [
        .. _lines.Keys.Select(key => key.File).Concat(_branches.Keys.Select(key => key.File)).Distinct().Order(StringComparer.Ordinal).Select(Of),
    ];

    private FileCoverage Of(string file)
    {
        var lines = _lines.Where(line => line.Key.File == file).ToArray();
        var branches = _branches.Where(branch => branch.Key.File == file).ToArray();
        return new(
            file,
            new(lines.Count(line => line.Value), lines.Length),
            new(branches.Count(branch => branch.Value), branches.Length),
            [.. lines.Where(line => !line.Value).Select(line => line.Key.Line).Order()],
            [.. branches.Where(branch => !branch.Value).Select(branch => branch.Key.Line).Distinct().Order()]);
    }

    private static void Join<TKey>(Dictionary<TKey, bool> seen, TKey key, long hits)
        where TKey : notnull => seen[key] = hits > 0 || seen.GetValueOrDefault(key);
}

/// <summary>How many were run of how many.</summary>
public readonly record struct Share(int Run, int All)
{
    /// <summary>In percent; of nothing, all was run.</summary>
    public double Percent => All == 0 ? 100 : 100.0 * Run / All;

    /// <summary>Adds two shares.</summary>
    public static Share operator +(Share left, Share right) => new(left.Run + right.Run, left.All + right.All);
}

/// <summary>The figures of one source file.</summary>
/// <param name="File">Its name from the root of the repository.</param>
/// <param name="Lines">Lines that hold a statement.</param>
/// <param name="Branches">Ways out of a decision.</param>
/// <param name="LinesNotRun">The numbers of lines that were not run.</param>
/// <param name="LinesWithBranchesNotRun">The numbers of lines that decide something and were never seen to decide one way.</param>
public sealed record FileCoverage(string File, Share Lines, Share Branches, IReadOnlyList<int> LinesNotRun, IReadOnlyList<int> LinesWithBranchesNotRun)
{
    /// <summary>The folder it lies in.</summary>
    public string Room => Path.GetDirectoryName(File)!.Replace('\\', '/');
}
