// From the repository's root: dotnet run -c Release --project docs/samples/Onnx [-- FOLDER]
// It fits a map of digits, writes it into FOLDER (default: onnx-sample) as ONNX, and compares ONNX Runtime with the step. Then, there:
//   npm install --ignore-scripts
//   node score.mjs digits.onnx check.json     scores rows in Node.js
//   node serve.mjs                            shows the map at http://localhost:8080: draw a digit and see where it lands

using System.Text.Json;
using LleTransforms;
using LleTransforms.Onnx;
using LleTransforms.Samples.Digits;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

string folder = args.Length > 0 ? args[0] : "onnx-sample";
string web = Directory.CreateDirectory(Path.Combine(folder, "web")).FullName;
foreach (string file in new[] { "package.json", "score.mjs", "serve.mjs", "web/index.html", "web/draw.mjs" })
{
    File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(folder, file), overwrite: true);
}

// Fit, as in any pipeline.
var mlContext = new MLContext(seed: 1);
IDataView training = DigitData.LoadTraining(mlContext), heldOut = DigitData.LoadHeldOut(mlContext);
LocallyLinearEmbeddingTransformer step = mlContext.Transforms.LocallyLinearEmbedding(
    "Lle", nameof(Digit.Pixels), numberOfComponents: 2, numberOfNeighbors: 15, LleMethod.Modified).Fit(training);

// The step alone: 64 pixels in, 2 coordinates out, any number of rows.
string stepPath = Path.Combine(web, "digits.onnx");
using (FileStream file = File.Create(stepPath))
{
    step.Model.SaveAsOnnx(file, new LleOnnxOptions { InputName = "pixels", OutputName = "place" });
}

// A whole chain, by ML.NET's own conversion: normaliser, step and trainer in one file.
ITransformer chain = mlContext.Transforms.NormalizeMinMax(nameof(Digit.Pixels), fixZero: false)
    .Append(mlContext.Transforms.LocallyLinearEmbedding("Lle", nameof(Digit.Pixels), numberOfComponents: 10, numberOfNeighbors: 15))
    .Append(mlContext.Transforms.Conversion.MapValueToKey("Label", nameof(Digit.Value)))
    .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Lle"))
    .Fit(training);
string chainPath = Path.Combine(folder, "chain.onnx");
using (FileStream file = File.Create(chainPath))
{
    mlContext.Model.ConvertToOnnx(chain, training, file, "Lle", "PredictedLabel");
}

// ONNX Runtime beside ML.NET, on digits that neither has seen.
Digit[] digits = [.. mlContext.Data.CreateEnumerable<Digit>(heldOut, reuseRowObject: false)];
float[] pixels = [.. digits.SelectMany(digit => digit.Pixels)];
var tensor = new DenseTensor<float>(pixels, [digits.Length, Digit.PixelCount]);
float[] places = Run(stepPath, "place", NamedOnnxValue.CreateFromTensor("pixels", tensor)).AsTensor<float>().ToArray();
float[] expected = [.. step.Transform(heldOut).GetColumn<float[]>("Lle").SelectMany(row => row)];
double furthest = expected.Zip(places, (a, b) => Math.Abs(a - (double)b)).Max();
Console.WriteLine($"digits.onnx: {new FileInfo(stepPath).Length / 1024.0:F0} KB");
Console.WriteLine($"{digits.Length} digits held out, all within 1E-5 of the step: {furthest < 1e-5}");

var values = new DenseTensor<float>(digits.Select(digit => digit.Value).ToArray(), [digits.Length, 1]);
uint[] labels = Run(
    chainPath, "PredictedLabel.output", NamedOnnxValue.CreateFromTensor(nameof(Digit.Pixels), tensor),
    NamedOnnxValue.CreateFromTensor(nameof(Digit.Value), values)).AsTensor<uint>().ToArray();
uint[] predicted = [.. chain.Transform(heldOut).GetColumn<uint>("PredictedLabel")];
int same = labels.Zip(predicted).Count(pair => pair.First == pair.Second);
Console.WriteLine($"chain.onnx: the same class as ML.NET for {same} of {digits.Length}");

// What the script and the page need beside the model.
var fitted = mlContext.Data.CreateEnumerable<Digit>(training, reuseRowObject: false).Select((digit, row) => new
{
    x = step.Model.Coordinates(row)[0], y = step.Model.Coordinates(row)[1], digit = (int)digit.Value,
});
File.WriteAllText(Path.Combine(web, "map.json"), JsonSerializer.Serialize(fitted));
File.WriteAllText(
    Path.Combine(folder, "check.json"),
    JsonSerializer.Serialize(new { rows = digits.Select(digit => digit.Pixels), places = expected.Chunk(2) }));
Console.WriteLine("There: npm install --ignore-scripts; node score.mjs web/digits.onnx check.json; node serve.mjs");
return 0;

static DisposableNamedOnnxValue Run(string path, string output, params NamedOnnxValue[] inputs)
{
    using var session = new InferenceSession(path);
    return session.Run(inputs, [output])[0];
}

// Expected output
// digits.onnx: 418 KB
// 539 digits held out, all within 1E-5 of the step: True
// chain.onnx: the same class as ML.NET for 539 of 539
// There: npm install --ignore-scripts; node score.mjs web/digits.onnx check.json; node serve.mjs
