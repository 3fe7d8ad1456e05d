// Noise, outliers and sparse rows, and the options that answer them: dotnet run -c Release --project docs/samples/Noise
using LleTransforms;
using LleTransforms.Samples.Noise;
using LleTransforms.Samples.SwissRoll;
using Microsoft.ML;
using Microsoft.ML.Data;

var context = new MLContext(seed: 1);
var points = RollPoint.Draw(1000, seed: 1);
var sheet = FeatureMatrix.FromRowMajor([.. points.SelectMany(point => new[] { (float)point.Length, (float)point.Height })], points.Length, 2);

Console.WriteLine("Share of the sheet that two coordinates explain, of 1000 points of a swiss roll");
Console.WriteLine($"{"noise",6}{"Standard",10}{"Standard, 1e-5",16}{"Modified",10}{"Modified, k = 18",18}{"Hessian",10}{"tangent spaces",16}");
foreach (double noise in new[] { 0, 0.1, 0.3, 0.6, 1 })
{
    var rows = NoisyRows.Add(points, noise, seed: 2);
    Console.WriteLine(
        $"{noise,6:F1}{Explained(rows, Options()),10:F3}{Explained(rows, Options(regularization: 1e-5)),16:F3}{Explained(rows, Options(LleMethod.Modified)),10:F3}" +
        $"{Explained(rows, Options(LleMethod.Modified, neighbors: 18)),18:F3}{Explained(rows, Options(LleMethod.Hessian)),10:F3}" +
        $"{Explained(rows, Options(LleMethod.LocalTangentSpaceAlignment)),16:F3}");
}

// A few points far from the sheet: whether they make neighbours with it, and what the model says of how ill they fit.
Console.WriteLine();
Console.WriteLine("With 10 of the 1000 points thrown far off, Modified:");
var outliers = NoisyRows.ThrowOff(points, count: 10, seed: 3);
Console.WriteLine($"sheet explained {Explained(outliers, Options(LleMethod.Modified)):F3} when they are fitted");
var options = Options(LleMethod.Modified);
options.ReconstructionErrorColumnName = "Error";
var model = context.Transforms.LocallyLinearEmbedding(options).Fit(context.Data.LoadFromEnumerable(NoisyRows.Add(points, 0, seed: 3)));
var unseen = NoisyRows.ThrowOff(RollPoint.Draw(1000, seed: 4), count: 10, seed: 3);
float[] errors = [.. model.Transform(context.Data.LoadFromEnumerable(unseen)).GetColumn<float>("Error")];
Console.WriteLine($"reconstruction error by a model of clean rows: {errors[..10].Min():F2} at the least for 10 rows thrown off, {errors[10..].Max():F2} at the most for 990 new rows of the roll");

// The same rows with most values absent, as featurised text or one-hot categories have them.
Console.WriteLine();
Console.WriteLine("Sparse rows: the same points spread over 1000 slots of which few are not zero, and as dense rows");
var spread = NoisyRows.Spread(points, slots: 1000);
var dense = context.Data.LoadFromEnumerable(spread.Select(row => new WideRow { Features = new VBuffer<float>(1000, [.. row.DenseValues()]) }));
var sparse = context.Data.LoadFromEnumerable(spread.Select(row => new WideRow { Features = row }));
float[][] fromDense = Embed(dense), fromSparse = Embed(sparse);
bool same = fromDense.Zip(fromSparse).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
Console.WriteLine($"explicit values {spread[0].GetValues().Length} of 1000 a row; coordinates are {(same ? "the same to the last bit" : "NOT the same")}");

double Explained(NoisyRow[] rows, LocallyLinearEmbeddingOptions how)
{
    var data = context.Data.LoadFromEnumerable(rows);
    float[][] flat = [.. context.Transforms.LocallyLinearEmbedding(how).Fit(data).Transform(data).GetColumn<float[]>("Lle")];
    return 1 - ProcrustesDistance.UnderAffineMap(sheet, FeatureMatrix.FromRowMajor([.. flat.SelectMany(row => row)], flat.Length, 2));
}

float[][] Embed(IDataView data) => [.. context.Transforms.LocallyLinearEmbedding(Options(LleMethod.Modified)).Fit(data).Transform(data).GetColumn<float[]>("Lle")];

static LocallyLinearEmbeddingOptions Options(LleMethod method = LleMethod.Standard, int neighbors = 10, double regularization = 1e-3) =>
    new() { NumberOfComponents = 2, NumberOfNeighbors = neighbors, Method = method, Regularization = regularization };

// Expected output:
//
// Share of the sheet that two coordinates explain, of 1000 points of a swiss roll
//  noise  Standard  Standard, 1e-5  Modified  Modified, k = 18   Hessian  tangent spaces
//    0.0     0.957           0.944     0.999             0.998     1.000           1.000
//    0.1     0.975           0.834     0.997             0.995     0.999           0.997
//    0.3     0.972           0.555     0.986             0.603     0.957           0.944
//    0.6     0.511           0.102     0.886             0.048     0.836           0.851
//    1.0     0.069           0.057     0.047             0.049     0.030           0.032
//
// With 10 of the 1000 points thrown far off, Modified:
// sheet explained 0.842 when they are fitted
// reconstruction error by a model of clean rows: 4.67 at the least for 10 rows thrown off, 0.02 at the most for 990 new rows of the roll
//
// Sparse rows: the same points spread over 1000 slots of which few are not zero, and as dense rows
// explicit values 3 of 1000 a row; coordinates are the same to the last bit
