using System.Diagnostics;

namespace LleTransforms.Repository.Tests.Packages;

/// <summary>A folder into which the packages are made, and beside them a user's place that knows nothing of this repository.</summary>
internal sealed class PackageFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lle-packages").FullName;

    public PackageFolder()
    {
        Directory.CreateDirectory(Packages);
        Directory.CreateDirectory(Project);
        string[] projects =
        [
            "LleTransforms.Core", "LleTransforms", "LleTransforms.Onnx", "LleTransforms.Orleans", "LleTransforms.Orleans.Idv",
            "LleTransforms.Report", "LleTransforms.Tool",
        ];
        foreach (string project in projects)
        {
            Pack(project, Packages);
        }

        // Our packages are of a version that may have been installed before, so nothing may come from a cache.
        File.WriteAllText(Path.Combine(Project, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root, "cache")}" /></config>
              <packageSources>
                <add key="ours" value="{Packages}" />
              </packageSources>
            </configuration>
            """);
    }

    public string Packages => Path.Combine(_root, "packages");

    public string Project => Path.Combine(_root, "project");

    /// <summary>A package made with some properties of the build, by itself.</summary>
    public string PackWith(string project, params string[] properties)
    {
        string folder = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        Pack(project, folder, properties);
        return Directory.GetFiles(folder, "*.nupkg").Single();
    }

    /// <summary>Runs dotnet as a user of the packages does.</summary>
    public string RunAsUser(params string[] arguments) => Run(Project, arguments, isOurs: false);

    /// <summary>Runs a program of the user's.</summary>
    public string RunProgram(string program, params string[] arguments) => Start(program, Project, arguments, isOurs: false);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Pack(string project, string folder, params string[] properties) => Run(
        RepositoryFolders.Root,
        ["pack", $"src/{project}", "-c", RepositoryFolders.Told("Configuration"), "-o", folder, "--nologo", "-m:1", .. properties],
        isOurs: true);

    private static string Run(string folder, string[] arguments, bool isOurs) =>
        Start(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, arguments, isOurs);

    private static string Start(string program, string folder, string[] arguments, bool isOurs)
    {
        var start = new ProcessStartInfo(
            program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (!isOurs)
        {
            start.Environment.Remove("NUGET_PACKAGES");
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, $"{program} {string.Join(' ', arguments)}\n{output}\n{error.Result}");
        return output;
    }
}
