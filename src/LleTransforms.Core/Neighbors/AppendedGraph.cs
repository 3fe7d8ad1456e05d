using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>The graph of rows to which others were added, made from the graph before: to the bit what a search of all rows
/// finds.</summary>
/// <remarks>
/// Only the new rows are searched for among all. Each row that was there is compared with the new ones alone. Its k nearest of all are
/// among its k nearest of the old and its k nearest of the new. Ties go by index, so an old neighbour stays before a new one as far away.
/// Cost: 2 n m distances for n rows of which m are new, less what a search saves.
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

        int among = Math.Min(k, count - known);
        INeighborSearch ofNew = create(features.Gather([.. Enumerable.Range(known, count - known)]));
        NeighborGraph nearest = features.Sparse is null
            ? ofNew.FindNearestBatch(features.Values.AsMemory(0, known * features.NumberOfColumns), known, among, context)
            : ofNew.FindNearestOf(features.Gather([.. Enumerable.Range(0, known)]), among, context);
        int changed = 0;
        for (int row = 0; row < known; row++)
        {
            context.ThrowIfCancelledAt(row);
            changed += Merge(graph, nearest, row, known, indices.AsSpan(row * k, k), distances.AsSpan(row * k, k)) ? 1 : 0;
        }

        context.Say(LlePhase.Neighbors, LleSeverity.Info,
            $"{count - known} new rows find their neighbours among {count}; {changed} of {known} rows have new ones among theirs.");
        context.Report(LlePhase.Neighbors, count, count);
        return new NeighborGraph(count, k, indices, distances);
    }

    /// <summary>Merges a row's old neighbours and the nearest new rows into the k nearest of both; tells whether a new one is among
    /// them.</summary>
    private static bool Merge(
        NeighborGraph old, NeighborGraph nearest, int row, int known, Span<int> indices, Span<double> distances)
    {
        ReadOnlySpan<int> held = old.Of(row), found = nearest.Of(row);
        ReadOnlySpan<double> heldDistances = old.SquaredDistances.AsSpan(row * held.Length, held.Length);
        ReadOnlySpan<double> foundDistances = nearest.SquaredDistances.AsSpan(row * found.Length, found.Length);
        int i = 0, j = 0;
        for (int place = 0; place < held.Length; place++)
        {
            if (j < found.Length && foundDistances[j] < heldDistances[i])
            {
                (indices[place], distances[place]) = (found[j] + known, foundDistances[j]);
                j++;
            }
            else
            {
                (indices[place], distances[place]) = (held[i], heldDistances[i]);
                i++;
            }
        }

        return j > 0;
    }
}
