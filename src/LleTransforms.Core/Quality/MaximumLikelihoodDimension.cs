namespace LleTransforms.Quality;

/// <summary>
/// Levina &amp; Bickel (2004, NIPS 17, eq. 8): 1 / m_k = 1/(k - 1) sum over j &lt; k of log(T_k / T_j). T_j is the distance of the j-th
/// neighbour. The estimate of all rows together averages these inverses, as in MacKay &amp; Ghahramani (2005, "Comments on 'Maximum
/// likelihood estimation of intrinsic dimension'"). The mean of the m_k would be biased upwards at small k. The estimates of a range of k
/// are averaged as Levina &amp; Bickel do.
/// </summary>
/// <remarks>Cost: m k for m anchors, once their neighbours are known. Rows are summed in ascending order.</remarks>
internal static class MaximumLikelihoodDimension
{
    /// <summary>The estimate for each k from the smallest to the largest.</summary>
    public static double[] EstimateEach(AnchorNeighbors neighbors, int smallestNumberOfNeighbors, int largestNumberOfNeighbors)
    {
        double[] inverses = new double[largestNumberOfNeighbors - smallestNumberOfNeighbors + 1];
        for (int anchor = 0; anchor < neighbors.AnchorCount; anchor++)
        {
            AddInverses(neighbors.SquaredDistances(anchor), smallestNumberOfNeighbors, inverses);
        }

        double[] dimensions = new double[inverses.Length];
        for (int entry = 0; entry < inverses.Length; entry++)
        {
            if (!(inverses[entry] > 0))
            {
                throw new ArgumentException(
                    $"Every row's nearest {smallestNumberOfNeighbors + entry} neighbours are equally far, " +
                    "so their distances say nothing about the dimension.");
            }

            dimensions[entry] = neighbors.AnchorCount / inverses[entry];
        }

        return dimensions;
    }

    private static void AddInverses(ReadOnlySpan<double> squaredDistances, int smallestNumberOfNeighbors, double[] inverses)
    {
        // Ratios to the nearest: of equal distances each logarithm is 0, where the mean of others might miss them by a rounding.
        double logSum = 0;
        int summed = 0;
        for (int entry = 0; entry < inverses.Length; entry++)
        {
            int neighborCount = smallestNumberOfNeighbors + entry;
            for (; summed < neighborCount - 1; summed++)
            {
                logSum += Math.Log(squaredDistances[summed] / squaredDistances[0]);
            }

            // Half, because the distances are squared.
            inverses[entry] += 0.5 * (Math.Log(squaredDistances[neighborCount - 1] / squaredDistances[0]) - logSum / summed);
        }
    }
}
