#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Builds the solution and runs all its tests: dotnet run build/test.cs
// Arguments are handed on: MSBuild properties (-p:MLNetHost=Offline) to the build, the rest (--filter ...) to every test run.

using System.Diagnostics;
using LleTransforms.Commands;

var arguments = CommandLine.Parse(args);
string[] properties = ["-p:Configuration=Release", .. arguments.Properties];
var host = MLNetHost.Choose(properties);

if (DotNet.Run(["build", "LleTransforms.sln", "--nologo", "-v:minimal", .. properties]) != 0)
{
    Console.WriteLine("The solution does not build, so no test was run.");
    Console.WriteLine(default(TestCounts));
    return 1;
}

var results = Path.Combine(Repository.Artifacts, "test-results");
if (Directory.Exists(results))
{
    Directory.Delete(results, recursive: true);
}

var projects = TestProject.List(properties);
var total = default(TestCounts);
var faults = new List<string>();
foreach (var project in projects.Where(project => !project.IsLeftOut))
{
    Console.WriteLine($"--- {project.Name}");
    var watch = Stopwatch.StartNew();
    var trx = Path.Combine(results, $"{project.Name}.{Path.GetFileName(Path.GetDirectoryName(project.Assembly))}.trx");
    int exitCode = DotNet.Run(
    [
        "test", project.Assembly, "--nologo", "--results-directory", results, "--logger", $"trx;LogFileName={Path.GetFileName(trx)}",
        "--blame-hang-timeout", "15m", "--blame-hang-dump-type", "none", .. arguments.Others,
    ]);
    var counts = TestCounts.Read(trx);
    total += counts;
    Console.WriteLine($"    {project.Name}: {counts} in {watch.Elapsed.TotalSeconds:F1} s");
    if (exitCode != 0 && counts.Failed == 0)
    {
        faults.Add($"{project.Name}: its test run ended with exit code {exitCode}.");
    }
    else if (counts.Total == 0 && arguments.Others.Count == 0)
    {
        faults.Add($"{project.Name}: no test was found in it.");
    }
}

Console.WriteLine();
faults.ForEach(Console.WriteLine);
foreach (var project in projects.Where(project => project.IsLeftOut))
{
    Console.WriteLine($"Left out on {host.Name}: {project.Name} ({project.CountTestMethods()} test methods), which needs the real Microsoft.ML package.");
}

if (total.Passed + total.Failed == 0)
{
    faults.Add("No test was run.");
    Console.WriteLine(faults[^1]);
}

Console.WriteLine($"ML.NET host: {host}");
Console.WriteLine(total);
return total.Failed == 0 && faults.Count == 0 ? 0 : 1;
