using System.IO.Compression;
using System.Text.RegularExpressions;

namespace LleTransforms.Repository.Tests.Packages;

/// <summary>Makes the packages and uses them as their users do: from a folder, in an empty project, with the README's own lines.</summary>
[TestClass]
public sealed partial class InstallationTests
{
    private static PackageFolder _folder = null!;

    [ClassInitialize]
    public static void MakePackages(TestContext context) => _folder = new PackageFolder();

    [ClassCleanup]
    public static void Delete() => _folder?.Dispose();

    [TestMethod]
    [DataRow("LleTransforms.Core", "lib/net8.0/LleTransforms.Core")]
    [DataRow("LleTransforms.Core", "lib/net10.0/LleTransforms.Core")]
    [DataRow("LleTransforms", "lib/net8.0/LleTransforms")]
    [DataRow("LleTransforms", "lib/net10.0/LleTransforms")]
    [DataRow("LleTransforms.Onnx", "lib/net8.0/LleTransforms.Onnx")]
    [DataRow("LleTransforms.Onnx", "lib/net10.0/LleTransforms.Onnx")]
    [DataRow("LleTransforms.Orleans", "lib/net8.0/LleTransforms.Orleans")]
    [DataRow("LleTransforms.Orleans", "lib/net10.0/LleTransforms.Orleans")]
    [DataRow("LleTransforms.Orleans.Idv", "lib/net8.0/LleTransforms.Orleans.Idv")]
    [DataRow("LleTransforms.Orleans.Idv", "lib/net10.0/LleTransforms.Orleans.Idv")]
    [DataRow("LleTransforms.Report", "lib/net8.0/LleTransforms.Report")]
    [DataRow("LleTransforms.Report", "lib/net10.0/LleTransforms.Report")]
    [DataRow("LleTransforms.Tool", "tools/net10.0/any/lle")]
    public void Package_carries_all_that_it_should(string package, string assembly)
    {
        using ZipArchive content = ZipFile.OpenRead(Directory.GetFiles(_folder.Packages, $"{package}.?.?.?.nupkg").Single());
        using ZipArchive symbols = ZipFile.OpenRead(Directory.GetFiles(_folder.Packages, $"{package}.?.?.?.snupkg").Single());
        string[] files = [.. content.Entries.Select(entry => entry.FullName)];
        using var reader = new StreamReader(content.GetEntry($"{package}.nuspec")!.Open());
        string manifest = reader.ReadToEnd();

        CollectionAssert.IsSubsetOf(new[] { "README.md", "icon.png", $"{assembly}.dll", $"{assembly}.xml" }, files);
        CollectionAssert.Contains(symbols.Entries.Select(entry => entry.FullName).ToArray(), $"{assembly}.pdb");
        string license = package == "LleTransforms.Report" ? "MIT AND Apache-2.0" : "MIT";
        StringAssert.Contains(manifest, $"<license type=\"expression\">{license}</license>");
        StringAssert.Contains(manifest, "<readme>README.md</readme>");
        StringAssert.Contains(manifest, "<icon>icon.png</icon>");
        AssertHasNoRelativeLink(Readme(content));
        if (package == "LleTransforms.Report")
        {
            CollectionAssert.IsSubsetOf(new[] { "echarts/LICENSE", "echarts/NOTICE" }, files);
        }

        if (package == "LleTransforms")
        {
            StringAssert.Contains(manifest, "<dependency id=\"Microsoft.ML\" version=\"[5.0.1, 6.0.0)\"");
        }
    }

    [TestMethod]
    public void Links_of_a_packed_README_lead_to_the_repository_by_the_tag_of_its_version()
    {
        using ZipArchive content =
            ZipFile.OpenRead(_folder.PackWith("LleTransforms.Core", "-p:RepositoryUrl=https://example.org/us/it.git", "-p:Version=7.8.9"));
        string readme = Readme(content);

        AssertHasNoRelativeLink(readme);
        StringAssert.Contains(readme, "[Methods](https://example.org/us/it/blob/v7.8.9/docs/guide/methods.md)");
        StringAssert.Contains(readme, "](https://example.org/us/it/raw/v7.8.9/docs/pictures/report-digits.png)");
        StringAssert.Contains(readme, Snippet(second: true));
    }

    [TestMethod]
    public void The_snippet_of_the_README_runs_in_an_empty_project()
    {
        string version = Path.GetFileName(Directory.GetFiles(_folder.Packages, "LleTransforms.?.?.?.nupkg")
            .Single())["LleTransforms.".Length..^".nupkg".Length];
        File.WriteAllText(Path.Combine(_folder.Project, "Empty.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LleTransforms" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(_folder.Project, "Program.cs"), Snippet());

        StringAssert.Contains(_folder.RunAsUser("run"), "R squared of a linear regression on a swiss roll: 1.00");
        Assert.IsTrue(File.Exists(Path.Combine(_folder.Project, "model.zip")));

        // The second program of the README serves what the first one saved. The sheet's own value there is 50, of 11 to 99.
        File.WriteAllText(Path.Combine(_folder.Project, "Program.cs"), Snippet(second: true));
        string served = _folder.RunAsUser("run").Split("served: ")[1];
        Assert.IsInRange(48, 52, int.Parse(served, System.Globalization.CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void The_tool_is_installed_and_embeds()
    {
        string tools = Path.Combine(_folder.Project, "tools");
        File.WriteAllLines(
            Path.Combine(_folder.Project, "data.csv"),
            Enumerable.Range(0, 50).Select(index => FormattableString.Invariant($"{Math.Cos(index / 9.0)},{Math.Sin(index / 9.0)},{index}"))
                .Prepend("x,y,z"));

        _folder.RunAsUser("tool", "install", "LleTransforms.Tool", "--tool-path", tools);
        _folder.RunProgram(Path.Combine(tools, "lle"), "embed", "data.csv", "-d", "2", "-k", "6", "-o", "out.csv", "--model", "tool.zip");
        _folder.RunProgram(Path.Combine(tools, "lle"), "export", "tool.zip", "-o", "tool.onnx");

        Assert.HasCount(51, File.ReadAllLines(Path.Combine(_folder.Project, "out.csv")));
        Assert.IsTrue(File.Exists(Path.Combine(_folder.Project, "tool.zip")));
        Assert.IsTrue(File.Exists(Path.Combine(_folder.Project, "tool.onnx")));
    }

    [TestMethod]
    public void The_README_begins_with_the_first_sample()
    {
        string sample = File.ReadAllText(Path.Combine(RepositoryFolders.Samples, "first.cs")).ReplaceLineEndings("\n");

        StringAssert.Contains(sample, Snippet());
    }

    private static string Readme(ZipArchive package)
    {
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>A place that shows the packed file has none of the repository's other files.</summary>
    private static void AssertHasNoRelativeLink(string readme) =>
        Assert.AreEqual(string.Empty, string.Join(' ', RelativeLink().Matches(readme).Select(match => match.Value)));

    [GeneratedRegex(@"\]\((?!https://|#)[^)]*\)")]
    private static partial Regex RelativeLink();

    private static string Snippet(bool second = false)
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryFolders.Root, "README.md")).ReplaceLineEndings("\n");
        const string Fence = "```csharp\n";
        int start = readme.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        start = second ? readme.IndexOf(Fence, start, StringComparison.Ordinal) + Fence.Length : start;
        return readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
