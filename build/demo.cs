#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Runs the main job, handwritten digits through LLE and a classifier: dotnet run build/demo.cs
// MSBuild properties (-p:MLNetVersion=...) go to the build, other arguments to the sample.

using LleTransforms.Commands;

return DotNet.RunProject("docs/samples/Digits", CommandLine.Parse(args));
