#!/usr/bin/env bash
# MathNet.Numerics 5.0.0, Matrix.Evd, with the managed provider.
#
# Evd looks whether the matrix is symmetric to the last bit. If one entry is one unit in the last place off, another
# method runs: where eigenvalues repeat, its vectors are neither orthogonal nor of length 1, and come in no order.
# Symmetricity.Symmetric says that the matrix is meant to be symmetric, and mends it.
#
# Seen on 2026-11-29: 60 x 60, eigenvalue 1 forty times. V'V differs from the identity by 2.2E-15; with one entry
# 1.11E-16 larger by 343; the same matrix with Symmetricity.Symmetric by 2.2E-15.
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

// 40 of the 60 eigenvalues are 1, the others 41..60; the eigenvectors come of a random orthogonal matrix.
const int n = 60;
var q = Matrix<double>.Build.Random(n, n, 7).QR().Q;
var a = q * Matrix<double>.Build.DenseDiagonal(n, n, i => i < 40 ? 1 : 1 + i) * q.Transpose();
a = (a + a.Transpose()) / 2;
var b = a.Clone();
b[0, 1] = Math.BitIncrement(b[0, 1]);

double FromOrthonormal(Matrix<double> v)
{
    var gram = v.TransposeThisAndMultiply(v) - Matrix<double>.Build.DenseIdentity(n);
    return gram.Enumerate().Max(Math.Abs);
}

bool Ascending(MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> e) =>
    e.EigenValues.Zip(e.EigenValues.Skip(1)).All(p => p.First.Real <= p.Second.Real);

void Show(string what, MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> e, bool good)
{
    double off = FromOrthonormal(e.EigenVectors);
    Expect(good ? off < 1e-12 && Ascending(e) : off > 0.1 && !Ascending(e),
        $"{what}: V'V differs from the identity by {off:G3}, eigenvalues {(Ascending(e) ? "ascending" : "in no order")}");
}

Console.WriteLine($"the matrices differ by {(b - a).Enumerate().Max(Math.Abs):G3} in one entry");
Show("symmetric", a.Evd(), true);
Show("one entry one unit further", b.Evd(), false);
Show("the same, said to be symmetric", b.Evd(Symmetricity.Symmetric), true);

return changed;
CS
dotnet run seen.cs
