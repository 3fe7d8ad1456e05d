namespace LleTransforms.Quality;

/// <summary>
/// TwoNN (Facco, d'Errico, Rodriguez &amp; Laio 2017, Scientific Reports 7:12140). Let the density be constant over the reach of two
/// neighbours. Then the ratio mu = r2 / r1 of their distances has F(mu) = 1 - mu^-d, so -log(1 - F) is d log mu. The slope is fitted by
/// least squares through the origin to the points (log mu_(i), -log(1 - i/m)), i = 1 ... m in ascending order. The largest are discarded.
/// They come from rows whose two neighbours see different densities, and they weigh most. Rows of a density have no ties. Many
/// ties mean a grid, whose ratios tell of the grid alone.
/// </summary>
/// <remarks>Cost: m log m for m anchors, once their neighbours are known.</remarks>
internal static class TwoNearestNeighborDimension
{
    // Distances of rows on a grid differ by the rounding of their coordinates where they would be equal. A quarter of the ratios lies as
    // near to 1 as this by chance only above 2,800 dimensions.
    private const double Tie = 1e-4;

    // On whole numbers of two and three columns, estimates are about a quarter too high where a quarter of the ratios is 1. They are half
    // as high again where nearly half is.
    private const double MostTies = 0.25;

    public static double Estimate(AnchorNeighbors neighbors, double discardFraction)
    {
        int anchorCount = neighbors.AnchorCount;
        double[] logRatios = new double[anchorCount];
        for (int anchor = 0; anchor < anchorCount; anchor++)
        {
            ReadOnlySpan<double> squares = neighbors.SquaredDistances(anchor);
            logRatios[anchor] = 0.5 * Math.Log(squares[1] / squares[0]);
        }

        Array.Sort(logRatios);

        // The last point has F = 1 and no finite ordinate.
        int kept = Math.Min(anchorCount - 1, (int)Math.Round(anchorCount * (1 - discardFraction)));
        int ties = logRatios.Count(logRatio => logRatio < Tie);
        if (ties > MostTies * anchorCount || ties >= kept)
        {
            throw new ArgumentException(
                $"The two nearest neighbours of {ties} of {anchorCount} rows are equally far, as on a grid, so the " +
                "ratios of their distances say nothing about the dimension. Use MaximumLikelihood with more neighbours.");
        }

        double products = 0;
        double squaresSum = 0;
        for (int i = 0; i < kept; i++)
        {
            products -= logRatios[i] * Math.Log(1 - (i + 1.0) / anchorCount);
            squaresSum += logRatios[i] * logRatios[i];
        }

        return products / squaresSum;
    }
}
