using LleTransforms.Samples.SwissRoll;
using Microsoft.ML.Data;

namespace LleTransforms.Samples.Noise;

/// <summary>A point of three coordinates.</summary>
internal sealed class NoisyRow
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

/// <summary>Points of the roll, made worse.</summary>
internal static class NoisyRows
{
    /// <summary>Adds normal noise; the sheets of the roll lie about 6 apart.</summary>
    public static NoisyRow[] Add(RollPoint[] points, double deviation, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(points, point => new NoisyRow { Features = Array.ConvertAll(point.Features, value => (float)(value + (deviation * Normal(random)))) });
    }

    /// <summary>Puts the first points anywhere in a box that is three times as large as the roll.</summary>
    public static NoisyRow[] ThrowOff(RollPoint[] points, int count, int seed)
    {
        var random = new Random(seed);
        var rows = Add(points, 0, seed);
        for (int i = 0; i < count; i++)
        {
            rows[i].Features = [.. Enumerable.Range(0, 3).Select(_ => (float)(60 * ((2 * random.NextDouble()) - 1)))];
        }

        return rows;
    }

    /// <summary>The three coordinates at slots 7, 500 and 990, all others zero.</summary>
    public static VBuffer<float>[] Spread(RollPoint[] points, int slots) =>
        Array.ConvertAll(points, point => new VBuffer<float>(slots, 3, [.. point.Features], [7, 500, 990]));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
