using System.Text.RegularExpressions;

namespace LleTransforms.Commands;

/// <summary>What the package sources lack of the packages that a project beside the solution needs.</summary>
/// <param name="Project">The project's folder, from the repository's root.</param>
/// <param name="Restored">Whether all packages were had.</param>
/// <param name="Names">The packages that no source serves; empty where the restore failed for another reason.</param>
/// <param name="Output">What the restore printed.</param>
public sealed partial record MissingPackages(string Project, bool Restored, IReadOnlyList<string> Names, string Output)
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    /// <summary>Tries to restore the project.</summary>
    public static MissingPackages Find(string project, IEnumerable<string> arguments)
    {
        var (exitCode, output) = DotNet.Capture(_limit, ["restore", project, "--nologo", "-v:quiet", .. arguments]);
        return new(project, exitCode == 0, exitCode == 0 ? [] : NamesIn(output), output);
    }

    /// <summary>The packages that NuGet says were not found: NU1101 none of the name, NU1102 none of the
    /// version, NU1103 previews alone.</summary>
    public static IReadOnlyList<string> NamesIn(string output) =>
        [.. NotFound().Matches(output).Select(match => match.Groups["name"].Value).Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)];

    /// <summary>One line: which tests are left out, and why.</summary>
    public string Describe()
    {
        string tests = string.Join(", ", Directory.EnumerateFiles(Path.Combine(Repository.Root, Project), "*Tests.cs")
            .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        return Names.Count > 0
            ? $"Left out: {Path.GetFileName(Project)} ({tests}), for no package source serves {string.Join(" and ", Names)}."
            : $"{Path.GetFileName(Project)} could not be restored, and not for want of a package:{Environment.NewLine}{Output}";
    }

    [GeneratedRegex(@"NU110[123]: \D*?(?<name>[A-Za-z][\w.-]*\.[\w.-]*\w)")]
    private static partial Regex NotFound();
}
