#!/usr/bin/env dotnet
#:property PublishAot=false
#:project ../../src/LleTransforms/LleTransforms.csproj

// Predicts how far along a rolled-up sheet a point lies: dotnet run docs/samples/regression.cs -c Release

using LleTransforms;
using Microsoft.ML;
using Microsoft.ML.Data;

var context = new MLContext(seed: 1);
var training = context.Data.LoadFromEnumerable(RollPoint.Draw(1500, seed: 1));
var heldOut = context.Data.LoadFromEnumerable(RollPoint.Draw(500, seed: 2));

Console.WriteLine("Length along the sheet by a linear regression, 1500 points to learn from, 500 held out");
Console.WriteLine($"{"features",-26}{"R squared",11}{"root mean square error",25}");
Show("x, y, z", context.Transforms.CopyColumns("Flat", "Features"));
Show("PCA, 2", context.Transforms.ProjectToPrincipalComponents("Flat", "Features", rank: 2));
Show("LLE Modified, 2", Embedding(components: 2));
Show("LLE Modified, 6", Embedding(components: 6));

LocallyLinearEmbeddingEstimator Embedding(int components) =>
    context.Transforms.LocallyLinearEmbedding("Flat", "Features", components, numberOfNeighbors: 10, method: LleMethod.Modified);

void Show(string name, IEstimator<ITransformer> step)
{
    // The trainer passes over its rows many times, and each pass would place them again but for the checkpoint.
    var model = step.AppendCacheCheckpoint(context).Append(context.Regression.Trainers.Sdca(featureColumnName: "Flat")).Fit(training);
    var metrics = context.Regression.Evaluate(model.Transform(heldOut));
    Console.WriteLine($"{name,-26}{metrics.RSquared,11:F3}{metrics.RootMeanSquaredError,25:F2}");
}

/// <summary>A point of the roll and how far along the rolled-up sheet it lies: the length of the spiral up to it.</summary>
internal sealed class RollPoint
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];

    public float Label { get; set; }

    /// <summary>Points drawn evenly over a sheet of one and a half turns.</summary>
    public static RollPoint[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double angle = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
            return new RollPoint
            {
                Features = [(float)(angle * Math.Cos(angle)), (float)(21 * random.NextDouble()), (float)(angle * Math.Sin(angle))],
                Label = (float)((angle * Math.Sqrt(1 + (angle * angle))) + Math.Asinh(angle)) / 2,
            };
        })];
    }
}

// Expected output:
//
// Length along the sheet by a linear regression, 1500 points to learn from, 500 held out
// features                    R squared   root mean square error
// x, y, z                         0.105                    24.28
// PCA, 2                          0.102                    24.32
// LLE Modified, 2                 1.000                     0.16
// LLE Modified, 6                 1.000                     0.04
