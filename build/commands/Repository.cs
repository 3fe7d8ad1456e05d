namespace LleTransforms.Commands;

/// <summary>Where the repository and what the commands write lie.</summary>
public static class Repository
{
    /// <summary>The folder that holds LleTransforms.sln, whatever the current folder is.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of everything built; ignored by git.</summary>
    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    private static string FindRoot()
    {
        // The SDK tells a C# file that is run without a project where it lies.
        var start = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Directory.GetCurrentDirectory();
        for (var folder = new DirectoryInfo(start); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LleTransforms.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No LleTransforms.sln was found in {start} or above it.");
    }
}
