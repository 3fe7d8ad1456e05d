#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Compares our fit and transform with scikit-learn's, side by side on the same data: dotnet run build/bench.cs [work ...] | all
// With --against COMMIT in place of the peer: the engine of that commit, built below artifacts/against, in turns with this one.
// Data are made or fetched into artifacts/bench-data. MSBuild properties (-p:Name=Value) go to the build.

using LleTransforms.Commands;

const string Measurements = "test/LleTransforms.Measurements";
var arguments = CommandLine.Parse(args);
string data = Path.Combine(Repository.Artifacts, "bench-data");
if (arguments.Others is not ["--against", _, ..])
{
    return DotNet.RunProject(Measurements, arguments, "side-by-side", data);
}

string commit = arguments.Others[1];
string folder = Path.Combine(Repository.Artifacts, "against", commit);
if (!Directory.Exists(folder) && Git("worktree", "add", "--detach", "--force", folder, commit) != 0)
{
    return 1;
}

if (DotNet.RunIn(folder, "build", Measurements, "-c", "Release", "--nologo", "-v:quiet") != 0)
{
    return 1;
}

// Where a commit puts what it builds is its own affair.
string program = Directory.EnumerateFiles(Path.Combine(folder, "artifacts"), "LleTransforms.Measurements.dll", SearchOption.AllDirectories)
    .Where(file => file.Contains("/bin/", StringComparison.Ordinal) || file.Contains("\\bin\\", StringComparison.Ordinal))
        .MaxBy(File.GetLastWriteTimeUtc)!;
return DotNet.RunProject(Measurements, arguments with { Others = [.. arguments.Others.Skip(2)] }, "side-by-side-against", data, program);

static int Git(params string[] arguments)
{
    using var process =
        System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("git", arguments) { WorkingDirectory = Repository.Root })!;
    process.WaitForExit();
    return process.ExitCode;
}
