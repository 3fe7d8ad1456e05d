#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Runs the main job, handwritten digits through LLE and a classifier: dotnet run build/demo.cs
// MSBuild properties (-p:MLNetHost=Offline) go to the build, other arguments to the sample.

using LleTransforms.Commands;

const string Sample = "docs/samples/Digits/Digits.csproj";

var arguments = CommandLine.Parse(args);
string[] properties = ["-p:Configuration=Release", .. arguments.Properties];
MLNetHost.Choose(properties);

int exitCode = DotNet.Run(["build", Sample, "--nologo", "-v:minimal", .. properties]);
return exitCode != 0 ? exitCode : DotNet.Run(["run", "--project", Sample, "--no-build", .. properties, "--", .. arguments.Others]);
