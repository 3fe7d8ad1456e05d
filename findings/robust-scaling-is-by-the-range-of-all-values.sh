#!/usr/bin/env bash
# Microsoft.ML 5.0.1, NormalizeRobustScaling (quantiles 25 and 75, as they are if none are given).
#
# The scale is half the distance from the least value to the greatest, not that from quartile to quartile: one
# outlier squeezes all the others together. A constant column has no range and becomes NaN.
#
# Seen on 2026-11-29: of 1001 even values in 0..1 the quartiles end 1 apart; with one value a million, 1E-06 apart.
# In a column of fives 5 becomes NaN and 6 Infinity.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir share
export NUGET_PACKAGES="$dir/packages" XDG_DATA_HOME="$dir/share" DOTNET_NOLOGO=1
cat > seen.cs <<'CS'
#:package Microsoft.ML@5.0.1
#:property PublishAot=false
using Microsoft.ML;
using Microsoft.ML.Data;

int changed = 0;
void Expect(bool asSeen, string what)
{
    Console.WriteLine((asSeen ? "as seen: " : "CHANGED: ") + what);
    if (!asSeen) changed = 1;
}

float[] Scale(float[] fitted, float[] shown)
{
    var ml = new MLContext(1);
    IDataView View(float[] v) => ml.Data.LoadFromEnumerable(v.Select(x => new Row { Value = x }));
    return ml.Transforms.NormalizeRobustScaling("Value").Fit(View(fitted)).Transform(View(shown)).GetColumn<float>("Value").ToArray();
}

float[] even = Enumerable.Range(0, 1001).Select(i => i / 1000f).ToArray();
float[] outlier = [1_000_000f, .. even.Skip(1)];
float[] quartiles = [0.25f, 0.75f];

var a = Scale(even, quartiles);
var b = Scale(outlier, quartiles);
Expect(a[1] - a[0] is > 0.98f and < 1.02f, $"0..1 evenly: the quartiles are {a[0]:G3} and {a[1]:G3}, {a[1] - a[0]:G3} apart");
Expect(b[1] - b[0] is > 0 and < 1e-5f, $"one of 1001 values is a million: they are {b[0]:G3} and {b[1]:G3}, {b[1] - b[0]:G3} apart");

var c = Scale([5, 5, 5], [5, 6]);
Expect(float.IsNaN(c[0]), $"a column of fives: 5 becomes {c[0]}, 6 becomes {c[1]}");

return changed;

class Row
{
    public float Value;
}
CS
dotnet run seen.cs
