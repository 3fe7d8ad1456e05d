using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>
/// Counts rows whose k-th neighbour is no nearer than the next: which of the two counts is decided by the order of the rows. Data on whole
/// numbers have many such rows.
/// </summary>
/// <remarks>Distances of centred rows are rounded, so those count as equal that differ by no more. Cost: a search for each row that is
/// looked at.</remarks>
internal static class TiedNeighbors
{
    private const int MostRows = 500;
    private const double Rounding = 1e-5;
    private const double ManyRows = 0.1;
    private const double SuspectRows = 0.02;

    /// <summary>Looks at a sample of the rows, and gives its size and how many of it are tied.</summary>
    public static (int Rows, int Tied) Count(CenteredFeatures features, INeighborSearch search, int neighborCount, FitContext context)
    {
        int wanted = neighborCount + 2;
        int[] sample = RowSample.Draw(features.NumberOfRows, Math.Min(features.NumberOfRows, MostRows), seed: 0);
        if (wanted > features.NumberOfRows)
        {
            return (sample.Length, 0);
        }

        int tied = 0;
        RowBlocks.ForEach(sample.Length, context, (first, end) =>
        {
            float[] scratch = features.RowScratch();
            int[] neighbors = new int[wanted];
            double[] distances = new double[wanted];
            int found = 0;
            for (int i = first; i < end; i++)
            {
                // The row itself comes first, at distance 0.
                search.FindNearest(features.Row(sample[i], scratch), neighbors, distances);
                found += AreTied(distances[neighborCount], distances[neighborCount + 1]) ? 1 : 0;
            }

            Interlocked.Add(ref tied, found);
        });
        return (sample.Length, tied);
    }

    /// <summary>Warns where many rows are tied. Rows are looked at only where some in the graph have their last two neighbours at one
    /// distance.</summary>
    public static void Warn(CenteredFeatures features, INeighborSearch search, NeighborGraph graph, FitContext context)
    {
        int k = graph.NumberOfNeighbors;
        int suspects = 0;
        for (int last = k - 1; last < graph.SquaredDistances.Length; last += k)
        {
            suspects += AreTied(graph.SquaredDistances[last - 1], graph.SquaredDistances[last]) ? 1 : 0;
        }

        if (suspects < SuspectRows * graph.NumberOfRows)
        {
            return;
        }

        (int rows, int tied) = Count(features, search, k, context);
        if (tied > ManyRows * rows)
        {
            context.Say(LlePhase.Neighbors, LleSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture,
                    $"Of {rows} rows looked at, {tied} ({100.0 * tied / rows:F0} %) have further rows as far away as neighbour {k}") +
                ": the order of the rows decides which of them count, and the embedding depends on it.");
        }
    }

    private static bool AreTied(double squaredDistance, double next) => next - squaredDistance <= Rounding * next;
}
