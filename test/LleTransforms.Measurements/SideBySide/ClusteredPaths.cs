namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// Rows of a manifold of 8 dimensions in many columns with decaying noise: 25 clusters joined by paths, as tables of single cells have
/// them. Neither its factors nor its incomplete factors are as sparse as those of a surface.
/// </summary>
internal static class ClusteredPaths
{
    private const int Dimensions = 8;
    private const int Clusters = 25;
    private const double ClusterDistance = 3;
    private const double ClusterWidth = 0.7;
    private const double Noise = 0.3;

    /// <param name="rowCount">Rows; fewer rows are the first of more.</param>
    /// <param name="columnCount">Columns.</param>
    /// <param name="seed">Of all random numbers.</param>
    /// <returns>The values, row after row.</returns>
    public static float[] Draw(int rowCount, int columnCount, int seed)
    {
        var random = new Random(seed);

        // A column sums each place along the manifold and its sine, by a loading for either.
        double[,] loadings = new double[2 * Dimensions, columnCount];
        for (int i = 0; i < 2 * Dimensions; i++)
        {
            for (int column = 0; column < columnCount; column++)
            {
                loadings[i, column] = Normal(random) / Math.Sqrt(1 + column);
            }
        }

        double[,] centers = new double[Clusters, Dimensions];
        for (int cluster = 0; cluster < Clusters; cluster++)
        {
            for (int i = 0; i < Dimensions; i++)
            {
                centers[cluster, i] = ClusterDistance * Normal(random);
            }
        }

        float[] values = new float[checked(rowCount * columnCount)];
        double[] place = new double[Dimensions];
        for (int start = 0; start < values.Length; start += columnCount)
        {
            DrawPlace(random, centers, place);
            DrawRow(random, loadings, place, values.AsSpan(start, columnCount));
        }

        return values;
    }

    /// <summary>A place on the path from a cluster to the one that follows it, most often near the first.</summary>
    private static void DrawPlace(Random random, double[,] centers, double[] place)
    {
        int from = random.Next(Clusters);
        int to = ((from * 7) + 3) % Clusters;
        double along = random.NextDouble();
        along = along * along * along;
        for (int i = 0; i < Dimensions; i++)
        {
            place[i] = ((1 - along) * centers[from, i]) + (along * centers[to, i]) + (ClusterWidth * Normal(random));
        }
    }

    private static void DrawRow(Random random, double[,] loadings, double[] place, Span<float> row)
    {
        for (int column = 0; column < row.Length; column++)
        {
            double sum = 0;
            for (int i = 0; i < Dimensions; i++)
            {
                sum += (place[i] * loadings[i, column]) + (Math.Sin(place[i]) * loadings[Dimensions + i, column]);
            }

            row[column] = (float)(sum + (Noise * Normal(random) / Math.Sqrt(1 + (0.2 * column))));
        }
    }

    /// <summary>Box and Muller's transform of two uniform numbers.</summary>
    private static double Normal(Random random)
    {
        double length = 1 - random.NextDouble();
        double turn = random.NextDouble();
        return Math.Sqrt(-2 * Math.Log(length)) * Math.Cos(2 * Math.PI * turn);
    }
}
