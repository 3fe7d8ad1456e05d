#!/usr/bin/env bash
# MathNet.Numerics 5.0.0, Matrix.Svd, with the managed provider.
#
# Singular values do not scale with the matrix: below entries of about 1E-15 other values come out, whose factors do
# not multiply to the matrix. Nothing is thrown. Scale the matrix up first.
#
# Seen on 2026-11-29: the 3 x 3 matrix 2 1 0, 1 2 1, 0 1 2 has 3.414 2.000 0.586, times 1E-15 too; times 1E-16 it has
# 3.341 0.000 0.000 and rank 1; times 1E-18 and times 1E-100 it has 2.236 2.103 0.851 and rank 3.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir share
export NUGET_PACKAGES="$dir/packages" XDG_DATA_HOME="$dir/share" DOTNET_NOLOGO=1
cat > seen.cs <<'CS'
#:package MathNet.Numerics@5.0.0
#:property PublishAot=false
using MathNet.Numerics.LinearAlgebra;

int changed = 0;
void Expect(bool asSeen, string what)
{
    Console.WriteLine((asSeen ? "as seen: " : "CHANGED: ") + what);
    if (!asSeen) changed = 1;
}

var a = Matrix<double>.Build.DenseOfArray(new double[,] { { 2, 1, 0 }, { 1, 2, 1 }, { 0, 1, 2 } });
foreach (var (scale, good) in new[] { (1.0, true), (1e-15, true), (1e-16, false), (1e-18, false), (1e-100, false) })
{
    var small = a * scale;
    var svd = small.Svd();
    double error = (svd.U * svd.W * svd.VT - small).Enumerate().Max(Math.Abs) / scale;
    Expect(good ? error < 1e-12 : error > 0.5,
        $"times {scale}: singular values {string.Join(" ", svd.S.Select(s => (s / scale).ToString("F3")))} times {scale}, rank {svd.Rank}; "
        + $"U S V' is off by {error:G2} times {scale}");
}

return changed;
CS
dotnet run seen.cs
