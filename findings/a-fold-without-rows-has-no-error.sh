#!/usr/bin/env bash
# Microsoft.ML 5.0.1, CrossValidate and TrainTestSplit.
#
# Rows are dealt by chance, each for itself, so that folds of a small table differ in size and some have no row. An
# empty fold is no failure: its metrics are 0, so that the mean error over the folds comes out too small.
#
# Seen on 2026-11-29: 12 rows in 10 folds give 0 1 2 0 1 0 1 2 5 0 rows; the four empty ones have root mean squared
# error 0 and R squared 0; the mean error is 0.632, and 1.053 over those with rows. A tenth for testing is 0 to 3 rows.
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

var ml = new MLContext(1);
var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 12).Select(i => new Row { Features = [i / 12f], Label = i % 3 }));
var folds = ml.Regression.CrossValidate(data, ml.Regression.Trainers.OnlineGradientDescent(), numberOfFolds: 10)
    .Select(f => (Rows: f.ScoredHoldOutSet.GetColumn<float>("Label").Count(), f.Metrics.RootMeanSquaredError, f.Metrics.RSquared)).ToArray();
foreach (var f in folds)
    Console.WriteLine($"{f.Rows} rows: root mean squared error {f.RootMeanSquaredError:F3}, R squared {f.RSquared:F3}");

var empty = folds.Where(f => f.Rows == 0).ToArray();
Expect(empty.Length > 0, $"12 rows in 10 folds leave {empty.Length} folds empty; the largest has {folds.Max(f => f.Rows)}");
Expect(empty.All(f => f.RootMeanSquaredError == 0 && f.RSquared == 0), "an empty fold has error 0 and R squared 0");
double all = folds.Average(f => f.RootMeanSquaredError), filled = folds.Where(f => f.Rows > 0).Average(f => f.RootMeanSquaredError);
Expect(all < 0.9 * filled, $"the mean error is {all:F3} over all folds, {filled:F3} over those with rows");

int[] parts = [.. Enumerable.Range(1, 10).Select(seed => new MLContext(seed))
    .Select(m => m.Data.TrainTestSplit(data, 0.1).TestSet.GetColumn<float>("Label").Count())];
Expect(parts.Min() == 0 && parts.Max() > 1, $"a tenth of the 12 rows for testing, seeds 1 to 10: {string.Join(" ", parts)} rows");

return changed;

class Row
{
    [VectorType(1)]
    public float[]? Features;
    public float Label;
}
CS
dotnet run seen.cs
