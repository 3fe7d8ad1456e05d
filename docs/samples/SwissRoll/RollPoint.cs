using Microsoft.ML.Data;

namespace LleTransforms.Samples.SwissRoll;

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
