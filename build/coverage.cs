#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Line and branch coverage of src/ by the tests: dotnet run build/coverage.cs [ROOM]
// Ends with 0 only if all tests pass and at least 95% of the lines and 90% of the branches were run. A room, such as
// src/LleTransforms.Core/Placement, is run by its own tests alone and asked the same. Coverlet collects, ReportGenerator joins:
// artifacts/coverage has its pages, with every line that was not run. What two assemblies compile from src/Tables counts once, in lle,
// whose tests are its own.

using System.Diagnostics;
using LleTransforms.Commands;

const int LowestLines = 95, LowestBranches = 90;
string[] projects = ["LleTransforms.Core.Tests", "LleTransforms.Tests", "LleTransforms.Tool.Tests", "LleTransforms.Report.Tests",
    "LleTransforms.Onnx.Tests", "LleTransforms.Orleans.Tests", "LleTransforms.Reliability"];
string? room = args is [var named] ? named.TrimEnd('/') : null;
if (args.Length > 1
    || (room is not null && (room.Split('/') is not ["src", _, _, ..] || !Directory.Exists(Path.Combine(Repository.Root, room)))))
{
    Console.WriteLine($"'{string.Join(' ', args)}' is no room: a folder such as src/LleTransforms.Core/Placement is one.");
    return 2;
}

string folder = Path.Combine(Repository.Artifacts, room is null ? "coverage" : "coverage-of-a-room");
if (Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

// Coverlet is a reference only of this build, so that no other one needs it.
string[] properties = ["-p:MeasureCoverage=true", "-c", "Debug"];
string[] filter = room is null ? [] : ["--filter", $"FullyQualifiedName~.{Path.GetFileName(room)}."];
bool passed = true;
foreach (string project in room is null ? projects : [room.Split('/')[1] + ".Tests"])
{
    var watch = Stopwatch.StartNew();
    string path = Path.Combine("test", project);
    passed &= DotNet.Run(["build", path, "--nologo", "-v:quiet", "-m:1", .. properties]) == 0 && DotNet.Run(
    [
        "test", path, "--no-build", "--nologo", "--results-directory", folder, .. filter, .. properties, "--collect", "XPlat Code Coverage",
        "--",
        "DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.Include=" +
        "[LleTransforms]*,[LleTransforms.Core]*,[LleTransforms.Report]*,[LleTransforms.Onnx]*," +
        "[LleTransforms.Orleans]LleTransforms.Orleans.*,[LleTransforms.Orleans.Idv]*,[lle]*",
        "DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.ExcludeByFile=**/obj/**,**/artifacts/**",
        "DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.SingleHit=true",
    ]) == 0;
    Console.WriteLine($"{project}: {watch.Elapsed.TotalSeconds:F0} s");
}

int judged = DotNet.Run(
[
    "reportgenerator", $"-reports:{folder}/**/coverage.cobertura.xml", $"-targetdir:{folder}", "-reporttypes:TextSummary;Html",
    $"-filefilters:+*/{room ?? "src"}/*",
    "-verbosity:Warning", $"minimumCoverageThresholds:lineCoverage={LowestLines}",
    $"minimumCoverageThresholds:branchCoverage={LowestBranches}",
]);
string summary = File.ReadAllText(Path.Combine(folder, "Summary.txt"));
Console.WriteLine(summary);

// The same as a table for docs/evidence, without the classes, which are set in.
Console.WriteLine("| part of src | lines |\n| --- | --: |");
foreach (string[] part in summary.ReplaceLineEndings("\n").Split('\n').Where(line => line.EndsWith('%'))
    .Select(line => line.StartsWith(' ') ? line.Split(':') : line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
    .Where(part => part.Length == 2))
{
    Console.WriteLine($"| {part[0].Trim()} | {part[1].Trim()} |");
}

Console.WriteLine($"At least {LowestLines}% of lines and {LowestBranches}% of branches are asked.");
if (!passed)
{
    Console.WriteLine("Tests failed or did not run, so these figures count for nothing.");
}

return passed && judged == 0 ? 0 : 1;
