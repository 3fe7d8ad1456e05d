using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>How the rows of a part find their neighbours among each other.</summary>
/// <param name="Create">Makes a search of some of the rows.</param>
/// <param name="KeepsLists">Whether a row whose neighbours are all in a part would find them there again, to the bit. So it is where the
/// search is exact, all parts are measured in one scale, and no label shapes the graph.</param>
internal sealed record PartSearch(Func<CenteredFeatures, INeighborSearch> Create, bool KeepsLists)
{
    /// <summary>The graph of a part. Cost: a search for the rows alone that lose a neighbour, where lists are kept.</summary>
    /// <param name="features">The part's rows.</param>
    /// <param name="rows">Their numbers in the whole, ascending, so that ties fall alike.</param>
    /// <param name="whole">The graph of the whole.</param>
    /// <param name="context">Threads and cancellation.</param>
    public NeighborGraph FindGraph(CenteredFeatures features, int[] rows, NeighborGraph whole, FitContext context)
    {
        int k = Math.Min(whole.NumberOfNeighbors, rows.Length - 1);
        if (!KeepsLists || k < whole.NumberOfNeighbors)
        {
            return Create(features).FindGraph(k, context);
        }

        int[] numbers = new int[whole.NumberOfRows];
        Array.Fill(numbers, -1);
        for (int i = 0; i < rows.Length; i++)
        {
            numbers[rows[i]] = i;
        }

        int[] indices = new int[checked(rows.Length * k)];
        double[] distances = new double[indices.Length];
        var losers = new List<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            whole.SquaredDistances.AsSpan(rows[i] * k, k).CopyTo(distances.AsSpan(i * k));
            bool isWhole = true;
            for (int j = 0; j < k; j++)
            {
                indices[(i * k) + j] = numbers[whole.Of(rows[i])[j]];
                isWhole &= indices[(i * k) + j] >= 0;
            }

            if (!isWhole)
            {
                losers.Add(i);
            }
        }

        if (losers.Count > 0)
        {
            NeighborGraph found = Create(features).FindGraphRows(features, losers, k, context);
            for (int i = 0; i < losers.Count; i++)
            {
                found.Of(i).CopyTo(indices.AsSpan(losers[i] * k));
                found.SquaredDistances.AsSpan(i * k, k).CopyTo(distances.AsSpan(losers[i] * k));
            }
        }

        return new NeighborGraph(rows.Length, k, indices, distances);
    }
}
