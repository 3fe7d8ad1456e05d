using MathNet.Numerics;

namespace LleTransforms.Core.Tests.Quality;

/// <summary>The estimates of intrinsic dimension written out from the papers' equations, over distances sorted row by row.</summary>
internal static class NaiveDimension
{
    /// <summary>Squared distances from a row to all others, ascending.</summary>
    public static double[] SquaredDistances(FeatureMatrix rows, int anchor) =>
        [.. Enumerable.Range(0, rows.NumberOfRows).Where(other => other != anchor)
            .Select(other => NaiveRanks.SquaredDistance(rows, anchor, other)).Order()];

    /// <summary>Facco et al. 2017: the line through the origin over (log mu, -log(1 - F)), F = i / m, of the smallest ratios.</summary>
    public static double TwoNearestNeighbors(FeatureMatrix rows, int[] anchors, int kept)
    {
        double[] ratios =
            [.. anchors.Select(anchor => SquaredDistances(rows, anchor)).Select(squares => Math.Sqrt(squares[1] / squares[0])).Order()];
        double[] x = [.. ratios.Take(kept).Select(ratio => Math.Log(ratio))];
        double[] y = [.. Enumerable.Range(1, kept).Select(i => -Math.Log(1 - ((double)i / anchors.Length)))];
        return Fit.LineThroughOrigin(x, y);
    }

    /// <summary>Levina &amp; Bickel 2004, equation 8, with the inverses averaged over rows (MacKay &amp;
    /// Ghahramani 2005) and the estimates over k.</summary>
    public static double MaximumLikelihood(FeatureMatrix rows, int[] anchors, int smallest, int largest)
    {
        double Inverse(int anchor, int k)
        {
            double[] lengths = Array.ConvertAll(SquaredDistances(rows, anchor), Math.Sqrt);
            return Enumerable.Range(0, k - 1).Sum(j => Math.Log(lengths[k - 1] / lengths[j])) / (k - 1);
        }

        return Enumerable.Range(smallest, largest - smallest + 1).Average(k => 1 / anchors.Average(anchor => Inverse(anchor, k)));
    }
}
