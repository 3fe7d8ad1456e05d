using LleTransforms.Features;
using LleTransforms.Neighbors.Approximate;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Neighbors.Sparse;
using LleTransforms.Neighbors.Trees;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Makes a search for a set of rows, choosing by what each kind would cost.</summary>
internal static class NeighborSearches
{
    // Wider rows than this are never put into a tree unasked: building it copies them, and few of them lie near so flat a manifold.
    private const int MostTreeColumns = 64;
    private const int FewestTreeRows = 512;

    // Up to this many rows, of more columns than the next constant, no tree is tried. All pairs take little more time than to build one and
    // find out that it does not pay.
    private const int FewRows = 4096;
    private const int MostTreeColumnsOfFewRows = 16;
    private const int TypicalNumberOfNeighbors = 13;
    private const int WidenedValues = 1 << 24;

    /// <summary>The cheapest exact search.</summary>
    /// <param name="features">The rows to find.</param>
    /// <param name="axes">Axes that searches of several pieces of a table share; null where there is one.</param>
    public static INeighborSearch Create(CenteredFeatures features, Lazy<FilterAxes>? axes = null) =>
        CreateExact(features, new FitContext(), axes);

    /// <summary>The search that was asked for.</summary>
    public static INeighborSearch Create(CenteredFeatures features, LleNeighborSearch kind, FitContext context, int seed = 0)
    {
        if (features.Sparse is not null && TakesSparseRows(kind))
        {
            return CreateSparse(features, context);
        }

        CenteredFeatures whole = features.Widen(context);
        return kind switch
        {
            LleNeighborSearch.Auto => CreateExact(whole, context),
            LleNeighborSearch.BruteForce => new DenseSearch(whole),
            LleNeighborSearch.Tree => new KdTreeSearch(whole, context),
            LleNeighborSearch.Approximate => new NeighborDescent(whole, seed),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"{kind} is not a neighbour search."),
        };
    }

    /// <summary>The search that was asked for, in a metric.</summary>
    /// <param name="features">The rows to find; queries are centred and scaled like them, whatever the metric.</param>
    /// <param name="kind">How to search.</param>
    /// <param name="metric">What is near.</param>
    /// <param name="originalRows">For each row the user's number for it, for error messages; null where they are the same.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    /// <param name="seed">Starts the pseudo-random choices of <see cref="LleNeighborSearch.Approximate"/>.</param>
    /// <exception cref="ArgumentException">The metric is Cosine and a row is zero, or the search does not know the metric.</exception>
    public static INeighborSearch Create(
        CenteredFeatures features, LleNeighborSearch kind, LleMetric metric, int[]? originalRows, FitContext context, int seed = 0)
    {
        if (metric == LleMetric.Euclidean)
        {
            return Create(features, kind, context, seed);
        }

        if (metric == LleMetric.Precomputed)
        {
            return new DistanceSearch(features);
        }

        if (MatchingSearch.Serves(metric))
        {
            return TakesSparseRows(kind)
                ? new MatchingSearch(features.Widen(context), metric)
                : throw new ArgumentOutOfRangeException(nameof(kind), kind, $"{kind} does not search by {metric}.");
        }

        UnitRows directions = UnitRows.Create(features.Widen(context), originalRows, context);
        return new CosineSearch(directions, Create(directions.Features, kind, context, seed));
    }

    /// <summary>Whether a search wants sparse rows whole.</summary>
    public static bool Widens(LleNeighborSearch kind, LleMetric metric) =>
        metric != LleMetric.Euclidean || !TakesSparseRows(kind);

    private static bool TakesSparseRows(LleNeighborSearch kind) => kind is LleNeighborSearch.Auto or LleNeighborSearch.BruteForce;

    /// <summary>The graph of supervised LLE in a metric; see <see cref="SupervisedGraph"/>.</summary>
    /// <param name="distinct">The rows.</param>
    /// <param name="labels">A label each.</param>
    /// <param name="strength">By how much rows of different labels are pushed apart; above 0.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="kind">How to search.</param>
    /// <param name="metric">What is near.</param>
    /// <param name="seed">Starts the pseudo-random choices of the approximate search.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    public static NeighborGraph FindSupervisedGraph(
        DistinctRows distinct, int[] labels, double strength, int neighborCount, LleNeighborSearch kind, LleMetric metric, int seed,
        FitContext context)
    {
        if (metric == LleMetric.Euclidean)
        {
            return SupervisedGraph.Find(distinct.Features, labels, strength, neighborCount, rows =>
                Create(rows, kind, context, seed), context);
        }

        // Directions are taken once for all rows, so that every class is measured in one scale and from one centre.
        UnitRows directions = UnitRows.Create(distinct.Features.Widen(context), distinct.Representatives, context);
        NeighborGraph graph = SupervisedGraph.Find(
            directions.Features, labels, strength, neighborCount, rows => Create(rows, kind, context, seed), context);
        return CosineSearch.Rescale(graph, directions.SquaredScale);
    }

    /// <summary>The neighbours of each query among the rows of a search, for queries that may be sparse:
    /// those are widened a block at a time.</summary>
    public static NeighborGraph FindNearestOf(this INeighborSearch search, CenteredFeatures queries, int neighborCount, FitContext context)
    {
        if (queries.Sparse is null)
        {
            return search.FindNearestBatch(queries.Values, queries.NumberOfRows, neighborCount, context);
        }

        int rowsInBlock = Math.Max(1, WidenedValues / queries.NumberOfColumns);
        float[] block = new float[Math.Min(rowsInBlock, queries.NumberOfRows) * queries.NumberOfColumns];
        int[] indices = new int[checked(queries.NumberOfRows * neighborCount)];
        double[] distances = new double[indices.Length];
        for (int start = 0; start < queries.NumberOfRows; start += rowsInBlock)
        {
            context.ThrowIfCancelled();
            int count = Math.Min(rowsInBlock, queries.NumberOfRows - start);
            for (int i = 0; i < count; i++)
            {
                queries.Sparse.Widen(start + i, block.AsSpan(i * queries.NumberOfColumns, queries.NumberOfColumns));
            }

            NeighborGraph found =
                search.FindNearestBatch(block.AsMemory(0, count * queries.NumberOfColumns), count, neighborCount, context);
            found.Indices.CopyTo(indices, start * neighborCount);
            found.SquaredDistances.CopyTo(distances, start * neighborCount);
        }

        return new NeighborGraph(queries.NumberOfRows, neighborCount, indices, distances);
    }

    /// <summary>The rows [start, end) of the graph alone, to the same bits, for a caller that makes it in pieces.</summary>
    /// <param name="search">An exact search of the rows.</param>
    /// <param name="features">The rows, all distinct.</param>
    /// <param name="start">The first of the rows whose neighbours are wanted.</param>
    /// <param name="end">Behind the last of them.</param>
    /// <param name="neighborCount">k, below the number of rows.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    /// <returns>end - start lists of k rows.</returns>
    public static NeighborGraph FindGraphRows(
        this INeighborSearch search, CenteredFeatures features, int start, int end, int neighborCount, FitContext context)
    {
        return search.FindGraphRows(features, [.. Enumerable.Range(start, end - start)], neighborCount, context);
    }

    /// <summary>The named rows of the graph alone, to the same bits.</summary>
    /// <param name="search">An exact search of the rows.</param>
    /// <param name="features">The rows, all distinct.</param>
    /// <param name="rows">Those whose neighbours are wanted.</param>
    /// <param name="neighborCount">k, below the number of rows.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    /// <returns>A list of k rows for each.</returns>
    public static NeighborGraph FindGraphRows(
        this INeighborSearch search, CenteredFeatures features, IReadOnlyList<int> rows, int neighborCount, FitContext context)
    {
        NeighborGraph nearest = search.FindNearestOf(features.Gather([.. rows]), neighborCount + 1, context);
        int[] indices = new int[rows.Count * neighborCount];
        double[] distances = new double[indices.Length];
        for (int i = 0; i < rows.Count; i++)
        {
            // By angle, rows of one direction stand at the same distance, and a row may be missing from its own list.
            int own = nearest.Of(i).IndexOf(rows[i]);
            int at = i * neighborCount;
            for (int j = 0; j < neighborCount; j++)
            {
                int from = (i * (neighborCount + 1)) + (own >= 0 && j >= own ? j + 1 : j);
                (indices[at + j], distances[at + j]) = (nearest.Indices[from], nearest.SquaredDistances[from]);
            }
        }

        return new NeighborGraph(rows.Count, neighborCount, indices, distances);
    }

    private static SparseSearch CreateSparse(CenteredFeatures features, FitContext context)
    {
        context.Say(
            LlePhase.Neighbors,
            LleSeverity.Trace,
            $"{features.NumberOfRows} rows hold {features.Sparse!.Count} values in {features.NumberOfColumns} columns: neighbours are " +
            $"found by an inverted index.");
        return new SparseSearch(features.Sparse);
    }

    private static INeighborSearch CreateExact(CenteredFeatures features, FitContext context, Lazy<FilterAxes>? axes = null)
    {
        int n = features.NumberOfRows;
        int columnCount = features.NumberOfColumns;
        if (n < FewestTreeRows || columnCount > (n < FewRows ? MostTreeColumnsOfFewRows : MostTreeColumns))
        {
            return new DenseSearch(features, axes);
        }

        // Nanoseconds a row, fitted to timings of both searches at n = 10,000 and 20,000, D = 2 to 20, on cubes and on 4-dimensional
        // manifolds. The result is the same either way, so a poor fit to another machine costs time only.
        var tree = new KdTreeSearch(features, context);
        double treeCostOfRow = 40 + (2.0 * columnCount);
        double denseCost = 4000 + (n * (0.45 + (0.01 * columnCount)));
        double measured = tree.MeanRowsMeasured(TypicalNumberOfNeighbors, denseCost / treeCostOfRow);
        bool treePays = measured * treeCostOfRow <= denseCost;
        context.Say(
            LlePhase.Neighbors,
            LleSeverity.Trace,
            $"A tree would measure {(treePays ? string.Empty : "at least ")}{measured:F0} of {n} rows for each: neighbours are found " +
            $"{(treePays ? "by the tree" : "by brute force")}.");
        return treePays ? tree : new DenseSearch(features, axes);
    }
}
