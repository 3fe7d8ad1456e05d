using System.Diagnostics;
using System.Text.Json;

namespace LleTransforms.Build.Tests;

/// <summary>Evaluates copies of the build's own files in a folder of their own, where nothing is recorded or restored.</summary>
[TestClass]
public sealed class HostChoiceTests
{
    private string _root = string.Empty;

    [TestInitialize]
    public void CopyBuildFiles()
    {
        _root = Directory.CreateTempSubdirectory("host-choice").FullName;
        Directory.CreateDirectory(Path.Combine(_root, "build"));
        foreach (var file in Directory.EnumerateFiles(BuildFolders.Build, "MLNet*.props"))
        {
            File.Copy(file, Path.Combine(_root, "build", Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(_root, "Evaluated.proj"), """<Project><Import Project="build/MLNetHost.props" /><Target Name="Build" /></Project>""");
    }

    [TestCleanup]
    public void Delete() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void Nothing_known_means_offline() => Assert.AreEqual("offline", Evaluate().Key);

    [TestMethod]
    public void Package_folder_counts_once_the_package_in_it_is_complete()
    {
        var package = Directory.CreateDirectory(Path.Combine(_root, "packages", "microsoft.ml", "5.0.0")).FullName;
        Assert.AreEqual("Offline", Evaluate().Host);

        File.WriteAllText(Path.Combine(package, ".nupkg.metadata"), "{}");
        Assert.AreEqual("Package", Evaluate().Host);
    }

    [TestMethod]
    public void Record_comes_before_the_package_folder()
    {
        Directory.CreateDirectory(Path.Combine(_root, "packages", "microsoft.ml", "5.0.0"));
        File.WriteAllText(Path.Combine(_root, "packages", "microsoft.ml", "5.0.0", ".nupkg.metadata"), "{}");
        Record("Offline");

        Assert.AreEqual("offline", Evaluate().Key);
    }

    [TestMethod]
    public void Feed_comes_before_the_record_and_the_property_before_the_feed()
    {
        Record("Offline");
        var feed = Feed("content");

        Assert.AreEqual("Package", Evaluate(feed: feed).Host);
        Assert.AreEqual("offline", Evaluate(feed: feed, property: "Offline").Key);
        Assert.AreEqual("package", Evaluate(property: "Package").Key);
    }

    [TestMethod]
    public void Feed_has_a_package_folder_of_its_own_content()
    {
        var feed = Feed("content");
        var first = Evaluate(feed);
        var again = Evaluate(feed);
        Feed("another build of the same version");
        var rebuilt = Evaluate(feed);

        Assert.StartsWith("feed-", first.Key);
        Assert.AreEqual(Path.Combine(_root, "artifacts", first.Key, "packages"), first.PackageFolder);
        Assert.AreEqual(first, again);
        Assert.AreNotEqual(first.Key, rebuilt.Key);
        Assert.AreEqual(string.Empty, Evaluate().PackageFolder);
    }

    private string Feed(string content)
    {
        var feed = Directory.CreateDirectory(Path.Combine(_root, "feed")).FullName;
        File.WriteAllText(Path.Combine(feed, "Microsoft.ML.DataView.5.0.0.nupkg"), "the same");
        File.WriteAllText(Path.Combine(feed, "Microsoft.ML.5.0.0.nupkg"), content);
        return feed;
    }

    private void Record(string host)
    {
        Directory.CreateDirectory(Path.Combine(_root, "artifacts"));
        File.WriteAllText(Path.Combine(_root, "artifacts", "mlnet-host.txt"), host + "\n");
    }

    private Evaluation Evaluate(string feed = "", string? property = null)
    {
        string[] arguments = ["msbuild", "Evaluated.proj", "-getProperty:MLNetHost,MLNetHostKey,RestorePackagesPath"];
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", property == null ? arguments : [.. arguments, "-p:MLNetHost=" + property])
        {
            WorkingDirectory = _root,
            RedirectStandardOutput = true,
        };
        start.Environment["MLNET_FEED"] = feed;
        start.Environment["MLNetHost"] = null;
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_root, "packages");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output);

        var properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
        return new(
            properties.GetProperty("MLNetHost").GetString()!,
            properties.GetProperty("MLNetHostKey").GetString()!,
            properties.GetProperty("RestorePackagesPath").GetString()!);
    }

    private sealed record Evaluation(string Host, string Key, string PackageFolder);
}
