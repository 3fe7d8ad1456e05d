using System.Reflection;

namespace OfflineHost.Tests.Surface;

/// <summary>Where the stand-in's sources and its list of members lie, and whether the tests run against it.</summary>
internal static class StandIn
{
    public static string Folder { get; } = typeof(StandIn).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "StandInFolder").Value;

    public static string ListFile { get; } = Path.Combine(Folder, "surface.txt");

    /// <summary>In the real one the data view types have an assembly of their own.</summary>
    public static bool IsHost { get; } = typeof(IDataView).Assembly.GetName().Name == "Microsoft.ML.Core";

    /// <summary>The assemblies of whichever ML.NET the tests run against.</summary>
    public static IReadOnlyList<Assembly> HostAssemblies { get; } =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "Microsoft.ML*.dll").Order(StringComparer.Ordinal).Select(Assembly.LoadFrom)];
}
