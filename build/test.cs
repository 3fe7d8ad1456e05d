#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Builds the solution and runs all its tests, then those that need packages which not every source serves: dotnet run build/test.cs
// MSBuild properties (-p:MLNetVersion=...) and package sources (--source ...) go to the build, all else (--filter ...) to the test runs.

using LleTransforms.Commands;

const string Solution = "LleTransforms.sln", Online = "test/LleTransforms.Online.Tests";
var arguments = CommandLine.Parse(args);
string results = Path.Combine(Repository.Artifacts, "test-results");
if (Directory.Exists(results))
{
    Directory.Delete(results, recursive: true);
}

if (!Build(Solution))
{
    Console.WriteLine("The solution does not build, so no test was run.");
    Console.WriteLine(default(TestCounts));
    return 1;
}

bool passed = Test(Solution);
var online = MissingPackages.Find(Online, arguments.ForBuild);
if (online.Restored)
{
    passed &= Build(Online) && Test(Online);
}

var counts = TestCounts.ReadAll(results);
Console.WriteLine();
if (!online.Restored)
{
    Console.WriteLine(online.Describe());
    passed &= online.Names.Count > 0;
}

if (counts.Passed + counts.Failed == 0)
{
    Console.WriteLine("No test was run.");
    passed = false;
}

Console.WriteLine(counts);
return passed && counts.Failed == 0 ? 0 : 1;

bool Build(string what) => DotNet.Run(["build", what, "-c", "Release", "--nologo", "-v:minimal", .. arguments.ForBuild]) == 0;

// As many projects at once as there are processors: samples and browsers wait more than they compute.
bool Test(string what) => DotNet.Run(
[
    "test", what, "-c", "Release", "--no-build", "--nologo", "--results-directory", results, "--logger", "trx", "--logger",
    "console;verbosity=normal;noprogress=true",
    "--blame-hang-timeout", "15m", "--blame-hang-dump-type", "none", .. arguments.Properties, .. arguments.Others,
    .. arguments.Others.Count == 0 ? ["--", "RunConfiguration.TreatNoTestsAsError=true"] : (string[])[],
]) == 0;
