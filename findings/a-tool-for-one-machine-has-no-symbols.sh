#!/usr/bin/env bash
# .NET SDK 10.0, dotnet pack: a tool that is compiled for kinds of machines, with its symbols as a package beside it.
#
# The package for a kind of machine holds the published program, without symbols of its own, so the package of symbols has nothing to
# hold, and the error NU5017 about an empty package ends the whole pack. Without RuntimeIdentifiers, or without symbols, the same tool is
# packed.
#
# Seen on 2026-11-29: NU5017 with both, two packages without symbols, one and its symbols without kinds of machines.
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
    <PackAsTool>true</PackAsTool>
    <ToolCommandName>seen</ToolCommandName>
    <SymbolPackageFormat>snupkg</SymbolPackageFormat>
    <SelfContained>false</SelfContained>
  </PropertyGroup>
</Project>
XML
echo 'System.Console.WriteLine("seen");' > Program.cs

fail() { echo "CHANGED: $1"; exit 1; }
pack() { dotnet pack --nologo -v quiet -o "$@" > pack.log 2>&1; }

pack plain -p:IncludeSymbols=true || fail "a tool for any machine is not packed with symbols: $(tail -3 pack.log)"
[ -f plain/seen.1.0.0.snupkg ] || fail "a tool for any machine has no symbols"
echo "as seen: a tool for any machine is packed with symbols"

pack silent -p:RuntimeIdentifiers=linux-x64 || fail "a tool for one kind of machine is not packed: $(tail -3 pack.log)"
[ -f silent/seen.linux-x64.1.0.0.nupkg ] || fail "there is no package for linux-x64: $(ls silent)"
echo "as seen: a tool for linux-x64 is packed without symbols"

if pack both -p:RuntimeIdentifiers=linux-x64 -p:IncludeSymbols=true; then fail "both go together: $(ls both)"; fi
grep -q NU5017 pack.log || fail "another error: $(tail -3 pack.log)"
echo "as seen: a tool for linux-x64 with symbols: $(grep -o 'error NU5017[^[]*' pack.log | head -1)"
