using System.Reflection;

namespace LleTransforms.Build.Tests;

/// <summary>Folders that the build tells these tests.</summary>
internal static class BuildFolders
{
    public static string Build { get; } = Find("BuildFolder");

    public static string RaisedAssemblies { get; } = Find("RaisedAssembliesFolder");

    private static string Find(string key) =>
        typeof(BuildFolders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
