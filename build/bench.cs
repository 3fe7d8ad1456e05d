#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Compares our fit and transform with scikit-learn's, side by side on the same data: dotnet run build/bench.cs [work ...] | all
// Data are made or fetched into artifacts/bench-data. MSBuild properties (-p:MLNetHost=Offline) go to the build.

using LleTransforms.Commands;

const string Measurements = "test/LleTransforms.Measurements/LleTransforms.Measurements.csproj";

var arguments = CommandLine.Parse(args);
string[] properties = ["-p:Configuration=Release", .. arguments.Properties];
MLNetHost.Choose(properties);

int exitCode = DotNet.Run(["build", Measurements, "--nologo", "-v:minimal", .. properties]);
return exitCode != 0
    ? exitCode
    : DotNet.Run(
    [
        "run", "--project", Measurements, "--no-build", .. properties, "--",
        "side-by-side", Path.Combine(Repository.Artifacts, "bench-data"), .. arguments.Others,
    ]);
