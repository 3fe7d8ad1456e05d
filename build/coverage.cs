#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Line and branch coverage of src/ by the tests, room by room: dotnet run build/coverage.cs [TEST-PROJECT ... | ROOM]
// Without an argument it runs all test projects that count, prints the figures, and ends with 0 only if src has at least 95% of its lines and 90% of its branches
// run. With test projects it runs those anew and joins the last figures of the others. With a room, such as src/LleTransforms.Core/OutOfSample, it runs the tests
// of that room alone and asks the same of its files. What was not run is listed with its lines in artifacts/coverage/not-run.txt (of a room: coverage-of-a-room).

using System.Diagnostics;
using System.Globalization;
using LleTransforms.Commands;

const double LowestLines = 95, LowestBranches = 90;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

string[] projects = ["LleTransforms.Core.Tests", "LleTransforms.Tests", "LleTransforms.Tool.Tests", "LleTransforms.Report.Tests", "LleTransforms.Reliability"];
string? room = args is [var only] && only.StartsWith("src/", StringComparison.Ordinal) ? only.TrimEnd('/') : null;
if (room is not null && (room.Split('/').Length < 3 || !Directory.Exists(Path.Combine(Repository.Root, room))))
{
    Console.WriteLine($"'{room}' is no room: a folder such as src/LleTransforms.Core/OutOfSample is one.");
    return 2;
}

if (room is null && args.FirstOrDefault(argument => !projects.Contains(argument)) is { } unknown)
{
    Console.WriteLine($"'{unknown}' is none of {string.Join(", ", projects)}, and no room of src.");
    return 2;
}

// Coverlet is a reference only of this build, so that no other one needs it.
string[] properties = ["-p:MeasureCoverage=true", "-p:Configuration=Debug"];
string folder = Path.Combine(Repository.Artifacts, room is null ? "coverage" : "coverage-of-a-room");
if (room is not null && Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

Directory.CreateDirectory(folder);
string settings = Path.Combine(folder, "coverage.runsettings");
File.WriteAllText(settings, """
    <RunSettings>
      <DataCollectionRunSettings>
        <DataCollectors>
          <DataCollector friendlyName="XPlat code coverage">
            <Configuration>
              <Format>json</Format>
              <Include>[LleTransforms]*,[LleTransforms.Core]*,[LleTransforms.Report]*,[LleTransforms.Tool]*,[lle]*</Include>
              <ExcludeByFile>**/obj/**,**/artifacts/**</ExcludeByFile>
              <SingleHit>true</SingleHit>
            </Configuration>
          </DataCollector>
        </DataCollectors>
      </DataCollectionRunSettings>
    </RunSettings>
    """);

bool passed = true;
string[] filter = room is null ? [] : ["--filter", $"FullyQualifiedName~.{Path.GetFileName(room)}."];
string[] chosen = room is not null ? [room.Split('/')[1] + ".Tests"] : args.Length == 0 ? projects : args;
foreach (string project in chosen)
{
    string results = Path.Combine(folder, project);
    if (Directory.Exists(results))
    {
        Directory.Delete(results, recursive: true);
    }

    var watch = Stopwatch.StartNew();
    string path = Path.Combine("test", project);
    passed &= DotNet.Run(["build", path, "--nologo", "-v:quiet", "-m:1", .. properties]) == 0 && DotNet.Run(
    [
        "test", path, "--no-build", "--nologo", "--settings", settings, "--collect", "XPlat Code Coverage", "--results-directory", results, .. filter, .. properties,
    ]) == 0;
    Console.WriteLine($"{project}: {watch.Elapsed.TotalSeconds:F0} s");
}

var coverage = new Coverage();
foreach (string report in Directory.EnumerateFiles(folder, "coverage.json", SearchOption.AllDirectories))
{
    coverage.Add(File.ReadAllText(report), Repository.Root);
}

var files = coverage.Files().Where(file => file.File.StartsWith(room is null ? "src/" : room + "/", StringComparison.Ordinal)).ToArray();
File.WriteAllLines(
    Path.Combine(folder, "not-run.txt"),
    files.Where(file => file.LinesNotRun.Count + file.LinesWithBranchesNotRun.Count > 0).Select(file =>
        $"{file.File}: lines {string.Join(' ', file.LinesNotRun)}; decisions {string.Join(' ', file.LinesWithBranchesNotRun.Except(file.LinesNotRun))}"));

Console.WriteLine();
Console.WriteLine("Files below the bar:");
foreach (var file in files.Where(file => file.Lines.Percent < LowestLines || file.Branches.Percent < LowestBranches))
{
    Console.WriteLine($"  {file.File}: lines {Figures(file.Lines)}, branches {Figures(file.Branches)}");
}

Console.WriteLine();
Console.WriteLine("| room | lines | branches |");
Console.WriteLine("| --- | --: | --: |");
foreach (var part in files.GroupBy(file => file.Room))
{
    Console.WriteLine($"| {part.Key} | {Figures(Sum(part, file => file.Lines))} | {Figures(Sum(part, file => file.Branches))} |");
}

foreach (var library in files.GroupBy(file => string.Join('/', file.File.Split('/')[..2])))
{
    Console.WriteLine($"| {library.Key} with its rooms | {Figures(Sum(library, file => file.Lines))} | {Figures(Sum(library, file => file.Branches))} |");
}

var (lines, branches) = (Sum(files, file => file.Lines), Sum(files, file => file.Branches));
Console.WriteLine($"| {(room is null ? "src" : "the room")} | {Figures(lines)} | {Figures(branches)} |");
Console.WriteLine();
Console.WriteLine($"At least {LowestLines}% of lines and {LowestBranches}% of branches are asked.");
if (!passed)
{
    Console.WriteLine("Tests failed or did not run, so these figures count for nothing.");
}

return passed && files.Length > 0 && lines.Percent >= LowestLines && branches.Percent >= LowestBranches ? 0 : 1;

static string Figures(Share share) => $"{share.Percent:F1}% of {share.All}";

static Share Sum(IEnumerable<FileCoverage> files, Func<FileCoverage, Share> share) => files.Aggregate(default(Share), (sum, file) => sum + share(file));
