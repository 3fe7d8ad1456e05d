using Microsoft.ML.Data;

namespace LleTransforms.Samples.AutoML;

/// <summary>A point of a rolled-up sheet and which of eight bands of the sheet it lies in: no plane
/// divides them while the sheet is rolled.</summary>
internal sealed class RolledBand
{
    private const int Bands = 8;

    [VectorType(3)]
    public float[] Features { get; set; } = [];

    // In memory a key of ML.NET starts from 0.
    [KeyType(Bands)]
    public uint Label { get; set; }

    public static RolledBand[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double along = random.NextDouble(), angle = 1.5 * Math.PI * (1 + (2 * along));
            return new RolledBand
            {
                Features = [(float)(angle * Math.Cos(angle)), (float)(21 * random.NextDouble()), (float)(angle * Math.Sin(angle))],
                Label = (uint)(Bands * along),
            };
        })];
    }
}
