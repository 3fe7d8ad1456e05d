namespace LleTransforms.Report.Tests.Data;

/// <summary>A swiss roll: rows in space and the angle of each, its place along the roll.</summary>
internal static class Roll
{
    public static (FeatureMatrix Rows, double[] Angles) Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        var rows = new float[count * 3];
        var angles = new double[count];
        for (int i = 0; i < count; i++)
        {
            angles[i] = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
            rows[3 * i] = (float)(angles[i] * Math.Cos(angles[i]));
            rows[(3 * i) + 1] = (float)(21 * random.NextDouble());
            rows[(3 * i) + 2] = (float)(angles[i] * Math.Sin(angles[i]));
        }

        return (FeatureMatrix.FromRowMajor(rows, count, 3), angles);
    }

    public static LleModel Fit(FeatureMatrix rows, int components = 2) =>
        LocallyLinearEmbedding.Fit(rows, new LleOptions { NumberOfComponents = components, NumberOfNeighbors = 10 });

    /// <summary>Which quarter of the roll each row lies in.</summary>
    public static string[] Quarters(double[] angles) =>
        Array.ConvertAll(angles, angle => $"quarter {Math.Min(4, 1 + (int)(2 * ((angle / (1.5 * Math.PI)) - 1)))}");
}
