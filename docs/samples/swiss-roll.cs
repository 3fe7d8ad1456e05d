#!/usr/bin/env dotnet
#:property PublishAot=false
#:project ../../src/LleTransforms/LleTransforms.csproj

// Unrolls a swiss roll and draws it: dotnet run docs/samples/swiss-roll.cs -c Release -- [picture.svg]

using System.Text;
using LleTransforms;
using Microsoft.ML;
using Microsoft.ML.Data;

string file = args is [var path] ? path : "swiss-roll.svg";
var points = RollPoint.Draw(1000, seed: 1);
var context = new MLContext(seed: 1);
var data = context.Data.LoadFromEnumerable(points);
float[] places = [.. points.SelectMany(point => new[] { (float)point.Length, (float)point.Height })];
var sheet = FeatureMatrix.FromRowMajor(places, points.Length, 2);

var picture = new Picture([.. points.Select(point => point.Length)]);
picture.Add("the roll, from its side", [.. points.Select(point => FromTheSide(point.Features))]);
Console.WriteLine($"{points.Length} points of a rolled-up sheet, 3 coordinates -> 2");
Console.WriteLine($"{"",-12}{"trustworthiness",17}{"continuity",12}{"sheet explained",17}");
Show("PCA", context.Transforms.ProjectToPrincipalComponents("Flat", "Features", rank: 2));
Show("LLE", context.Transforms.LocallyLinearEmbedding("Flat", "Features", 2, numberOfNeighbors: 10, regularization: 1e-5));
Show("LLE Modified", context.Transforms.LocallyLinearEmbedding("Flat", "Features", 2, numberOfNeighbors: 10, method: LleMethod.Modified));
picture.Save(file);
Console.WriteLine($"Picture: {Path.GetFileName(file)}");

void Show(string name, IEstimator<ITransformer> step)
{
    var flat = step.Fit(data).Transform(data);
    float[][] rows = [.. flat.GetColumn<float[]>("Flat")];
    var metrics = context.EvaluateEmbedding(flat, "Features", "Flat");

    // What the two coordinates say about the place on the sheet, up to a turn and a stretch of it.
    var coordinates = FeatureMatrix.FromRowMajor([.. rows.SelectMany(row => row)], rows.Length, 2);
    double explained = 1 - ProcrustesDistance.UnderAffineMap(sheet, coordinates);
    Console.WriteLine($"{name,-12}{metrics.Trustworthiness,17:F3}{metrics.Continuity,12:F3}{explained,17:F3}");
    picture.Add(name, [.. rows.Select(row => ((double)row[0], (double)row[1]))]);
}

static (double X, double Y) FromTheSide(float[] point) => (point[0] + (0.25 * point[1]), point[2] + (0.35 * point[1]));

/// <summary>A point of the roll, and where it lies on the sheet that was rolled up.</summary>
internal sealed class RollPoint
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];

    /// <summary>Along the sheet: the length of the spiral up to the point.</summary>
    public double Length { get; set; }

    /// <summary>Across the sheet.</summary>
    public double Height { get; set; }

    /// <summary>Points drawn evenly over a sheet of one and a half turns.</summary>
    public static RollPoint[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        var points = new RollPoint[count];
        for (int i = 0; i < count; i++)
        {
            double angle = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
            double height = 21 * random.NextDouble();
            points[i] = new RollPoint
            {
                Features = [(float)(angle * Math.Cos(angle)), (float)height, (float)(angle * Math.Sin(angle))],
                Length = ((angle * Math.Sqrt(1 + (angle * angle))) + Math.Asinh(angle)) / 2,
                Height = height,
            };
        }

        return points;
    }
}

/// <summary>Draws scatter plots side by side as an SVG file; the colour runs with the length along the sheet.</summary>
internal sealed class Picture
{
    private const int Side = 300;
    private const int Gap = 30;
    private const int Caption = 24;

    // Five stops of a scale that grows steadily lighter, so that it can be read without colour vision.
    private static readonly (int Red, int Green, int Blue)[] _stops =
        [(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (223, 210, 37)];

    private readonly StringBuilder _panels = new();
    private readonly double[] _colour;
    private int _count;

    public Picture(IReadOnlyList<double> colour)
    {
        double least = colour.Min(), most = colour.Max();
        _colour = [.. colour.Select(value => (value - least) / (most - least))];
    }

    public void Add(string caption, IReadOnlyList<(double X, double Y)> points)
    {
        double left = points.Min(point => point.X), right = points.Max(point => point.X);
        double bottom = points.Min(point => point.Y), top = points.Max(point => point.Y);
        int origin = _count++ * (Side + Gap);
        _panels.AppendLine($"""<g transform="translate({origin + Gap} {Gap + Caption})">""");
        _panels.AppendLine($"""<text x="{Side / 2}" y="-14" text-anchor="middle" fill="#777">{caption}</text>""");
        for (int i = 0; i < points.Count; i++)
        {
            double x = Side * (points[i].X - left) / (right - left), y = Side * (top - points[i].Y) / (top - bottom);
            _panels.AppendLine($"""<circle cx="{x:F0}" cy="{y:F0}" fill="{ColourAt(_colour[i])}"/>""");
        }

        _panels.AppendLine("</g>");
    }

    public void Save(string file)
    {
        int width = (_count * (Side + Gap)) + Gap, height = Side + (2 * Gap) + Caption;
        File.WriteAllText(
            file,
            $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" font-family="sans-serif" font-size="16">
            <style>circle { r: 3px; }</style>
            {{_panels}}</svg>

            """);
    }

    private static string ColourAt(double share)
    {
        double place = share * (_stops.Length - 1);
        int stop = Math.Min((int)place, _stops.Length - 2);
        var (from, to) = (_stops[stop], _stops[stop + 1]);
        int Mix(int before, int after) => (int)Math.Round(before + ((place - stop) * (after - before)));
        return $"#{Mix(from.Red, to.Red):x2}{Mix(from.Green, to.Green):x2}{Mix(from.Blue, to.Blue):x2}";
    }
}

// Expected output:
//
// 1000 points of a rolled-up sheet, 3 coordinates -> 2
//               trustworthiness  continuity  sheet explained
// PCA                     0.899       0.983            0.107
// LLE                     0.923       0.986            0.944
// LLE Modified            0.993       0.993            0.999
// Picture: swiss-roll.svg
