#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Compares our fit and transform with scikit-learn's, side by side on the same data: dotnet run build/bench.cs [work ...] | all
// Data are made or fetched into artifacts/bench-data. MSBuild properties (-p:Name=Value) go to the build.

using LleTransforms.Commands;

return DotNet.RunProject("test/LleTransforms.Measurements", CommandLine.Parse(args), "side-by-side", Path.Combine(Repository.Artifacts, "bench-data"));
