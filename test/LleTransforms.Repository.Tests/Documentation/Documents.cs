namespace LleTransforms.Repository.Tests.Documentation;

/// <summary>The documents of the repository.</summary>
internal static class Documents
{
    /// <summary>Every Markdown file at the root and in the folders that hold sources and documents.</summary>
    public static IReadOnlyList<string> All() =>
    [
        .. Directory.GetFiles(RepositoryFolders.Root, "*.md"),
        .. new[] { "docs", "build", "src", "test" }.SelectMany(
            folder => Directory.GetFiles(Path.Combine(RepositoryFolders.Root, folder), "*.md", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(RepositoryFolders.Root, file).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj" or "node_modules"))),
    ];
}
