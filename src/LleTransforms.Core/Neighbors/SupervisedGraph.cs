using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>The neighbour graph of supervised LLE: rows of another class are pushed away before neighbours are chosen.</summary>
/// <remarks>
/// De Ridder, Kouropteva, Okun, Pietikainen &amp; Duin (2003), "Supervised locally linear embedding", equation 3. For rows of different
/// classes d' = d + strength * R, within a class d' = d, with R the diameter of the data. R is bounded here by twice the largest distance
/// from the centre, at most twice the diameter, in O(n D). Strength 0 is the unsupervised graph, bit for bit. The graph is exact, since
/// each row's k nearest lie among its k nearest of every class. Another class is searched only where its push does not already rule it out.
/// Cost: the classes' own graphs, and up to O(n^2 D) where the push is small. Memory: O(n k).
/// </remarks>
internal static class SupervisedGraph
{
    /// <param name="features">The rows whose distances count.</param>
    /// <param name="labels">Each row's class, any numbers.</param>
    /// <param name="strength">From 0 (labels ignored) to 1.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="createSearch">Makes a search of some of the rows.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    /// <returns>The graph by enlarged distances; the squared distances in it are the enlarged ones.</returns>
    public static NeighborGraph Find(
        CenteredFeatures features, int[] labels, double strength, int neighborCount, Func<CenteredFeatures, INeighborSearch> createSearch,
        FitContext context)
    {
        int n = features.NumberOfRows;
        if (labels.Length != n)
        {
            throw new ArgumentException($"There are {labels.Length} labels for {n} rows.", nameof(labels));
        }

        if (!(strength is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(strength), strength, $"The supervision strength is {strength}; it must lie from 0 to 1.");
        }

        NumberOfNeighborsRange.Check(neighborCount, n - 1);
        if (strength == 0)
        {
            return createSearch(features).FindGraph(neighborCount, context);
        }

        double push = strength * DiameterBound(features);
        var graph = new NeighborGraph(n, neighborCount, new int[checked(n * neighborCount)], new double[n * neighborCount]);
        var counts = new int[n];
        LabelClass[] classes = [.. Enumerable.Range(0, n)
            .GroupBy(row => labels[row])
            .OrderBy(group => group.Key)
            .Select(group => new LabelClass([.. group], features, createSearch))];

        // The searches among classes each count to their own end, so only what is done of the whole is reported.
        var quiet = new FitContext(null, context.NumberOfThreads, context.Cancellation);
        long done = 0;
        foreach (LabelClass own in classes)
        {
            own.OfferOwnRows(graph, counts, quiet);
            context.Report(LlePhase.Neighbors, (done += own.Rows.Length) / 2, n);
        }

        foreach (LabelClass other in classes)
        {
            int[] open = [.. classes.Where(c => c != other).SelectMany(c => c.Rows).Where(row => MayReach(graph, counts, row, push))];
            other.OfferTo(open, push, features, graph, counts, quiet);
            context.Report(LlePhase.Neighbors, (done += other.Rows.Length) / 2, n);
        }

        RowBlocks.ForEach(n, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                HeapOf(graph, row, counts[row]).Sort();
            }
        });
        return graph;
    }

    /// <summary>At least the largest distance between two rows, and at most twice it.</summary>
    public static double DiameterBound(CenteredFeatures features)
    {
        double largest = 0;
        float[] scratch = features.RowScratch();
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            largest = Math.Max(largest, Dense.DenseRows.SquaredNormOf(features.Row(row, scratch)));
        }

        return 2 * Math.Sqrt(largest);
    }

    private static bool MayReach(NeighborGraph graph, int[] counts, int row, double push) =>
        HeapOf(graph, row, counts[row]).Bound >= push * push;

    private static NearestHeap HeapOf(NeighborGraph graph, int row, int count)
    {
        int k = graph.NumberOfNeighbors;
        return new NearestHeap(graph.Indices.AsSpan(row * k, k), graph.SquaredDistances.AsSpan(row * k, k), count);
    }

    private sealed class LabelClass
    {
        private readonly INeighborSearch _search;

        public LabelClass(int[] rows, CenteredFeatures features, Func<CenteredFeatures, INeighborSearch> createSearch)
        {
            Rows = rows;
            _search = createSearch(features.Gather(rows));
        }

        /// <summary>The rows of this class, ascending.</summary>
        public int[] Rows { get; }

        public void OfferOwnRows(NeighborGraph graph, int[] counts, FitContext context)
        {
            if (Rows.Length > 1)
            {
                NeighborGraph own = _search.FindGraph(Math.Min(graph.NumberOfNeighbors, Rows.Length - 1), context);
                Offer(Rows, own, push: 0, graph, counts, context);
            }
        }

        public void OfferTo(int[] open, double push, CenteredFeatures features, NeighborGraph graph, int[] counts, FitContext context)
        {
            if (open.Length > 0)
            {
                CenteredFeatures queries = features.Gather(open);
                NeighborGraph found = _search.FindNearestOf(queries, Math.Min(graph.NumberOfNeighbors, Rows.Length), context);
                Offer(open, found, push, graph, counts, context);
            }
        }

        private void Offer(int[] queries, NeighborGraph found, double push, NeighborGraph graph, int[] counts, FitContext context) =>
            RowBlocks.ForEach(queries.Length, context, (first, end) =>
            {
                for (int query = first; query < end; query++)
                {
                    int row = queries[query];
                    NearestHeap heap = HeapOf(graph, row, counts[row]);
                    for (int r = 0; r < found.NumberOfNeighbors; r++)
                    {
                        int at = (query * found.NumberOfNeighbors) + r;
                        double distance = found.SquaredDistances[at];
                        if (push > 0)
                        {
                            distance = Math.Sqrt(distance) + push;
                            distance *= distance;
                        }

                        heap.Offer(Rows[found.Indices[at]], distance);
                    }

                    counts[row] = heap.Count;
                }
            });
    }
}
