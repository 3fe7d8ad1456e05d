#!/usr/bin/env bash
# Microsoft.ML 5.0.1, ProjectToPrincipalComponents.
#
# Components do not scale with the data: the same rows in a smaller unit give components that are too short, and
# nearly zero where the values are of the order of 0.0001. No message tells.
#
# Seen on 2026-11-29: values times 0.01 give 97.0 % of the length, times 0.001 30.2 %, times 0.0001 0.4 %.
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

double Length(float scale)
{
    var ml = new MLContext(1);
    var rows = Enumerable.Range(0, 50).Select(i => new Row
    {
        Values = [scale * (float)Math.Sin(i), scale * (float)Math.Cos(2 * i) / 2, scale * (float)Math.Sin(3 * i) / 4],
    });
    var data = ml.Data.LoadFromEnumerable(rows);
    var components = ml.Transforms.ProjectToPrincipalComponents("Components", "Values", rank: 2).Fit(data).Transform(data)
        .GetColumn<float[]>("Components").ToArray();
    return Math.Sqrt(components.Average(c => ((double)c[0] * c[0] + (double)c[1] * c[1])));
}

double one = Length(1);
foreach (var (scale, least, most) in new[] { (1f, 0.999, 1.001), (1e-2f, 0.95, 0.999), (1e-3f, 0.2, 0.8), (1e-4f, 0, 0.05) })
{
    double kept = Length(scale) / scale / one;
    Expect(kept >= least && kept <= most, $"values times {scale}: the components' length times {scale * kept:G3}, {kept:P1} of what it should be");
}

return changed;

class Row
{
    [VectorType(3)]
    public float[]? Values;
}
CS
dotnet run seen.cs
