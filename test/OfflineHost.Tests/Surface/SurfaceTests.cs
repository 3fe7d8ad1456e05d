namespace OfflineHost.Tests.Surface;

[TestClass]
public sealed class SurfaceTests
{
    private const string OwnNamespace = "Microsoft.ML.Offline";

    private const int LargestNumberOfLines = 6000;

    /// <summary>Types whose internal members the ML.NET layer uses; of all others only what is public is listed.</summary>
    private static readonly HashSet<string> _internalsInUse =
    [
        "Microsoft.ML.ModelSaveContext", "Microsoft.ML.ModelLoadContext", "Microsoft.ML.VersionInfo", "Microsoft.ML.LoadableClassAttribute",
        "Microsoft.ML.SignatureLoadModel", "Microsoft.ML.SchemaShape", "Microsoft.ML.SchemaShape.Column", "Microsoft.ML.Data.CatalogUtils",
        "Microsoft.ML.Data.IInternalCatalog", "Microsoft.ML.Runtime.ICancelable", "Microsoft.ML.Runtime.IHostEnvironmentInternal",
        "Microsoft.ML.Runtime.HostExtensions", "Microsoft.ML.MLContext", "Microsoft.ML.ITransformerWithDifferentMappingAtTrainingTime",
    ];

    [TestMethod]
    public void Every_listed_member_is_in_the_host_with_the_same_signature_and_defaults()
    {
        var types = StandIn.HostAssemblies.SelectMany(assembly => assembly.GetTypes()).GroupBy(SurfaceWriter.NameOf).ToDictionary(g => g.Key, g => g.First());
        var missing = new List<string>();
        foreach (var lines in File.ReadLines(StandIn.ListFile).GroupBy(TypeOf))
        {
            var offered = types.TryGetValue(lines.Key, out var type) ? SurfaceWriter.Describe(type, inherited: true).ToHashSet() : [];
            missing.AddRange(lines.Where(line => !offered.Contains(line)));
        }

        Assert.IsEmpty(missing, $"{missing.Count} members that the stand-in lists are not in the host:\n{string.Join('\n', missing)}");
    }

    [TestMethod]
    public void The_list_is_what_the_stand_in_offers()
    {
        if (!StandIn.IsHost)
            Assert.Inconclusive("The stand-in is not the host of this run.");
        var offered = StandIn.HostAssemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsListed).SelectMany(Listed).Order(StringComparer.Ordinal).ToList();
        var listed = File.Exists(StandIn.ListFile) ? File.ReadAllLines(StandIn.ListFile) : [];
        string rewritten = Path.Combine(AppContext.BaseDirectory, "surface.txt");
        File.WriteAllLines(rewritten, offered);

        Assert.IsEmpty(
            offered.Except(listed).Select(line => $"+ {line}").Concat(listed.Except(offered).Select(line => $"- {line}")),
            $"surface.txt does not say what the stand-in offers (+ not listed, - listed in vain); copy {rewritten} over it if that is meant.");
    }

    [TestMethod]
    public void The_stand_in_stays_small()
    {
        var sources = Directory.EnumerateFiles(StandIn.Folder, "*.cs", SearchOption.AllDirectories);

        Assert.IsInRange(0, LargestNumberOfLines, sources.Sum(file => File.ReadLines(file).Count()));
    }

    private static bool IsListed(Type type)
        => type.Namespace is { } space && !space.StartsWith(OwnNamespace, StringComparison.Ordinal)
            && space.StartsWith("Microsoft.ML", StringComparison.Ordinal)
            && (type.IsVisible || _internalsInUse.Contains(SurfaceWriter.NameOf(type)));

    /// <summary>What mentions a type of the stand-in's own cannot be used from outside, whatever its access.</summary>
    private static IEnumerable<string> Listed(Type type)
        => SurfaceWriter.Describe(type, inherited: false).Where(line =>
            !line.Contains(OwnNamespace, StringComparison.Ordinal)
            && (_internalsInUse.Contains(SurfaceWriter.NameOf(type)) || !line.Contains("internal ", StringComparison.Ordinal)));

    private static string TypeOf(string line) => line[..line.IndexOfAny([' ', ':'])];
}
