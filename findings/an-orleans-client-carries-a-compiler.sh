#!/usr/bin/env bash
# Microsoft.Orleans.Client 10.4.2, .NET SDK 10.0: what a program that only calls grains brings along.
#
# The packages of Orleans name Microsoft.CodeAnalysis.Common and Microsoft.CodeAnalysis.Workspaces.Common as dependencies at run time. None
# of the client's assemblies names a type of them: the generator of code needs them, and it runs while a program is built. So a part of
# Roslyn lies beside every client that is published.
#
# Seen on 2026-11-29: Microsoft.CodeAnalysis.dll and Microsoft.CodeAnalysis.Workspaces.dll are published and stand in the deps.json.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir share
export NUGET_PACKAGES="$dir/packages" XDG_DATA_HOME="$dir/share" DOTNET_NOLOGO=1
cat > seen.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <UseAppHost>false</UseAppHost>
    <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Orleans.Client" Version="10.4.2" />
  </ItemGroup>
</Project>
XML
echo 'System.Console.WriteLine(typeof(Orleans.IClusterClient).FullName);' > Program.cs

fail() { echo "CHANGED: $1"; exit 1; }
dotnet publish --nologo -v quiet -o out > publish.log 2>&1 || fail "it does not publish: $(tail -3 publish.log)"
[ "$(dotnet out/seen.dll)" = "Orleans.IClusterClient" ] || fail "the program does not run"
for library in Microsoft.CodeAnalysis.dll Microsoft.CodeAnalysis.Workspaces.dll; do
  [ -f "out/$library" ] || fail "$library is not published"
  grep -q "$library" out/seen.deps.json || fail "$library is not in seen.deps.json"
done
if users=$(grep -l "Microsoft.CodeAnalysis" out/Orleans*.dll); then fail "$users names Microsoft.CodeAnalysis"; fi
roslyn=$(cat out/Microsoft.CodeAnalysis*.dll | wc -c)
all=$(cat out/*.dll | wc -c)
echo "as seen: a client is published with Microsoft.CodeAnalysis and its workspaces, $((roslyn / 1000000)) of $((all / 1000000)) MB"
echo "as seen: none of $(ls out/Orleans*.dll | wc -l) assemblies of Orleans names a type of them"
