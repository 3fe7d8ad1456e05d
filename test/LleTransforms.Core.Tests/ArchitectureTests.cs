using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace LleTransforms.Core.Tests;

/// <summary>The engine's rooms use each other as docs/design/architecture.md says, and in no circle.</summary>
/// <remarks>A type that is declared at the top level of one file and named in another is an arrow;
/// comments and texts do not count.</remarks>
[TestClass]
public sealed partial class ArchitectureTests
{
    private static readonly string[] _options = ["LleOptions.cs", "LleMethod.cs", "LleMethodFacts.cs"];
    private static readonly string[] _entry =
        ["LocallyLinearEmbedding.cs", "LleModel.cs", "LleModel.Alignment.cs", "LleModel.Growth.cs", "LleAlignment.cs"];

    private static string Root { get; } = Path.GetFullPath(Path.Combine(FolderOfThisFile(), "..", ".."));

    private static string Engine { get; } = Path.Combine(Root, "src", "LleTransforms.Core");

    [TestMethod]
    public void Rooms_use_each_other_as_the_document_says()
    {
        Dictionary<string, string[]> told = Told();
        Dictionary<string, HashSet<string>> found = Found();

        CollectionAssert.AreEquivalent(told.Keys, found.Keys);
        string[] differences =
        [
            .. found.SelectMany(room => room.Value.Except(told[room.Key])
                .Select(other => $"{room.Key} uses {other}, which the document does not say")),
            .. told.SelectMany(room => room.Value.Except(found[room.Key])
                .Select(other => $"{room.Key} does not use {other}, though the document says so")),
        ];
        Assert.IsEmpty(differences, string.Join('\n', differences));
    }

    [TestMethod]
    public void No_arrow_runs_back()
    {
        Dictionary<string, HashSet<string>> open = Found();
        while (open.FirstOrDefault(room => room.Value.All(other => !open.ContainsKey(other))).Key is { } free)
        {
            open.Remove(free);
        }

        Assert.IsEmpty(open, "These use each other in a circle: " + string.Join(", ", open.Keys));
    }

    [TestMethod]
    public void No_kind_of_alignment_or_placement_is_asked_what_it_is()
    {
        string[] kinds = ["FactoredAlignment", "AssembledAlignment", "NeighborPlacement", "DenseSearch", "KdTreeSearch", "SparseSearch",
            "CosineSearch", "NeighborDescent"];
        var asks = new Regex($@"\b(is|as)\s+(not\s+)?({string.Join('|', kinds)})\b|\(({string.Join('|', kinds)})\)\s*\w");
        string[] places =
            [.. Sources().Where(source => asks.IsMatch(source.Text)).Select(source => $"{source.Path}: {asks.Match(source.Text).Value}")];

        Assert.IsEmpty(places, string.Join('\n', places));
    }

    [TestMethod]
    public void One_file_names_the_instructions_of_a_processor()
    {
        var instructions = new Regex(@"\b(Fma|AdvSimd|Avx\w*|Sse\w*|Ssse3|ArmBase|X86Base)\.");
        string[] places = [.. Sources().Where(source => instructions.IsMatch(source.Text)).Select(source => source.Path)];

        CollectionAssert.AreEqual(new[] { "LinearAlgebra/Dense/Simd.cs" }, places);
    }

    [TestMethod]
    public void A_librarys_matrices_are_used_within_cold_code_and_stand_in_no_signature_of_a_room()
    {
        var signature = new Regex(@"\b(public|internal|protected)\b[^;{=]*\bMatrix<double>");
        (string Path, string Room, string Text)[] sources = [.. Sources()];
        string[] users = [.. sources.Select(source => source.Path).Where(UsesLibrary).Order()];
        string[] signatures = [.. sources.Where(source => signature.IsMatch(source.Text)).Select(source => source.Path)];
        string[] cold = ["Features/RowSample.cs", "LinearAlgebra/Dense/SmallDense.cs", "Quality/ProcrustesDistance.cs"];

        CollectionAssert.AreEqual(cold, users);
        Assert.IsEmpty(signatures, string.Join('\n', signatures));
    }

    private static bool UsesLibrary(string path) =>
        File.ReadAllText(Path.Combine(Engine, path)).Contains("using MathNet.", StringComparison.Ordinal);

    private static Dictionary<string, string[]> Told()
    {
        string document = File.ReadAllText(Path.Combine(Root, "docs", "design", "architecture.md"));
        string rooms = document[document.IndexOf("## The rooms", StringComparison.Ordinal)..document.IndexOf(
            "Beside the engine:", StringComparison.Ordinal)];
        return Row().Matches(rooms).ToDictionary(
            row => row.Groups["room"].Value,
            row => row.Groups["uses"].Value == "nothing" ? [] : row.Groups["uses"].Value.Split(", "));
    }

    private static Dictionary<string, HashSet<string>> Found()
    {
        var rooms = new Dictionary<string, HashSet<string>>();
        var home = new Dictionary<string, string>();
        (string Path, string Room, string Text)[] sources = [.. Sources()];
        foreach ((_, string room, string text) in sources)
        {
            rooms.TryAdd(room, []);
            foreach (Match type in Declaration().Matches(text))
            {
                home.TryAdd(type.Groups[1].Value, room);
            }
        }

        foreach ((_, string room, string text) in sources)
        {
            foreach (Match word in Word().Matches(text))
            {
                if (home.TryGetValue(word.Value, out string? other) && other != room)
                {
                    rooms[room].Add(other);
                }
            }
        }

        return rooms;
    }

    private static IEnumerable<(string Path, string Room, string Text)> Sources() =>
        Directory.EnumerateFiles(Engine, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Engine, path).Replace('\\', '/'))
        .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
        .Select(path => (path, RoomOf(path), Aside().Replace(File.ReadAllText(Path.Combine(Engine, path)), " ")));

    private static string RoomOf(string path)
    {
        string[] parts = path.Split('/');
        return parts switch
        {
            [var file] => _entry.Contains(file) ? "Entry" : _options.Contains(file) ? "Options" : "Words",
            ["LinearAlgebra", _] => "LinearAlgebra",
            ["LinearAlgebra", var inner, ..] => $"LinearAlgebra/{inner}",
            _ => parts[0],
        };
    }

    private static string FolderOfThisFile([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    /// <summary>Comments, texts and usings.</summary>
    [GeneratedRegex("""//[^\n]*|"(?:[^"\\\n]|\\.)*"|^using [^\n]*;$""", RegexOptions.Multiline)]
    private static partial Regex Aside();

    [GeneratedRegex(
        @"^(?:public |internal )(?:static |sealed |abstract |readonly |unsafe |partial |ref )*" +
        @"(?:class|record struct|record|struct|interface|enum|delegate \S+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| `(?<room>[\w/]+)` \|[^|]*\| (?<uses>[^|]+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
