using System.Reflection;

namespace LleTransforms.Repository.Tests;

/// <summary>Folders of the repository, as the build tells them to these tests.</summary>
internal static class RepositoryFolders
{
    public static string Root { get; } = Told("RepositoryRoot");

    public static string Build { get; } = Path.Combine(Root, "build");

    public static string Samples { get; } = Path.Combine(Root, "docs", "samples");

    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    /// <summary>What the project file says under the name.</summary>
    public static string Told(string key) =>
        typeof(RepositoryFolders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
