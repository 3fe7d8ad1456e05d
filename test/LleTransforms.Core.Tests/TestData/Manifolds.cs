namespace LleTransforms.Core.Tests.TestData;

/// <summary>Rows on a manifold and the parameters they were made from.</summary>
/// <param name="Rows">n x D.</param>
/// <param name="Parameters">n x d, in units in which the manifold is isometric to them where it can be.</param>
internal sealed record ManifoldSample(double[,] Rows, double[,] Parameters)
{
    public FeatureMatrix Features => FeatureMatrix.FromArray(Rows);

    /// <summary>The rows [start, start + count), with their parameters.</summary>
    public ManifoldSample Slice(int start, int count) => new(SliceRows(Rows, start, count), SliceRows(Parameters, start, count));

    private static double[,] SliceRows(double[,] source, int start, int count)
    {
        var slice = new double[count, source.GetLength(1)];
        for (int row = 0; row < count; row++)
        {
            for (int c = 0; c < slice.GetLength(1); c++)
            {
                slice[row, c] = source[start + row, c];
            }
        }

        return slice;
    }
}

/// <summary>Samples of manifolds with known parameters, the same for the same seed.</summary>
internal static class Manifolds
{
    /// <summary>A sheet of 1.5 turns rolled up in three dimensions: parameters are arc length and height.</summary>
    public static ManifoldSample SwissRoll(int rowCount, int seed) => Sample(rowCount, seed, 3, 2, (random, x, p) =>
    {
        double t = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
        double height = 21 * random.NextDouble();
        (x[0], x[1], x[2]) = (t * Math.Cos(t), height, t * Math.Sin(t));
        (p[0], p[1]) = (0.5 * ((t * Math.Sqrt(1 + (t * t))) + Math.Asinh(t)), height);
    });

    /// <summary>A sheet bent to an S: parameters are arc length and height.</summary>
    public static ManifoldSample SCurve(int rowCount, int seed) => Sample(rowCount, seed, 3, 2, (random, x, p) =>
    {
        double t = 3 * Math.PI * (random.NextDouble() - 0.5);
        double height = 2 * random.NextDouble();
        (x[0], x[1], x[2]) = (Math.Sin(t), height, Math.Sign(t) * (Math.Cos(t) - 1));
        (p[0], p[1]) = (t, height);
    });

    /// <summary>A sphere without its caps and a strip between them: parameters are the two angles.</summary>
    public static ManifoldSample SeveredSphere(int rowCount, int seed) => Sample(rowCount, seed, 3, 2, (random, x, p) =>
    {
        double longitude = random.NextDouble() * ((2 * Math.PI) - 0.55);
        double latitude = (Math.PI / 8) + (random.NextDouble() * 0.75 * Math.PI);
        (x[0], x[1], x[2]) = (Math.Sin(latitude) * Math.Cos(longitude), Math.Sin(latitude) * Math.Sin(longitude), Math.Cos(latitude));
        (p[0], p[1]) = (longitude, latitude);
    });

    /// <summary>A smooth map of the 4-dimensional unit cube into 12 dimensions: the parameters and gently bent copies of them.</summary>
    public static ManifoldSample SmoothMap(int rowCount, int seed, int dimensions = 4) =>
        Sample(rowCount, seed, 12, dimensions, (random, x, p) =>
        {
            for (int j = 0; j < dimensions; j++)
            {
                p[j] = random.NextDouble();
                x[j] = p[j];
            }

            for (int j = 0; j < 12 - dimensions; j++)
            {
                x[dimensions + j] = 0.3 * Math.Sin((2 * p[j % dimensions]) + p[(j + 1) % dimensions] + (0.5 * j));
            }
        });

    /// <summary>Rows of a plane in the given dimension, uniform in a square.</summary>
    public static ManifoldSample Plane(int rowCount, int columnCount, int seed) => Sample(rowCount, seed, columnCount, 2, (random, x, p) =>
    {
        (p[0], p[1]) = (random.NextDouble(), random.NextDouble());
        for (int j = 0; j < columnCount; j++)
        {
            x[j] = (p[0] * Math.Cos(j)) + (p[1] * Math.Sin(j));
        }
    });

    private static ManifoldSample Sample(
        int rowCount, int seed, int columnCount, int parameterCount, Action<Random, double[], double[]> draw)
    {
        var random = new Random(seed);
        var rows = new double[rowCount, columnCount];
        var parameters = new double[rowCount, parameterCount];
        double[] x = new double[columnCount];
        double[] p = new double[parameterCount];
        for (int row = 0; row < rowCount; row++)
        {
            draw(random, x, p);
            for (int c = 0; c < columnCount; c++)
            {
                rows[row, c] = x[c];
            }

            for (int c = 0; c < parameterCount; c++)
            {
                parameters[row, c] = p[c];
            }
        }

        return new ManifoldSample(rows, parameters);
    }
}
