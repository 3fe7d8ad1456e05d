using System.Text.RegularExpressions;

namespace LleTransforms.Repository.Tests.Documentation;

/// <summary>Links between the documents, and from them to files, lead somewhere.</summary>
[TestClass]
public sealed partial class LinkTests
{
    [TestMethod]
    public void Every_link_to_a_file_or_a_heading_resolves()
    {
        var links = Documents.All()
            .SelectMany(file => Link().Matches(File.ReadAllText(file)).Select(match => (File: file, Target: match.Groups[1].Value)))
            .Where(link => !link.Target.Contains("://", StringComparison.Ordinal)
                && !link.Target.StartsWith("mailto:", StringComparison.Ordinal)).ToList();

        Assert.IsGreaterThan(20, links.Count);
        string[] broken = [.. links.Where(link => !Resolves(link.File, link.Target))
            .Select(link => $"{Path.GetRelativePath(RepositoryFolders.Root, link.File)} -> {link.Target}")];
        Assert.IsEmpty(broken, string.Join('\n', broken));
    }

    [TestMethod]
    public void Every_path_that_a_page_or_a_source_names_from_the_root_exists()
    {
        string sources = Path.Combine(RepositoryFolders.Root, "src");
        var paths = Documents.All().Concat(Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => PathFromRoot().Matches(File.ReadAllText(file)).Select(match => (File: file, Path: match.Value)))
            .Where(named => !ReadersOwn().IsMatch(named.Path))
            .ToList();

        Assert.IsGreaterThan(100, paths.Count);
        string[] missing = [.. paths.Where(named => !Path.Exists(Path.Combine(RepositoryFolders.Root, named.Path)))
            .Select(named => $"{Path.GetRelativePath(RepositoryFolders.Root, named.File)} -> {named.Path}")];
        Assert.IsEmpty(missing, string.Join('\n', missing));
    }

    [TestMethod]
    [DataRow("README.md", "docs")]
    [DataRow("docs/README.md", ".")]
    public void An_index_leads_to_every_page_of_every_shelf(string index, string toDocuments)
    {
        string text = File.ReadAllText(Path.Combine(RepositoryFolders.Root, index));
        string documents = Path.Combine(RepositoryFolders.Root, "docs");
        string[] pages = [.. new[] { "guide", "reference", "design", "evidence" }
            .SelectMany(shelf => Directory.GetFiles(Path.Combine(documents, shelf), "*.md"))
            .Select(page => Path.Combine(toDocuments, Path.GetRelativePath(documents, page)).Replace('\\', '/').Replace("./", ""))];

        Assert.IsGreaterThan(20, pages.Length);
        string[] missing = [.. pages.Where(page => !text.Contains($"]({page}", StringComparison.Ordinal))];
        Assert.IsEmpty(missing, $"{index} does not link {string.Join(", ", missing)}.");
    }

    [TestMethod]
    public void Every_page_starts_with_what_its_reader_gets()
    {
        string[] others = [.. Directory.GetFiles(Path.Combine(RepositoryFolders.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Where(page => !page.Contains("samples", StringComparison.Ordinal))
            .Where(page => !File.ReadLines(page).Where(line => line.Length > 0).ElementAt(1).StartsWith("You ", StringComparison.Ordinal))];

        Assert.IsEmpty(others, string.Join('\n', others));
    }

    [TestMethod]
    public void No_page_stands_beside_the_shelves()
    {
        string[] loose = [.. Directory.GetFiles(Path.Combine(RepositoryFolders.Root, "docs"), "*.md").Select(Path.GetFileName)!];

        CollectionAssert.AreEqual(new[] { "README.md" }, loose);
    }

    private static bool Resolves(string file, string target)
    {
        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, parts[0]));
        return (File.Exists(path) || Directory.Exists(path)) && (parts.Length == 1 || Headings(path).Contains(parts[1]));
    }

    /// <summary>The anchors that headings get where the documents are read: small letters, blanks as hyphens, no other signs.</summary>
    private static HashSet<string> Headings(string file) =>
        [.. Heading().Matches(File.ReadAllText(file))
            .Select(match => Sign().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"(?<!`)\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/.\-])(?:src|test|build|docs)/[\w.\-/]*\w")]
    private static partial Regex PathFromRoot();

    /// <summary>What a reader is to name.</summary>
    [GeneratedRegex("Your|NAME")]
    private static partial Regex ReadersOwn();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Sign();
}
