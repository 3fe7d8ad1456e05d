using Microsoft.ML.Data;

namespace LleTransforms.Consumer;

/// <summary>A row of features.</summary>
internal sealed class Point
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];
}

/// <summary>A row of coordinates.</summary>
internal sealed class Embedded
{
    [VectorType(2)]
    public float[] Lle { get; set; } = [];

    [VectorType(2)]
    public float[] Second { get; set; } = [];
}

/// <summary>Points on a closed curve in space, as many and as far apart as asked for.</summary>
internal static class Ring
{
    public static IEnumerable<Point> Rows(int count, double offset = 0) =>
        from index in Enumerable.Range(0, count)
        let angle = 2 * Math.PI * (index + offset) / count
        select new Point { Features = [(float)Math.Cos(angle), (float)Math.Sin(angle), (float)(0.3 * Math.Cos(3 * angle))] };
}
