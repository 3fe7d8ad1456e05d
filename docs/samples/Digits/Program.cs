using LleTransforms.Samples.Digits;
using Microsoft.ML;

// Without arguments: learns, compares, saves a model, and has a second process predict with it.
// predict MODEL.zip: what the second process does.
if (args is ["predict", var savedModel])
{
    Prediction.WriteAll(savedModel, Console.Out);
    return 0;
}

var context = new MLContext(seed: 1);
var training = DigitData.LoadTraining(context);
var heldOut = DigitData.LoadHeldOut(context);
Console.WriteLine($"ML.NET: {MLNetVersion.Describe()}");
Console.WriteLine($"Data:   {DigitData.Credit}");
Console.WriteLine();

var table = new ResultTable(Console.Out);
table.WriteHeader();
table.WriteRow(Experiment.Run(context, Pipelines.RawPixels(context), training, heldOut));
ExperimentResult? chosen = null;
foreach (int components in new[] { 5, 10, 20 })
{
    chosen = Experiment.Run(context, Pipelines.Embedded(context, components), training, heldOut);
    table.WriteRow(chosen);
}

string path = Path.Combine(AppContext.BaseDirectory, "digits-model.zip");
context.Model.Save(chosen!.Model, training.Schema, path);
Console.WriteLine();
Console.WriteLine($"Saved:  {chosen.Name}, {new FileInfo(path).Length / 1024.0:F0} KiB, in {path}");

string[] here = Prediction.Lines(context, chosen.Model, heldOut);
string[] there = SecondProcess.Predict(path);
int different = Enumerable.Range(0, Math.Max(here.Length, there.Length))
    .Count(row => row >= here.Length || row >= there.Length || here[row] != there[row]);
Console.WriteLine(different == 0
    ? $"Second process: loaded the model and gave the same prediction and scores for all {there.Length} held-out digits."
    : $"Second process: {different} of {here.Length} predictions DIFFER.");
return different == 0 ? 0 : 1;

// Expected output, times and paths apart:
//
// ML.NET: Microsoft.ML 5.0.1
// Data:   1,258 digits to learn from, 539 held out (Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0)
//
// features              accuracy  log-loss        fit      train
// --------------------------------------------------------------
// 64 pixels                0.970     0.102          -   1,563 ms
// LLE, 5 components        0.857     0.499     506 ms     213 ms
// LLE, 10 components       0.954     0.217     250 ms     275 ms
// LLE, 20 components       0.976     0.086     417 ms      90 ms
//
// Saved:  LLE, 20 components, 270 KiB, in artifacts/bin/Digits/release/digits-model.zip
// Second process: loaded the model and gave the same prediction and scores for all 539 held-out digits.
