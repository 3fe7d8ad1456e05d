#!/usr/bin/env dotnet
#:property PublishAot=false
#:project ../../src/LleTransforms/LleTransforms.csproj

// Noise, outliers and sparse rows, and the options that answer them: dotnet run docs/samples/noise.cs -c Release

using LleTransforms;
using Microsoft.ML;
using Microsoft.ML.Data;

const int Rows = 1000, Outliers = 10, Slots = 1000;

var context = new MLContext(seed: 1);
var roll = Roll.Draw(Rows, seed: 1);

Console.WriteLine("Share of the sheet that two coordinates explain, of 1000 points of a swiss roll");
Console.WriteLine(
    $"{"noise",6}{"Standard",10}{"Standard, 1e-5",16}{"Convex",8}" +
    $"{"Modified",10}{"Modified, k = 18",18}{"Hessian",10}{"tangent spaces",16}");
foreach (double noise in new[] { 0, 0.1, 0.3, 0.6, 1 })
{
    var points = roll.WithNoise(noise, seed: 2);
    Console.WriteLine(
        $"{noise,6:F1}{Explained(points, Options()),10:F3}{Explained(points, Options(regularization: 1e-5)),16:F3}" +
        $"{Explained(points, Options(LleMethod.Convex)),8:F3}" +
        $"{Explained(points, Options(LleMethod.Modified)),10:F3}{Explained(points, Options(LleMethod.Modified, neighbors: 18)),18:F3}" +
        $"{Explained(points, Options(LleMethod.Hessian)),10:F3}{Explained(points, Options(LleMethod.LocalTangentSpaceAlignment)),16:F3}");
}

// A few points far from the sheet: whether they make neighbours with it, and what the model says of how ill they fit.
Console.WriteLine();
Console.WriteLine("With 10 of the 1000 points thrown far off, Modified:");
double explained = Explained(roll.WithOutliers(Outliers, seed: 3), Options(LleMethod.Modified));
Console.WriteLine($"sheet explained {explained:F3} when they are fitted");
var options = Options(LleMethod.Modified);
options.ReconstructionErrorColumnName = "Error";
var model = context.Transforms.LocallyLinearEmbedding(options).Fit(Load(roll.Points));
var unseen = Load(Roll.Draw(Rows, seed: 4).WithOutliers(Outliers, seed: 3));
float[] errors = [.. model.Transform(unseen).GetColumn<float>("Error")];
Console.WriteLine(
    $"reconstruction error by a model of clean rows: {errors[..Outliers].Min():F2} at the least for 10 rows thrown off, " +
    $"{errors[Outliers..].Max():F2} at the most for 990 new rows of the roll");

// The same rows with most values absent, as featurised text or one-hot categories have them.
Console.WriteLine();
Console.WriteLine("Sparse rows: the same points spread over 1000 slots of which few are not zero, and as dense rows");
VBuffer<float>[] sparse = [.. roll.Points.Select(point => new VBuffer<float>(Slots, 3, point, [7, 500, 990]))];
float[][] fromSparse = Embed(sparse), fromDense = Embed(sparse.Select(row => new VBuffer<float>(Slots, [.. row.DenseValues()])));
bool same = fromDense.Zip(fromSparse).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
Console.WriteLine(
    $"explicit values {sparse[0].GetValues().Length} of 1000 a row; " +
    $"coordinates are {(same ? "the same to the last bit" : "NOT the same")}");

IDataView Load(IEnumerable<float[]> points) => context.Data.LoadFromEnumerable(points.Select(point => new Row { Features = point }));

double Explained(float[][] points, LocallyLinearEmbeddingOptions how)
{
    var data = Load(points);
    var embedded = context.Transforms.LocallyLinearEmbedding(how).Fit(data).Transform(data);
    float[] flat = [.. embedded.GetColumn<float[]>("Lle").SelectMany(row => row)];
    return 1 - ProcrustesDistance.UnderAffineMap(roll.Sheet, FeatureMatrix.FromRowMajor(flat, Rows, 2));
}

float[][] Embed(IEnumerable<VBuffer<float>> rows)
{
    var data = context.Data.LoadFromEnumerable(rows.Select(row => new WideRow { Features = row }));
    var step = context.Transforms.LocallyLinearEmbedding(Options(LleMethod.Modified));
    return [.. step.Fit(data).Transform(data).GetColumn<float[]>("Lle")];
}

static LocallyLinearEmbeddingOptions Options(
    LleMethod method = LleMethod.Standard, int neighbors = 10, double regularization = 1e-3) =>
    new() { NumberOfComponents = 2, NumberOfNeighbors = neighbors, Method = method, Regularization = regularization };

/// <summary>A point of three coordinates.</summary>
internal sealed class Row
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];
}

/// <summary>A row of many slots, which may be sparse.</summary>
internal sealed class WideRow
{
    [VectorType(1000)]
    public VBuffer<float> Features { get; set; }
}

/// <summary>Points of a sheet that is rolled up by one and a half turns, and where on the sheet they lie.</summary>
internal sealed record Roll(float[][] Points, FeatureMatrix Sheet)
{
    public static Roll Draw(int count, int seed)
    {
        var random = new Random(seed);
        var points = new float[count][];
        var sheet = new float[2 * count];
        for (int i = 0; i < count; i++)
        {
            double angle = 1.5 * Math.PI * (1 + (2 * random.NextDouble())), height = 21 * random.NextDouble();
            points[i] = [(float)(angle * Math.Cos(angle)), (float)height, (float)(angle * Math.Sin(angle))];

            // Along the sheet goes the length of the spiral.
            sheet[2 * i] = (float)(((angle * Math.Sqrt(1 + (angle * angle))) + Math.Asinh(angle)) / 2);
            sheet[(2 * i) + 1] = (float)height;
        }

        return new(points, FeatureMatrix.FromRowMajor(sheet, count, 2));
    }

    /// <summary>Adds normal noise; the turns of the roll lie about 6 apart.</summary>
    public float[][] WithNoise(double deviation, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(Points, point => Array.ConvertAll(point, value => (float)(value + (deviation * Normal(random)))));
    }

    /// <summary>Puts the first points anywhere in a box that is three times as large as the roll.</summary>
    public float[][] WithOutliers(int count, int seed)
    {
        var random = new Random(seed);
        float Anywhere() => (float)(60 * ((2 * random.NextDouble()) - 1));
        return [.. Points.Select((point, i) => i < count ? [Anywhere(), Anywhere(), Anywhere()] : point)];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

// Expected output:
//
// Share of the sheet that two coordinates explain, of 1000 points of a swiss roll
//  noise  Standard  Standard, 1e-5  Convex  Modified  Modified, k = 18   Hessian  tangent spaces
//    0.0     0.957           0.944   0.940     0.999             0.998     1.000           1.000
//    0.1     0.975           0.834   0.939     0.997             0.995     0.999           0.997
//    0.3     0.972           0.555   0.941     0.986             0.603     0.957           0.944
//    0.6     0.511           0.102   0.865     0.886             0.048     0.836           0.851
//    1.0     0.069           0.057   0.145     0.047             0.049     0.030           0.032
//
// With 10 of the 1000 points thrown far off, Modified:
// sheet explained 0.842 when they are fitted
// reconstruction error by a model of clean rows: 4.67 at the least for 10 rows thrown off, 0.02 at the most for 990 new rows of the roll
//
// Sparse rows: the same points spread over 1000 slots of which few are not zero, and as dense rows
// explicit values 3 of 1000 a row; coordinates are the same to the last bit
