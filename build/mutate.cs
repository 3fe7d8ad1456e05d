#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Mutation tests of the engine, room by room: dotnet run build/mutate.cs [ROOM ...]; without a room it lists them.
// Stryker changes one expression at a time and runs the room's tests; what no test notices is a survivor. CONTRIBUTING.md tells how long rooms take.

using System.Globalization;
using System.Text.Json;
using LleTransforms.Commands;

const double LowestScore = 85;

Room[] rooms =
[
    new("ModelFile", ["**/LleModelFormat.cs", "**/BoundedBinaryReader.cs"], "FullyQualifiedName~Core.Tests.Persistence"),
    new("OutOfSample", ["**/OutOfSample/*.cs"], "FullyQualifiedName~OutOfSample|FullyQualifiedName~ExplanationTests"),
    new("LocalGeometry", ["**/LocalGeometry/*.cs"], "FullyQualifiedName~LocalGeometry|FullyQualifiedName~MethodLawTests|FullyQualifiedName~HardInputTests"),
    new("Quality", ["**/Quality/*.cs"], "FullyQualifiedName~Quality"),
    new("Spectral", ["**/Spectral/**/*.cs"], "FullyQualifiedName~Spectral&FullyQualifiedName!~SpectralLaw"),
];

var chosen = rooms.Where(room => args.Contains(room.Name, StringComparer.OrdinalIgnoreCase)).ToArray();
if (chosen.Length == 0 || chosen.Length != args.Length)
{
    Console.WriteLine($"usage: dotnet run build/mutate.cs ROOM ..., of {string.Join(", ", rooms.Select(room => room.Name))}");
    return 2;
}

if (DotNet.Run("tool", "restore") != 0)
{
    return 1;
}

bool enough = true;
foreach (Room room in chosen)
{
    string folder = Path.Combine(Repository.Artifacts, "mutation", room.Name);
    string config = Path.Combine(Directory.CreateDirectory(folder).FullName, "stryker-config.json");
    File.WriteAllText(config, room.Config());

    // Stryker wants to be started where the test project is.
    string tests = Path.Combine(Repository.Root, "test", "LleTransforms.Core.Tests");
    int exitCode = DotNet.RunIn(tests, "stryker", "--config-file", config, "--skip-version-check", "--output", folder);
    string report = Path.Combine(folder, "reports", "mutation-report.json");
    enough &= exitCode == 0 && Summarize(room, report) >= LowestScore;
}

return enough ? 0 : 1;

static double Summarize(Room room, string report)
{
    var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
    var survivors = new List<string>();
    foreach (var file in JsonDocument.Parse(File.ReadAllText(report)).RootElement.GetProperty("files").EnumerateObject())
    {
        foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
        {
            string status = mutant.GetProperty("status").GetString()!;
            counts[status] = counts.GetValueOrDefault(status) + 1;
            if (status is "Survived" or "NoCoverage")
            {
                int line = mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32();
                string replacement = mutant.GetProperty("replacement").GetString()!.ReplaceLineEndings(" ");
                survivors.Add($"  {Path.GetFileName(file.Name)}:{line} {mutant.GetProperty("mutatorName").GetString()}: {replacement[..Math.Min(100, replacement.Length)]}");
            }
        }
    }

    int detected = counts.GetValueOrDefault("Killed") + counts.GetValueOrDefault("Timeout");
    int undetected = counts.GetValueOrDefault("Survived") + counts.GetValueOrDefault("NoCoverage");
    double score = 100.0 * detected / Math.Max(1, detected + undetected);
    survivors.ForEach(Console.WriteLine);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{room.Name}: score {score:F1}% ({detected} of {detected + undetected} mutants noticed, {counts.GetValueOrDefault("Timeout")} of them by their time); at least {LowestScore}% is asked"));
    return score;
}

internal sealed record Room(string Name, string[] Files, string Filter)
{
    private static readonly string[] _reporters = ["json", "html"];
    private static readonly string[] _ignoredMethods = ["*Report", "*Say", "*ThrowIf*"];

    public string Config() => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["stryker-config"] = new Dictionary<string, object>
        {
            ["project"] = "LleTransforms.Core.csproj",
            ["target-framework"] = "net10.0",
            ["configuration"] = "Release",
            ["mutate"] = Files,
            ["test-case-filter"] = Filter,

            // Finding out which test runs which mutant costs more than it saves: inner loops pass their mutants a million times.
            ["coverage-analysis"] = "off",
            ["additional-timeout"] = 30_000,
            ["concurrency"] = Math.Max(1, Environment.ProcessorCount / 2),
            ["reporters"] = _reporters,

            // Reports to a listener and the wording of errors are not arithmetic.
            ["ignore-methods"] = _ignoredMethods,
        },
    });
}
