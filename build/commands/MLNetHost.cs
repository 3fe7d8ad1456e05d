using System.Text.Json;
using System.Xml.Linq;

namespace LleTransforms.Commands;

/// <summary>The ML.NET that the solution is built on. build/README.md has the rules; build/MLNetHost.props is where they are applied.</summary>
/// <param name="Name">Package or Offline.</param>
/// <param name="Why">Where the answer came from.</param>
public sealed record MLNetHost(string Name, string Why)
{
    private const string Package = "Package", Offline = "Offline";
    private static readonly TimeSpan _probeLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _evaluationLimit = TimeSpan.FromMinutes(2);
    private static readonly string _record = Path.Combine(Repository.Artifacts, "mlnet-host.txt");

    /// <summary>Whether this is the stand-in in build/offline-mlnet.</summary>
    public bool IsOffline => Name == Offline;

    /// <summary>Probes the package sources unless the answer is recorded or was given, and prints the host.</summary>
    /// <param name="properties">The MSBuild properties of the command line, as <c>-p:Name=Value</c>.</param>
    public static MLNetHost Choose(IReadOnlyCollection<string> properties)
    {
        bool given = properties.Any(p => p.Contains(":MLNetHost=", StringComparison.OrdinalIgnoreCase))
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MLNetHost"))
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MLNET_FEED"));
        if (!given && !File.Exists(_record))
        {
            Record(Probe());
        }

        var host = Ask(properties);
        Console.WriteLine($"ML.NET host: {host}");
        return host;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Why})";

    // MSBuild is asked, rather than its rules repeated here, so that what is printed is what is built.
    private static MLNetHost Ask(IEnumerable<string> properties)
    {
        var (exitCode, output) = DotNet.Capture(
            _evaluationLimit,
            ["msbuild", "src/LleTransforms/LleTransforms.csproj", "-getProperty:MLNetHost", "-getProperty:MLNetHostWhy", .. properties]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"MSBuild could not tell the ML.NET host:{Environment.NewLine}{output}");
        }

        var answer = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
        return new(answer.GetProperty("MLNetHost").GetString()!, answer.GetProperty("MLNetHostWhy").GetString()!);
    }

    private static string Probe()
    {
        var packages = MLNetPackages();
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Artifacts, "probe")).FullName;
        var project = Path.Combine(folder, "Probe.csproj");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
            {string.Join(Environment.NewLine, packages.Select(package => $"""    <PackageReference Include="{package.Name}" Version="{package.Version}" />"""))}
              </ItemGroup>
            </Project>
            """);

        Console.WriteLine($"Looking for {string.Join(", ", packages.Select(package => $"{package.Name} {package.Version}"))} in the package sources (once, {_probeLimit.TotalSeconds} s at most) ...");
        var (exitCode, output) = DotNet.Capture(
            _probeLimit,
            "restore",
            project,
            "-p:ImportDirectoryBuildProps=false",
            "-p:ImportDirectoryBuildTargets=false",
            "-p:ImportDirectoryPackagesProps=false");
        var reason = output.Split('\n').FirstOrDefault(line => line.Contains(": error ", StringComparison.Ordinal));
        Console.WriteLine(exitCode switch
        {
            0 => "They are served.",
            null => "No answer within the limit.",
            _ => $"Not all are served: {reason?[(reason.IndexOf(": error ", StringComparison.Ordinal) + 8)..].Trim() ?? output}",
        });
        return exitCode == 0 ? Package : Offline;
    }

    /// <summary>All that the solution takes from ML.NET: sources that serve only a part of it cannot build the solution on it.</summary>
    private static (string Name, string Version)[] MLNetPackages() =>
    [
        .. XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => (Name: package.Attribute("Include")!.Value, Version: package.Attribute("Version")!.Value))
            .Where(package => package.Name.StartsWith("Microsoft.ML", StringComparison.Ordinal) || package.Name == "Microsoft.Extensions.ML"),
    ];

    private static void Record(string name)
    {
        File.WriteAllText(_record, name + Environment.NewLine);
        Console.WriteLine("The answer is kept in artifacts/mlnet-host.txt; delete that file to look again.");
    }
}
