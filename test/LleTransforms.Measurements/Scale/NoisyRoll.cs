using LleTransforms.Orleans;
using LleTransforms.Samples.Cluster;

namespace LleTransforms.Measurements.Scale;

/// <summary>A swiss roll with thirteen columns of noise beside it, made by seed.</summary>
internal static class NoisyRoll
{
    public const int ColumnCount = 16;

    private const double Noise = 0.01;

    /// <summary>Makes the shards, each a file, and keeps every so many rows.</summary>
    public static (LleShard[] Shards, float[] Sample) Make(string folder, int rowCount, int shardCount, int step)
    {
        var random = new Random(1);
        List<float> sample = [];
        var shards = new LleShard[shardCount];
        for (int shard = 0, row = 0; shard < shardCount; shard++)
        {
            int end = (int)((long)rowCount * (shard + 1) / shardCount);
            float[] rows = new float[(end - row) * ColumnCount];
            string path = Path.Combine(folder, $"rows-{shard:d3}.npy");
            shards[shard] = LleShard.Npy(path, 0, end - row);
            for (int at = 0; row < end; row++, at += ColumnCount)
            {
                Fill(rows.AsSpan(at, ColumnCount), random);
                if (row % step == 0)
                {
                    sample.AddRange(rows.AsSpan(at, ColumnCount));
                }
            }

            NpyFile.Write(path, rows, ColumnCount);
        }

        return (shards, [.. sample]);
    }

    private static void Fill(Span<float> row, Random random)
    {
        double t = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
        row[0] = (float)(t * Math.Cos(t));
        row[1] = (float)(21 * random.NextDouble());
        row[2] = (float)(t * Math.Sin(t));
        for (int column = 3; column < ColumnCount; column++)
        {
            // Four uniform numbers are near enough to a normal one for noise.
            double sum = -2;
            for (int i = 0; i < 4; i++)
            {
                sum += random.NextDouble();
            }

            row[column] = (float)(Noise * Math.Sqrt(3) * sum);
        }
    }
}
