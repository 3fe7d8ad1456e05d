// Ten kinds of images to a classifier, by three kinds of features:
// dotnet run -c Release --project docs/samples/Images -- [training rows] [rows held out] [data folder]
// A small network in place of the linear classifier (NetworkComparison.cs):
// dotnet run -c Release --project docs/samples/Images -- network [training rows] [rows held out] [epochs] [data folder]
using System.Diagnostics;
using System.Globalization;
using LleTransforms;
using LleTransforms.Samples.Images;
using Microsoft.ML;

if (args is ["network", ..])
{
    NetworkComparison.Run(Number(1, otherwise: 1000), Number(2, otherwise: 500), epochs: Number(3, otherwise: 6), Folder(4));
    return;
}

foreach (var images in ImageSet.LoadAll(Folder(2), Number(0, otherwise: 1000), Number(1, otherwise: 1000)))
{
    Console.WriteLine($"{images.Name}, {images.Training.Length:N0} images to learn from, {images.HeldOut.Length:N0} held out");
    Console.WriteLine($"{"features",-24}{"accuracy",10}{"log-loss",10}{"fit",12}{"train",12}{"place a row",14}");
    Show("784 pixels", transforms => transforms.CopyColumns("Few", "Features"));
    foreach (int components in new[] { 10, 30 })
    {
        Show($"PCA, {components}", transforms => transforms.ProjectToPrincipalComponents("Few", "Features", rank: components));
        Show($"LLE, {components}", transforms => transforms.LocallyLinearEmbedding("Few", "Features", components, numberOfNeighbors: 12));
    }

    Show("LLE, 10, with labels", transforms => transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
    {
        OutputColumnName = "Few", InputColumnName = "Features", LabelColumnName = "Label", SupervisionStrength = 0.2,
    }));
    Console.WriteLine();

    void Show(string name, Func<TransformsCatalog, IEstimator<ITransformer>> step)
    {
        var context = new MLContext(seed: 1);
        var training = context.Data.LoadFromEnumerable(images.Training);
        var heldOut = context.Data.LoadFromEnumerable(images.HeldOut);
        var watch = Stopwatch.StartNew();
        var fitted = TimeSpan.Zero;
        var model = step(context.Transforms).WithOnFitDelegate(_ => fitted = watch.Elapsed)
            .AppendCacheCheckpoint(context)
            .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Few", l1Regularization: 0, l2Regularization: 1))
            .Fit(training);
        var trained = watch.Elapsed;
        var metrics = context.MulticlassClassification.Evaluate(model.Transform(heldOut));
        double perRow = (watch.Elapsed - trained).TotalMilliseconds / images.HeldOut.Length;
        Console.WriteLine(
            $"{name,-24}{metrics.MicroAccuracy,10:F3}{metrics.LogLoss,10:F3}{fitted.TotalSeconds,10:F1} s" +
            $"{(trained - fitted).TotalSeconds,10:F1} s{perRow,11:F2} ms");
    }
}

int Number(int place, int otherwise) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;

string Folder(int place) => Path.GetFullPath(args.Length > place ? args[place] : Path.Combine("artifacts", "bench-data"));

// Expected output:
//
// MNIST, 1,000 images to learn from, 1,000 held out
// features                  accuracy  log-loss         fit       train   place a row
// 784 pixels                   0.837     0.495       0.0 s       1.7 s       0.18 ms
// PCA, 10                      0.730     0.767       0.1 s       0.1 s       0.01 ms
// LLE, 10                      0.732     0.803       0.8 s       0.3 s       0.83 ms
// PCA, 30                      0.820     0.577       0.1 s       0.1 s       0.01 ms
// LLE, 30                      0.799     0.602       0.9 s       0.1 s       0.79 ms
// LLE, 10, with labels         0.857     0.469       1.3 s       0.3 s       0.60 ms
//
// Fashion-MNIST, 1,000 images to learn from, 1,000 held out
// features                  accuracy  log-loss         fit       train   place a row
// 784 pixels                   0.788     0.624       0.0 s       1.3 s       0.02 ms
// PCA, 10                      0.752     0.679       0.0 s       0.2 s       0.02 ms
// LLE, 10                      0.716     0.741       0.2 s       0.1 s       0.20 ms
// PCA, 30                      0.781     0.613       0.0 s       0.2 s       0.01 ms
// LLE, 30                      0.745     0.677       0.2 s       0.1 s       0.35 ms
// LLE, 10, with labels         0.762     0.683       0.3 s       0.1 s       0.16 ms
