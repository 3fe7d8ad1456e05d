#!/usr/bin/env bash
# Microsoft.ML 5.0.1, .NET SDK 10.0: a program that is published for 64-bit ARM.
#
# The package of its native code holds libraries for ARM on Linux, macOS and Windows. Yet a target of Microsoft.ML ends each build
# whose processor is named and is not x64 or x86: "Microsoft.ML currently supports 'x64' and 'x86' processor architectures". Without
# a runtime identifier the processor has no name, and the same program builds and would run on ARM. The property
# EnableMLUnsupportedPlatformTargetCheck=false lets the publishing through, with the library for ARM beside the program.
#
# Seen on 2026-11-29: for linux-arm64 the error, with the property libLdaNative.so of ELF machine 183 (AArch64).
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
    <ImplicitUsings>enable</ImplicitUsings>
    <SelfContained>false</SelfContained>
    <UseAppHost>false</UseAppHost>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML" Version="5.0.1" />
  </ItemGroup>
</Project>
XML
echo 'Console.WriteLine(new Microsoft.ML.MLContext(seed: 1).GetType().FullName);' > Program.cs

fail() { echo "CHANGED: $1"; exit 1; }
message="Microsoft.ML currently supports 'x64' and 'x86' processor architectures"
if dotnet publish --nologo -v quiet -r linux-arm64 -o refused > refused.log 2>&1; then
  fail "publishing for linux-arm64 went through"
fi
grep -q "$message" refused.log || fail "another error: $(tail -3 refused.log)"
echo "as seen: published for linux-arm64: $message"

dotnet publish --nologo -v quiet -r linux-arm64 -p:EnableMLUnsupportedPlatformTargetCheck=false -o taken > taken.log 2>&1 \
  || fail "the property does not help: $(tail -3 taken.log)"
library=$(find taken -name libLdaNative.so | head -1)
[ -n "$library" ] || fail "no native library beside the program"
machine=$(od -An -tu2 -j18 -N2 "$library" | tr -d ' ')
[ "$machine" = 183 ] || fail "the library is of machine $machine"
echo "as seen: with EnableMLUnsupportedPlatformTargetCheck=false, and $(basename "$library") is of ELF machine $machine, AArch64"

dotnet build --nologo -v quiet -o portable > portable.log 2>&1 || fail "without a runtime identifier it does not build"
[ -f portable/runtimes/linux-arm64/native/libLdaNative.so ] || fail "the portable build is without a library for ARM"
echo "as seen: without a runtime identifier it builds, with runtimes/linux-arm64/native/libLdaNative.so"
