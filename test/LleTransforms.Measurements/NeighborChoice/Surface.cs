namespace LleTransforms.Measurements.NeighborChoice;

/// <summary>A surface in three dimensions: how a point of it and its two parameters follow from two uniform numbers.</summary>
internal sealed record Surface(string Name, Func<double, double, (double[] Point, double[] Parameters)> Map)
{
    /// <summary>A sheet of 1.5 turns; arc length and height.</summary>
    public static Surface SwissRoll { get; } = new("swiss roll", (u, v) =>
    {
        double t = 1.5 * Math.PI * (1 + 2 * u);
        return ([t * Math.Cos(t), 21 * v, t * Math.Sin(t)], [(t * Math.Sqrt(1 + t * t) + Math.Asinh(t)) / 2, 21 * v]);
    });

    /// <summary>A sheet bent to an S; arc length and height.</summary>
    public static Surface SCurve { get; } = new("S curve", (u, v) =>
    {
        double t = 3 * Math.PI * (u - 0.5);
        return ([Math.Sin(t), 2 * v, Math.Sign(t) * (Math.Cos(t) - 1)], [t, 2 * v]);
    });

    /// <summary>A sphere without its caps and a strip between them; longitude and latitude.</summary>
    public static Surface SeveredSphere { get; } = new("severed sphere", (u, v) =>
    {
        double longitude = u * (2 * Math.PI - 0.55);
        double latitude = Math.PI * (0.125 + 0.75 * v);
        return ([Math.Sin(latitude) * Math.Cos(longitude), Math.Sin(latitude) * Math.Sin(longitude), Math.Cos(latitude)],
            [longitude, latitude]);
    });

    /// <summary>Rows of the surface and their parameters.</summary>
    public (FeatureMatrix Rows, FeatureMatrix Parameters) Draw(int count, Random random)
    {
        double[,] rows = new double[count, 3];
        double[,] parameters = new double[count, 2];
        for (int row = 0; row < count; row++)
        {
            (double[] point, double[] known) = Map(random.NextDouble(), random.NextDouble());
            (rows[row, 0], rows[row, 1], rows[row, 2]) = (point[0], point[1], point[2]);
            (parameters[row, 0], parameters[row, 1]) = (known[0], known[1]);
        }

        return (FeatureMatrix.FromArray(rows), FeatureMatrix.FromArray(parameters));
    }
}
