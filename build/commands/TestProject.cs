using System.Text.Json;
using System.Text.RegularExpressions;

namespace LleTransforms.Commands;

/// <summary>A test project for one target framework, as MSBuild sees it on the chosen host.</summary>
/// <param name="Assembly">The path of the assembly that it builds.</param>
/// <param name="Folder">The folder of the project.</param>
/// <param name="IsLeftOut">Whether it needs the real package and the host is Offline.</param>
public sealed partial record TestProject(string Assembly, string Folder, bool IsLeftOut)
{
    /// <summary>The assembly's name.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Assembly);

    /// <summary>Lists the test projects below test/.</summary>
    /// <param name="properties">The MSBuild properties that the solution was built with.</param>
    public static IReadOnlyList<TestProject> List(IEnumerable<string> properties)
    {
        var (exitCode, output) = DotNet.Capture(
            TimeSpan.FromMinutes(5),
            ["msbuild", "build/TestProjects.proj", "-getTargetResult:ListTestProjects", .. properties]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"MSBuild could not list the test projects:{Environment.NewLine}{output}");
        }

        var items = JsonDocument.Parse(output).RootElement
            .GetProperty("TargetResults").GetProperty("ListTestProjects").GetProperty("Items").EnumerateArray();
        return
        [
            .. items
                .Select(item => new TestProject(
                    item.GetProperty("FullPath").GetString()!,
                    item.GetProperty("ProjectFolder").GetString()!,
                    item.GetProperty("LeftOut").GetString() == "true"))
                .OrderBy(project => project.Assembly, StringComparer.Ordinal),
        ];
    }

    /// <summary>Counts the test methods in the project's sources, for a project that is not compiled.</summary>
    public int CountTestMethods() =>
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Sum(file => TestMethod().Count(File.ReadAllText(file)));

    [GeneratedRegex(@"^\s*\[(TestMethod|DataTestMethod)\b", RegexOptions.Multiline)]
    private static partial Regex TestMethod();
}
