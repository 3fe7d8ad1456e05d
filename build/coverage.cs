#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Line and branch coverage of src/ by the tests, room by room: dotnet run build/coverage.cs [TEST-PROJECT ...]
// Without an argument it runs all test projects that count, prints the figures, and ends with 0 only if src has at least 95% of its lines and 90% of its branches
// run. With test projects it runs those anew and joins the last figures of the others. What was not run is listed with its lines in artifacts/coverage/not-run.txt.

using System.Diagnostics;
using System.Globalization;
using LleTransforms.Commands;

const double LowestLines = 95, LowestBranches = 90;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

string[] projects = ["LleTransforms.Core.Tests", "LleTransforms.Tests", "LleTransforms.Tool.Tests", "LleTransforms.Report.Tests", "LleTransforms.Reliability.Tests"];
if (args.FirstOrDefault(argument => !projects.Contains(argument)) is { } unknown)
{
    Console.WriteLine($"'{unknown}' is none of {string.Join(", ", projects)}.");
    return 2;
}

// Coverlet is a reference only of this build, so that no other one needs it.
string[] properties = ["-p:MeasureCoverage=true", "-p:Configuration=Debug"];
var host = MLNetHost.Choose(properties);
string folder = Path.Combine(Repository.Artifacts, "coverage");
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
foreach (string project in args.Length == 0 ? projects : args)
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
        "test", path, "--no-build", "--nologo", "--settings", settings, "--collect", "XPlat Code Coverage", "--results-directory", results, .. properties,
    ]) == 0;
    Console.WriteLine($"{project}: {watch.Elapsed.TotalSeconds:F0} s");
}

var coverage = new Coverage();
foreach (string report in Directory.EnumerateFiles(folder, "coverage.json", SearchOption.AllDirectories))
{
    coverage.Add(File.ReadAllText(report), Repository.Root);
}

var files = coverage.Files().Where(file => file.File.StartsWith("src/", StringComparison.Ordinal)).ToArray();
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
foreach (var room in files.GroupBy(file => file.Room))
{
    Console.WriteLine($"| {room.Key} | {Figures(Sum(room, file => file.Lines))} | {Figures(Sum(room, file => file.Branches))} |");
}

foreach (var library in files.GroupBy(file => string.Join('/', file.File.Split('/')[..2])))
{
    Console.WriteLine($"| {library.Key} with its rooms | {Figures(Sum(library, file => file.Lines))} | {Figures(Sum(library, file => file.Branches))} |");
}

var (lines, branches) = (Sum(files, file => file.Lines), Sum(files, file => file.Branches));
Console.WriteLine($"| src | {Figures(lines)} | {Figures(branches)} |");
Console.WriteLine();
Console.WriteLine($"At least {LowestLines}% of lines and {LowestBranches}% of branches are asked. ML.NET host: {host}");
if (!passed)
{
    Console.WriteLine("Tests failed or did not run, so these figures count for nothing.");
}

return passed && files.Length > 0 && lines.Percent >= LowestLines && branches.Percent >= LowestBranches ? 0 : 1;

static string Figures(Share share) => $"{share.Percent:F1}% of {share.All}";

static Share Sum(IEnumerable<FileCoverage> files, Func<FileCoverage, Share> share) => files.Aggregate(default(Share), (sum, file) => sum + share(file));
