// Unrolls a swiss roll: dotnet run -c Release --project docs/samples/SwissRoll [picture.svg]
using LleTransforms;
using LleTransforms.Samples.SwissRoll;
using Microsoft.ML;
using Microsoft.ML.Data;

string file = args is [var path] ? path : Path.Combine(AppContext.BaseDirectory, "swiss-roll.svg");
var points = RollPoint.Draw(1000, seed: 1);
var context = new MLContext(seed: 1);
var data = context.Data.LoadFromEnumerable(points);
var sheet = FeatureMatrix.FromRowMajor([.. points.SelectMany(point => new[] { (float)point.Length, (float)point.Height })], points.Length, 2);

var picture = new Picture([.. points.Select(point => point.Length)]);
picture.Add("the roll, from its side", [.. points.Select(point => (point.Features[0] + (0.25 * point.Features[1]), point.Features[2] + (0.35 * point.Features[1])))]);
Console.WriteLine($"{points.Length} points of a rolled-up sheet, 3 coordinates -> 2");
Console.WriteLine($"{"",-12}{"trustworthiness",17}{"continuity",12}{"sheet explained",17}");
Show("PCA", context.Transforms.ProjectToPrincipalComponents("Flat", "Features", rank: 2));
Show("LLE", context.Transforms.LocallyLinearEmbedding("Flat", "Features", numberOfComponents: 2, numberOfNeighbors: 10, regularization: 1e-5));
Show("LLE Modified", context.Transforms.LocallyLinearEmbedding("Flat", "Features", numberOfComponents: 2, numberOfNeighbors: 10, method: LleMethod.Modified));
picture.Save(file);
Console.WriteLine($"Picture: {Path.GetFileName(file)}");

void Show(string name, IEstimator<ITransformer> step)
{
    var flat = step.Fit(data).Transform(data);
    float[][] rows = [.. flat.GetColumn<float[]>("Flat")];
    var metrics = context.EvaluateEmbedding(flat, "Features", "Flat");

    // What the two coordinates say about the place on the sheet, up to a turn and a stretch of it.
    double explained = 1 - ProcrustesDistance.UnderAffineMap(sheet, FeatureMatrix.FromRowMajor([.. rows.SelectMany(row => row)], rows.Length, 2));
    Console.WriteLine($"{name,-12}{metrics.Trustworthiness,17:F3}{metrics.Continuity,12:F3}{explained,17:F3}");
    picture.Add(name, [.. rows.Select(row => ((double)row[0], (double)row[1]))]);
}

// Expected output:
//
// 1000 points of a rolled-up sheet, 3 coordinates -> 2
//               trustworthiness  continuity  sheet explained
// PCA                     0.895       0.983            0.107
// LLE                     0.923       0.986            0.944
// LLE Modified            0.993       0.993            0.999
// Picture: swiss-roll.svg
