#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Mutation tests of the engine, room by room: dotnet run build/mutate.cs [--one-in N] ROOM[/FILE,...] ... Without a room it lists them,
// and "all" is every room. With --one-in, one in N pieces of each file is mutated: the whole of all rooms takes many hours.
// Stryker changes one expression at a time and runs the room's tests; what no test notices is a survivor. CONTRIBUTING.md tells how long
// rooms take. It works on a copy of the sources, which go on being edited meanwhile. Stryker instruments a whole project whatever it is
// told to mutate, and inner loops of other rooms pass their switches a million times; so the copy calls the other rooms' files generated,
// and those it leaves alone. Of the tests it holds the room's alone: a mutant meets every test that runs its line, and a fit of the whole
// engine takes longer than all tests of a room.

using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using LleTransforms.Commands;

const double LowestScore = 85;
int oneIn = 1;
if (args is ["--one-in", var share, ..])
{
    if (!int.TryParse(share, CultureInfo.InvariantCulture, out oneIn) || oneIn < 1)
    {
        Console.WriteLine($"--one-in takes a whole number from 1 on, not {share}.");
        return 2;
    }

    args = args[2..];
}

// A room is a folder and its tests one of the same name; what takes seconds a mutant, or reads the documents, is left out.
Room[] rooms =
[
    new("Model", ["Model/*"], ["Persistence/*", "Placement/*", "Diagnostics/*", "ExplanationTests.cs"]),
    new("Methods", ["Methods/*"], ["Methods/*", "LocalGeometry/*", "Fitting/FitMemoryTests.cs"]) { Slow = ["Methods/ExampleTests.cs"] },
    Room.OfFolder("LocalGeometry"),
    Room.OfFolder("LinearAlgebra/Dense"),
    Room.OfFolder("LinearAlgebra/Sparse"),
    Room.OfFolder("LinearAlgebra/Ordering"),
    Room.OfFolder("LinearAlgebra/Factors") with { Slow = ["LinearAlgebra/Factors/LargeFrontTests.cs"] },
    new("Alignment", ["Alignment/*"], ["Alignment/*", "Eigen/RayleighRitzTests.cs", "Eigen/DenseEigenSolverTests.cs",
        "LinearAlgebra/Ordering/RenumberingTests.cs"]),
    Room.OfFolder("Eigen") with { Slow = ["Eigen/BottomEigenvectorsTests.cs", "Eigen/LargeProblemsTests.cs"] },
    Room.OfFolder("Placement") with { Tests = ["Placement/*", "ExplanationTests.cs"] },
    Room.OfFolder("Quality"),
    Room.OfFolder("Choosing") with { Slow = ["Choosing/NumberOfNeighborsOnHeldOutRowsTests.cs"] },
    Room.OfFolder("Diagnostics"),
];

// Files are told by their names without the ending, behind the room's.
var chosen = (args is ["all"] ? rooms.Select(room => room.Name) : args).Select(argument => (
    Argument: argument, Room: rooms.FirstOrDefault(room => $"{argument}/".StartsWith($"{room.Name}/", StringComparison.OrdinalIgnoreCase))))
    .Select(choice => (choice.Room,
        File: choice.Room is { } room && choice.Argument.Length > room.Name.Length + 1 ? choice.Argument[(room.Name.Length + 1)..] : null))
    .ToArray();
if (chosen.Length == 0 || chosen.Any(choice => choice.Room is null))
{
    Console.WriteLine("usage: dotnet run build/mutate.cs [--one-in N] all | ROOM[/FILE,...] ..., of " +
        string.Join(", ", rooms.Select(room => room.Name)));
    return 2;
}

string engine = Path.Combine(Repository.Root, "src", "LleTransforms.Core");
string[] names = [.. Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories).Select(path => path.Replace('\\', '/'))];
foreach (var (room, file) in chosen)
{
    string[] unknown = [.. (file ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Where(name => !names.Any(path => room!.Holds(path) && Path.GetFileNameWithoutExtension(path) == name))];
    if (unknown.Length > 0)
    {
        Console.WriteLine(
            $"{room!.Name} has no file {string.Join(", ", unknown)}: " +
            $"{string.Join(", ", names.Where(room.Holds).Select(Path.GetFileNameWithoutExtension).Order())}.");
        return 2;
    }
}

if (DotNet.Run("tool", "restore") != 0)
{
    return 1;
}

var scores = new List<Score>();
bool ended = true;
foreach (var (room, file) in chosen)
{
    string folder = Path.Combine(Repository.Artifacts, "mutation", room!.Name);
    string output = Path.Combine(folder, file ?? "all");
    string config = Path.Combine(Directory.CreateDirectory(output).FullName, "stryker-config.json");
    string[] files = [.. names.Where(path => room.Holds(path)
        && (file is null || file.Split(',').Contains(Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal)))];
    File.WriteAllText(config, Room.Config([.. files.Select(path => Part(engine, path, oneIn)).OfType<string>()]));
    string copy = Path.Combine(folder, "sources");
    CopySources(room, copy);

    // Stryker names the mutant at work in a file of the folder for temporary files, which two runs must not share.
    string temporary = Directory.CreateDirectory(Path.Combine(folder, "temporary")).FullName;
    Environment.SetEnvironmentVariable("TMPDIR", temporary);
    Environment.SetEnvironmentVariable("TMP", temporary);

    // The copy's tests are built as a program.
    Environment.SetEnvironmentVariable("MutationTests", "true");

    // Stryker wants to be started where the test project is.
    string tests = Path.Combine(copy, "test", "LleTransforms.Core.Tests");
    int exitCode = DotNet.RunIn(tests, "stryker", "--config-file", config, "--skip-version-check", "--output", output);
    string report = Path.Combine(output, "reports", "mutation-report.json");
    scores.Add(Summarize(string.Join('/', [room.Name, file ?? string.Empty]).TrimEnd('/'), report));
    ended &= exitCode == 0;
}

Score all = new(
    "all", scores.Sum(one => one.Detected), scores.Sum(one => one.Undetected), scores.Sum(one => one.ByTime),
    scores.Sum(one => one.Crashed));
Console.WriteLine("| room | mutants | noticed | of them by their time | crashed, not counted | score |");
Console.WriteLine("| --- | --: | --: | --: | --: | --: |");
(scores.Count > 1 ? scores.Append(all) : scores).ToList().ForEach(one => Console.WriteLine(one.Row));

// A room's part may have few mutants: then their sum tells.
return ended && (oneIn > 1 ? all.Percent >= LowestScore : scores.All(one => one.Percent >= LowestScore)) ? 0 : 1;

// Pieces of a file that are mutated, as Stryker names them: from one character to another. Null where none is.
static string? Part(string engine, string path, int oneIn)
{
    string name = $"**/{Path.GetRelativePath(engine, path).Replace('\\', '/')}";
    if (oneIn <= 1)
    {
        return name;
    }

    // Where pieces begin in a file depends on its name, so that heads of files are not always in or out.
    const int Piece = 1200;
    string text = File.ReadAllText(path);
    int offset = name.Sum(letter => letter) % oneIn;
    string[] pieces = [.. Enumerable.Range(0, (text.Length / Piece) + 1).Where(i => (i + offset) % oneIn == 0)
        .Select(i => $"{{{i * Piece}..{Math.Min(text.Length, (i + 1) * Piece)}}}")];
    return pieces.Length == 0 ? null : name + string.Concat(pieces);
}

static void CopySources(Room room, string copy)
{
    const string Engine = "src/LleTransforms.Core/";
    const string Tests = "test/LleTransforms.Core.Tests/";
    string[] wanted = ["*.sln", "*.props", "*.targets", "global.json", ".config/*", ".editorconfig", "build/*",
        "docs/samples/Digits/data/*", "test/BannedSymbols.txt", Engine + "*", Tests + "*"];
    var kept = new HashSet<string>(StringComparer.Ordinal);
    foreach (string file in Directory.EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')))
    {
        if (IsBuilt(file) || !wanted.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, file)))
        {
            continue;
        }

        if (file.StartsWith(Tests, StringComparison.Ordinal) && file.EndsWith("Tests.cs", StringComparison.Ordinal)
            && !room.IsTestedBy(file))
        {
            continue;
        }

        string target = Path.Combine(copy, file);
        kept.Add(target);
        byte[] content = File.ReadAllBytes(Path.Combine(Repository.Root, file));
        if (file.EndsWith(".cs", StringComparison.Ordinal) && file.StartsWith(Engine, StringComparison.Ordinal) && !room.Holds(file))
        {
            content = [.. "// <auto-generated/>\n#nullable enable\n"u8,
                .. content.AsSpan(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0)];
        }

        // What did not change is left as it is, so that it need not be built anew.
        if (!File.Exists(target) || !content.AsSpan().SequenceEqual(File.ReadAllBytes(target)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content);
        }
    }

    foreach (string old in Directory.EnumerateFiles(copy, "*", SearchOption.AllDirectories)
        .Where(old => !IsBuilt(Path.GetRelativePath(copy, old)) && !kept.Contains(old)))
    {
        File.Delete(old);
    }
}

static bool IsBuilt(string file) => file.Split('/', '\\').Any(part => part is "bin" or "obj" or "artifacts" or ".git" or "StrykerOutput");

static Score Summarize(string name, string report)
{
    var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
    var unnoticed = new List<string>();
    foreach (var file in JsonDocument.Parse(File.ReadAllText(report)).RootElement.GetProperty("files").EnumerateObject())
    {
        foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
        {
            string status = mutant.GetProperty("status").GetString()!;
            counts[status] = counts.GetValueOrDefault(status) + 1;
            if (status is "Survived" or "NoCoverage" or "Timeout")
            {
                int line = mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32();
                string replacement = mutant.GetProperty("replacement").GetString()!.ReplaceLineEndings(" ");
                unnoticed.Add(
                    $"  {status} {Path.GetFileName(file.Name)}:{line} {mutant.GetProperty("mutatorName").GetString()}: " +
                    $"{replacement[..Math.Min(100, replacement.Length)]}");
            }
        }
    }

    var score = new Score(
        name, counts.GetValueOrDefault("Killed") + counts.GetValueOrDefault("Timeout"),
        counts.GetValueOrDefault("Survived") + counts.GetValueOrDefault("NoCoverage"), counts.GetValueOrDefault("Timeout"),
        counts.GetValueOrDefault("RuntimeError"));
    unnoticed.ForEach(Console.WriteLine);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: score {score.Percent:F1}% ({score.Detected} of {score.Detected + score.Undetected} mutants noticed, {score.ByTime} of " +
        $"them by their time; {score.Crashed} more crashed the tests and count neither way); at least {LowestScore}% is asked"));
    return score;
}

/// <param name="Name">The room.</param>
/// <param name="Detected">Mutants that tests noticed.</param>
/// <param name="Undetected">Those that no test noticed.</param>
/// <param name="ByTime">Detected ones that never ended.</param>
/// <param name="Crashed">Those that ended the test process, which count neither way.</param>
internal sealed record Score(string Name, int Detected, int Undetected, int ByTime, int Crashed)
{
    public double Percent => 100.0 * Detected / Math.Max(1, Detected + Undetected);

    public string Row => string.Create(
        CultureInfo.InvariantCulture, $"| {Name} | {Detected + Undetected} | {Detected} | {ByTime} | {Crashed} | {Percent:F1}% |");
}

/// <param name="Name">What the command calls it.</param>
/// <param name="Files">Its files, below the engine's folder.</param>
/// <param name="Tests">The files of its tests, below the test project's: together they should take a few seconds.</param>
internal sealed record Room(string Name, string[] Files, string[] Tests)
{
    /// <summary>Tests that are left out.</summary>
    public string[] Slow { get; init; } = [];

    public static Room OfFolder(string folder, string? tests = null) => new(folder, [$"{folder}/*"], [tests ?? $"{folder}/*"]);

    private static readonly string[] _reporters = ["json", "html", "dots"];
    private static readonly string[] _ignoredMethods = ["*Report", "*Say", "*ThrowIf*"];

    public bool Holds(string file) => Matches(Files, file);

    public bool IsTestedBy(string file) => Matches(Tests, file) && !Matches(Slow, file);

    /// <summary>What Stryker reads.</summary>
    /// <param name="mutated">The files, or pieces of them.</param>
    public static string Config(string[] mutated) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["stryker-config"] = new Dictionary<string, object>
        {
            ["project"] = "LleTransforms.Core.csproj",
            ["target-framework"] = "net10.0",
            ["configuration"] = "Release",
            ["mutate"] = mutated,

            // The test process goes on from mutant to mutant, with its code compiled; starting one for each would take most of the time.
            ["test-runner"] = "mtp",
            ["coverage-analysis"] = "perTest",

            // A busy machine must not pass for a test that noticed.
            ["additional-timeout"] = 8_000,
            ["concurrency"] = Environment.ProcessorCount,
            ["reporters"] = _reporters,

            // Reports to a listener and the wording of errors are not arithmetic.
            ["ignore-methods"] = _ignoredMethods,
        },
    });

    private static bool Matches(string[] patterns, string file) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression("*/" + pattern, file));
}
