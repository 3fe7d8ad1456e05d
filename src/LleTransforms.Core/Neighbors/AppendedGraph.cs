using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>The graph of rows to which others were added, made from the graph before: to the bit what a search of all rows
/// finds.</summary>
/// <remarks>
/// Only the new rows are searched for among all. Each row that was there is compared with the new ones alone, of which only those count
/// that are nearer than its last neighbour. Ties go by index, so an old neighbour stays before a new one as far away. Cost: 2 n m distances
/// for n rows of which m are new, less what a search saves.
/// </remarks>
internal static class AppendedGraph
{
    /// <param name="graph">The graph of the first rows, exact.</param>
    /// <param name="features">All rows, all distinct.</param>
    /// <param name="search">An exact search of all rows.</param>
    /// <param name="create">Makes a search of some rows by the same metric.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static NeighborGraph Append(
        NeighborGraph graph, CenteredFeatures features, INeighborSearch search, Func<CenteredFeatures, INeighborSearch> create,
        FitContext context)
    {
        int known = graph.NumberOfRows, k = graph.NumberOfNeighbors, count = features.NumberOfRows;
        if (known == count)
        {
            return graph;
        }

        int[] indices = new int[checked(count * k)];
        double[] distances = new double[indices.Length];
        NeighborGraph added = search.FindGraphRows(features, known, count, k, context);
        added.Indices.CopyTo(indices, known * k);
        added.SquaredDistances.CopyTo(distances, known * k);

        ReadOnlySpan<NearPair> left = FindNew(graph, features, search, create, context);
        bool[] isKept = new bool[known];
        for (int row = 0; row < known; row++)
        {
            context.ThrowIfCancelledAt(row);
            int end = 0;
            while (end < left.Length && left[end].Row == row)
            {
                end++;
            }

            Merge(graph, row, left[..end], indices.AsSpan(row * k, k), distances.AsSpan(row * k, k));
            isKept[row] = end == 0;
            left = left[end..];
        }

        int changed = isKept.Count(kept => !kept);
        context.Say(LlePhase.Neighbors, LleSeverity.Info,
            $"{count - known} new rows find their neighbours among {count}; {changed} of {known} rows have new ones among theirs.");
        context.Report(LlePhase.Neighbors, count, count);
        NeighborGraph grown = new(count, k, indices, distances);
        return graph.Weights is null ? grown : grown.WithWeights(graph, isKept);
    }

    /// <summary>For each row that was there the new ones that are nearer than its last neighbour, in order.</summary>
    private static NearPair[] FindNew(
        NeighborGraph graph, CenteredFeatures features, INeighborSearch search, Func<CenteredFeatures, INeighborSearch> create,
        FitContext context)
    {
        int known = graph.NumberOfRows, k = graph.NumberOfNeighbors, columnCount = features.NumberOfColumns;
        double[] bounds = [.. Enumerable.Range(1, known).Select(end => graph.SquaredDistances[(end * k) - 1])];
        int count = features.NumberOfRows - known;
        if (features.Sparse is null
            && search.TryFindWithin(features.Values.AsMemory(known * columnCount), count, bounds, context) is NearPair[] pairs)
        {
            return Array.ConvertAll(pairs, pair => pair with { Query = known + pair.Query });
        }

        int among = Math.Min(k, count);
        INeighborSearch ofNew = create(features.Gather([.. Enumerable.Range(known, count)]));
        NeighborGraph nearest = features.Sparse is null
            ? ofNew.FindNearestBatch(features.Values.AsMemory(0, known * columnCount), known, among, context)
            : ofNew.FindNearestOf(features.Gather([.. Enumerable.Range(0, known)]), among, context);
        return
        [
            .. Enumerable.Range(0, nearest.Indices.Length)
                .Where(at => nearest.SquaredDistances[at] < bounds[at / among])
                .Select(at => new NearPair(at / among, known + nearest.Indices[at], nearest.SquaredDistances[at])),
        ];
    }

    /// <summary>Merges a row's old neighbours and new ones, all nearer than the last old one, into the k nearest of both.</summary>
    private static void Merge(NeighborGraph old, int row, ReadOnlySpan<NearPair> found, Span<int> indices, Span<double> distances)
    {
        int at = row * indices.Length;
        for (int place = 0; place < indices.Length; place++)
        {
            if (found.Length > 0 && found[0].SquaredDistance < old.SquaredDistances[at])
            {
                (indices[place], distances[place]) = (found[0].Query, found[0].SquaredDistance);
                found = found[1..];
            }
            else
            {
                (indices[place], distances[place]) = (old.Indices[at], old.SquaredDistances[at]);
                at++;
            }
        }
    }
}
