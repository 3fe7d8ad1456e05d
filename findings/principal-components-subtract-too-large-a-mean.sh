#!/usr/bin/env bash
# Microsoft.ML 5.0.1, ProjectToPrincipalComponents with ensureZeroMean left true.
#
# It does not centre the data: over n rows it takes away the mean times (n + 1) / n. With few rows or values far
# from zero the rest counts as variance, and the first component is no longer the direction that varies most.
#
# Seen on 2026-11-29: of 10, 20 and 40 rows about 10, 1.100, 1.050 and 1.025 times the mean are taken away; of 100 rows
# about 10 the first component deviates by 0.472, though the first column alone does by 0.707 (about 0: 0.707).
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

// The values lie about an offset; their spread is 0.7 in the first column and 0.07 in the second.
float[][] Rows(int n, float offset) => Enumerable.Range(0, n)
    .Select(i => new[] { offset + (float)Math.Sin(i), offset + (float)Math.Cos(2 * i) / 10 }).ToArray();

float[][] Project(float[][] fitted, float[][] shown, int rank)
{
    var ml = new MLContext(1);
    IDataView View(float[][] rows) => ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Values = r }));
    return ml.Transforms.ProjectToPrincipalComponents("Components", "Values", rank: rank).Fit(View(fitted)).Transform(View(shown))
        .GetColumn<float[]>("Components").ToArray();
}

double Length(float[] v) => Math.Sqrt(v.Sum(x => (double)x * x));

double Deviation(IEnumerable<double> v) { double m = v.Average(); return Math.Sqrt(v.Average(x => (x - m) * (x - m))); }

foreach (int n in new[] { 10, 20, 40 })
{
    var rows = Rows(n, 10);
    // Both components together only turn the plane: where zero comes to lie tells the length of what was taken away.
    double taken = Length(Project(rows, [[0, 0]], 2)[0]);
    double mean = Length([rows.Average(r => r[0]), rows.Average(r => r[1])]);
    Expect(Math.Abs(taken / mean - (n + 1.0) / n) < 0.1 / n, $"{n} rows: the mean has length {mean:F3}; {taken:F3} is taken away, {taken / mean:F3} times as much");
}

foreach (float offset in new[] { 0f, 10f })
{
    var rows = Rows(100, offset);
    double first = Deviation(Project(rows, rows, 1).Select(p => (double)p[0])), column = Deviation(rows.Select(r => (double)r[0]));
    Expect(offset == 0 ? first > 0.99 * column : first < 0.9 * column,
        $"offset {offset}: the first component deviates by {first:F3}, the first column alone by {column:F3}");
}

return changed;

class Row
{
    [VectorType(2)]
    public float[]? Values;
}
CS
dotnet run seen.cs
