#!/usr/bin/env dotnet
#:property PublishAot=false
#:package Microsoft.ML.DnnImageFeaturizer.ResNet18
#:package Microsoft.ML.ImageAnalytics
#:package Microsoft.ML.OnnxRuntime
#:package SkiaSharp
#:package SkiaSharp.NativeAssets.Linux.NoDependencies
#:project ../../src/LleTransforms/LleTransforms.csproj

// Pictures that it draws, through a trained network to 512 features, through an embedding to ten coordinates, to a linear classifier:
// dotnet run docs/samples/image-features.cs -c Release
// Microsoft.ML.ImageAnalytics brings SkiaSharp itself; it is named above because not every package source serves the version asked for.

using LleTransforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

const int TrainingRows = 180, HeldOutRows = 90, Components = 10, NetworkSide = 224;

var context = new MLContext(seed: 1);
var drawn = context.Data.LoadFromEnumerable(Picture.Draw(TrainingRows, seed: 1));
var extraction = context.Transforms.ExtractPixels("Pixels", nameof(Picture.Image), scaleImage: 1 / 255f)
    .Append(context.Transforms.ResizeImages("Large", NetworkSide, NetworkSide, nameof(Picture.Image)))
    .Append(context.Transforms.ExtractPixels("LargePixels", "Large"))
    .Append(context.Transforms.DnnFeaturizeImage(
        "ResNet", factory => factory.ModelSelector.ResNet18(context, factory.OutputColumn, factory.InputColumn), "LargePixels"))
    .Append(context.Transforms.Conversion.MapValueToKey("Label", nameof(Picture.Kind)))
    .Append(context.Transforms.SelectColumns("Label", "Pixels", "ResNet"))
    .Fit(drawn);

// Kept in memory, or each fit below would send every picture through the network again.
var training = context.Data.Cache(extraction.Transform(drawn));
var heldOut = context.Data.Cache(extraction.Transform(context.Data.LoadFromEnumerable(Picture.Draw(HeldOutRows, seed: 2))));
Console.WriteLine($"{TrainingRows} pictures of six shapes to learn from, {HeldOutRows} held out");
Console.WriteLine($"{"features",-38}{"accuracy",10}{"log-loss",10}");
Show("3072 values of pixels", context.Transforms.CopyColumns("Few", "Pixels"));
Show("512 of ResNet18", context.Transforms.CopyColumns("Few", "ResNet"));
Show($"PCA, {Components} of them", context.Transforms.ProjectToPrincipalComponents("Few", "ResNet", rank: Components));
Show($"LLE, {Components} of them", Embedding(label: null));
Show($"LLE, {Components} of them, with labels", Embedding(label: "Label"));

LocallyLinearEmbeddingEstimator Embedding(string? label) => context.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
{
    OutputColumnName = "Few", InputColumnName = "ResNet", NumberOfComponents = Components, NumberOfNeighbors = null,
    LabelColumnName = label, SupervisionStrength = label is null ? 0 : 0.2,
});

void Show(string name, IEstimator<ITransformer> step)
{
    var trainer = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
        featureColumnName: "Few", l1Regularization: 0, l2Regularization: 0.1f);
    var model = step.AppendCacheCheckpoint(context).Append(trainer).Fit(training);
    var metrics = context.MulticlassClassification.Evaluate(model.Transform(heldOut));
    Console.WriteLine($"{name,-38}{metrics.MicroAccuracy,10:F3}{metrics.LogLoss,10:F3}");
}

/// <summary>A picture of one shape: where it lies, how large it is, how it is turned and in what colours is chance.</summary>
internal sealed class Picture
{
    private const int Side = 32;

    // Whether a point lies in the shape, whose radius is about 1 and whose middle is 0, 0.
    private static readonly (string Kind, Func<double, double, bool> Covers)[] _shapes =
    [
        ("disc", (x, y) => Math.Sqrt((x * x) + (y * y)) < 0.9),
        ("ring", (x, y) => Math.Sqrt((x * x) + (y * y)) is > 0.55 and < 1),
        ("square", (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 0.8),
        ("triangle", (x, y) => y > -0.5 && y < 1 - (Math.Sqrt(3) * Math.Abs(x))),
        ("cross", (x, y) => Math.Min(Math.Abs(x), Math.Abs(y)) < 0.25 && Math.Max(Math.Abs(x), Math.Abs(y)) < 1),
        ("moon", (x, y) => (x * x) + (y * y) < 1 && ((x - 0.5) * (x - 0.5)) + (y * y) > 0.64),
    ];

    private byte[] _pixels = [];

    // ML.NET disposes of an image when it has read it, and may read a row more than once.
    [ImageType(Side, Side)]
    public MLImage Image => MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, _pixels);

    public string Kind { get; private init; } = "";

    public static Picture[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Draw(_shapes[i % _shapes.Length], random))];
    }

    private static Picture Draw((string Kind, Func<double, double, bool> Covers) shape, Random random)
    {
        double radius = Side * (0.2 + (0.2 * random.NextDouble())), turn = 2 * Math.PI * random.NextDouble();
        double room = Side - (2 * radius), left = radius + (room * random.NextDouble()), top = radius + (room * random.NextDouble());
        var (sine, cosine) = Math.SinCos(turn);
        double[] paper = [.. Enumerable.Range(0, 3).Select(_ => 255 * random.NextDouble())];

        // Lighter or darker than what it lies on, by as much as the eye needs.
        double[] ink = [.. paper.Select(value => value + ((value < 128 ? 1 : -1) * (60 + (60 * random.NextDouble()))))];
        var pixels = new byte[4 * Side * Side];
        for (int i = 0; i < pixels.Length; i += 4)
        {
            double x = ((i / 4 % Side) - left) / radius, y = ((i / 4 / Side) - top) / radius;
            double[] colour = shape.Covers((cosine * x) - (sine * y), (sine * x) + (cosine * y)) ? ink : paper;
            for (int channel = 0; channel < 3; channel++)
            {
                pixels[i + channel] = (byte)Math.Clamp(colour[channel] + (40 * (random.NextDouble() - 0.5)), 0, 255);
            }

            pixels[i + 3] = 255;
        }

        return new Picture { _pixels = pixels, Kind = shape.Kind };
    }
}

// The network's features do what pixels cannot. Of ten numbers made of them, ten principal components serve a linear classifier best: with
// 30 pictures of a kind neighbourhoods tell little that the features themselves do not. k is chosen on the training rows alone.
//
// Expected output:
//
// 180 pictures of six shapes to learn from, 90 held out
// features                                accuracy  log-loss
// 3072 values of pixels                      0.256     3.271
// 512 of ResNet18                            0.922     0.266
// PCA, 10 of them                            0.767     1.277
// LLE, 10 of them                            0.700     0.856
// LLE, 10 of them, with labels               0.656     0.867
