#!/usr/bin/env bash
# .NET SDK 10.0, dotnet build: a reference to an assembly by its file, and an older copy of that assembly somewhere below the project.
#
# Files below a project are its items, whatever they are, and assemblies among its items are looked at before the hint path of a
# reference. So the program is compiled with the old copy and runs with it. Nothing says so. An output folder that was copied to a place
# below the project, to compare two builds, is enough.
#
# Seen on 2026-12-01: "new" without the copy, "old" with it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export NUGET_PACKAGES="$dir/packages" DOTNET_NOLOGO=1
fail() { echo "CHANGED: $1"; exit 1; }
build() { dotnet build "$1" --nologo -v quiet -c Release -o "$dir/$2" > build.log 2>&1 || fail "$1 is not built: $(tail -3 build.log)"; }

for age in old new; do
  mkdir "$age"
  cat > "$age/Part.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
</Project>
XML
  echo "public static class Part { public static string Age => \"$age\"; }" > "$age/Part.cs"
  build "$age" "built-$age"
done

mkdir program
cat > program/Program.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <Reference Include="Part">
      <HintPath>../built-new/Part.dll</HintPath>
    </Reference>
  </ItemGroup>
</Project>
XML
echo 'System.Console.WriteLine(Part.Age);' > program/Program.cs

build program alone
[ "$(dotnet alone/Program.dll)" = new ] || fail "without a copy the program runs with $(dotnet alone/Program.dll)"
echo "as seen: without a copy below the project the reference is the file of its hint path"

mkdir program/kept
cp built-old/Part.dll program/kept/
rm -rf program/obj
build program beside
[ "$(dotnet beside/Program.dll)" = old ] || fail "with a copy the program runs with $(dotnet beside/Program.dll)"
echo "as seen: with an old copy in a folder below the project, the reference is that copy"
