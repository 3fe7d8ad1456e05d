// Predicts how far along a rolled-up sheet a point lies: dotnet run -c Release --project docs/samples/Regression
using LleTransforms;
using LleTransforms.Samples.SwissRoll;
using Microsoft.ML;
using Microsoft.ML.Data;

var context = new MLContext(seed: 1);
var training = Load(RollPoint.Draw(1500, seed: 1));
var heldOut = Load(RollPoint.Draw(500, seed: 2));

Console.WriteLine("Length along the sheet by a linear regression, 1500 points to learn from, 500 held out");
Console.WriteLine($"{"features",-26}{"R squared",11}{"root mean square error",25}");
Show("x, y, z", context.Transforms.CopyColumns("Flat", "Features"));
Show("PCA, 2", context.Transforms.ProjectToPrincipalComponents("Flat", "Features", rank: 2));
Show("LLE Modified, 2", context.Transforms.LocallyLinearEmbedding("Flat", "Features", numberOfComponents: 2, numberOfNeighbors: 10, method: LleMethod.Modified));
Show("LLE Modified, 6", context.Transforms.LocallyLinearEmbedding("Flat", "Features", numberOfComponents: 6, numberOfNeighbors: 10, method: LleMethod.Modified));

IDataView Load(RollPoint[] points) => context.Data.LoadFromEnumerable(points.Select(point => new MeasuredPoint { Features = point.Features, Label = (float)point.Length }));

void Show(string name, IEstimator<ITransformer> step)
{
    // The trainer passes over its rows many times, and each pass would place them again but for the checkpoint.
    var model = step.AppendCacheCheckpoint(context).Append(context.Regression.Trainers.Sdca(featureColumnName: "Flat")).Fit(training);
    var metrics = context.Regression.Evaluate(model.Transform(heldOut));
    Console.WriteLine($"{name,-26}{metrics.RSquared,11:F3}{metrics.RootMeanSquaredError,25:F2}");
}

/// <summary>A point of the roll and how far along the sheet it lies.</summary>
internal sealed class MeasuredPoint
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];

    public float Label { get; set; }
}

// Expected output:
//
// Length along the sheet by a linear regression, 1500 points to learn from, 500 held out
// features                    R squared   root mean square error
// x, y, z                         0.105                    24.28
// PCA, 2                          0.103                    24.31
// LLE Modified, 2                 1.000                     0.15
// LLE Modified, 6                 1.000                     0.04
