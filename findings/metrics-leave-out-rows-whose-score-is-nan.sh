#!/usr/bin/env bash
# Microsoft.ML 5.0.1, Regression.Evaluate and BinaryClassification.EvaluateNonCalibrated.
#
# A row whose score is NaN is left out of the metrics, and neither they nor a warning of the log say how many were:
# a model that answers half of the rows with NaN can be perfect.
#
# Seen on 2026-11-29: of four rows two are right and two NaN: root mean squared error 0, R squared 1; accuracy 1,
# area under the curve 1, two rows in the confusion matrix; no warning.
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
int warnings = 0;
ml.Log += (_, e) => warnings += e.Kind >= Microsoft.ML.Runtime.ChannelMessageKind.Warning ? 1 : 0;

var regression = ml.Regression.Evaluate(ml.Data.LoadFromEnumerable(new[]
{
    new Number { Label = 1, Score = 1 }, new Number { Label = 2, Score = 2 },
    new Number { Label = 300, Score = float.NaN }, new Number { Label = -300, Score = float.NaN },
}));
Expect(regression.RootMeanSquaredError == 0 && regression.RSquared == 1,
    $"2 right and 2 NaN of 4: root mean squared error {regression.RootMeanSquaredError}, R squared {regression.RSquared}");

var binary = ml.BinaryClassification.EvaluateNonCalibrated(ml.Data.LoadFromEnumerable(new[]
{
    new Choice { Label = true, Score = 1, PredictedLabel = true }, new Choice { Label = false, Score = -1, PredictedLabel = false },
    new Choice { Label = true, Score = float.NaN, PredictedLabel = false }, new Choice { Label = true, Score = float.NaN, PredictedLabel = false },
}));
double counted = binary.ConfusionMatrix.Counts.Sum(row => row.Sum());
Expect(binary.Accuracy == 1 && binary.AreaUnderRocCurve == 1 && counted == 2,
    $"2 right and 2 NaN of 4: accuracy {binary.Accuracy}, area under the curve {binary.AreaUnderRocCurve}, {counted} rows in the confusion matrix");
Console.WriteLine($"warnings in the log: {warnings}");

return changed;

class Number
{
    public float Label, Score;
}

class Choice
{
    public bool Label, PredictedLabel;
    public float Score;
}
CS
dotnet run seen.cs
