using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>
/// Exact neighbours in any dimension: all pairs by a blocked product in single precision, the last word by distances in double.
/// </summary>
/// <remarks>
/// Squared distances are n_i + n_j - 2 a.b; <see cref="CandidateBlock"/> states the error bound and why no neighbour is lost. The graph
/// computes each pair of blocks once and offers every product to both its rows. O(n^2 D / 2) multiply-adds for the graph, O(m n D) for m
/// queries; memory O(n k) and a few megabytes a thread. The result does not depend on the order in which blocks are met, nor on the vector
/// width.
/// </remarks>
internal sealed class DenseSearch : INeighborSearch
{
    private const int BlocksPerStrip = 8;
    private const int MostAxes = 96;
    private const int FewestFilteredColumns = 32;

    // Above this a query's products could overflow single precision.
    public const double LargestSquaredNorm = 1e30;

    // Multiply-adds below which a batch is done before a filter could be made.
    private const double FewestFilteredProducts = 4e9;

    private readonly CenteredFeatures _features;
    private readonly BlockKernel _kernel;
    private readonly BlockMatcher _matcher;
    private readonly Lazy<FilterAxes>? _axes;
    private readonly object _making = new();
    private PrincipalFilter? _filter;
    private volatile bool _isFilterMade;
    private DenseRows? _rows;

    /// <param name="features">The rows to find.</param>
    /// <param name="axes">Axes that several searches share, so that they are found once; null for those of the rows.</param>
    public DenseSearch(CenteredFeatures features, Lazy<FilterAxes>? axes = null)
        : this(features, BlockKernel.WidestWidth) => _axes = axes;

    /// <summary>As above with a given vector width.</summary>
    public DenseSearch(CenteredFeatures features, SimdWidth width)
    {
        _features = features;
        _kernel = BlockKernel.Create(width);
        _matcher = new BlockMatcher(_kernel, features.NumberOfColumns);
    }

    // Below this every row is soon read in full, and an image would hardly be shorter than its row.
    private bool FilterPays =>
        _features.NumberOfColumns >= FewestFilteredColumns && (long)_features.NumberOfRows * _features.NumberOfColumns >= 1 << 17;

    /// <summary>The axes that a filter of rows of so many columns takes at most.</summary>
    public static int AxisCountFor(int columnCount) => Math.Clamp(columnCount / 8, 8, MostAxes);

    /// <summary>Bytes of the numbers that a filter may keep of each row beside the row itself.</summary>
    public static double BytesOfImage(int columnCount) => columnCount >= FewestFilteredColumns ? 4.0 * (AxisCountFor(columnCount) + 2) : 0;

    public NeighborGraph FindGraph(int neighborCount, FitContext context)
    {
        NumberOfNeighborsRange.Check(neighborCount, _features.NumberOfRows - 1);
        DenseRows rows = RowsFor(context);
        if (TryFilter(rows, neighborCount, areFitted: true, context) is { } filtered)
        {
            return filtered.Find(rows, neighborCount, areFitted: true, LlePhase.Neighbors, context);
        }

        CandidateBlock[] blocks = _matcher.MakeBlocks(rows, neighborCount);
        (int Column, int FirstRow)[] strips = [.. Enumerable.Range(0, blocks.Length)
            .SelectMany(column => Enumerable.Range(0, (column / BlocksPerStrip) + 1).Select(s => (column, s * BlocksPerStrip)))];
        long done = 0;
        Parallel.For(0, strips.Length, context.Parallelism, _matcher.NewScratch, (s, _, scratch) =>
        {
            (int column, int firstRow) = strips[s];
            int endRow = Math.Min(firstRow + BlocksPerStrip, column + 1);
            _matcher.MatchStrip(rows, blocks, firstRow, endRow, blocks[column], scratch, context);
            Report(context, rows.NumberOfRows, Interlocked.Add(ref done, endRow - firstRow), (long)blocks.Length * (blocks.Length + 1) / 2);
            return scratch;
        }, scratch => scratch.Dispose());
        return Decide(blocks, rows.NumberOfRows, neighborCount, context);
    }

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context) =>
        FindNearestWithin(queries, queryCount, neighborCount, default, context);

    /// <inheritdoc/>
    /// <remarks>Without bounds nothing is left out.</remarks>
    public NeighborGraph FindNearestWithin(
        ReadOnlyMemory<float> queries, int queryCount, int neighborCount, ReadOnlyMemory<double> bounds, FitContext context)
    {
        NumberOfNeighborsRange.Check(neighborCount, _features.NumberOfRows);
        var queryRows = new DenseRows(queries, queryCount, _features.NumberOfColumns, context);
        if (TryFilter(queryRows, neighborCount, areFitted: false, context, bounds.Span) is { } filtered)
        {
            return filtered.Find(queryRows, neighborCount, areFitted: false, LlePhase.Placement, context, bounds);
        }

        DenseRows rows = RowsFor(context);
        CandidateBlock[] columns = _matcher.MakeBlocks(rows, wanted: 0);
        var indices = new int[checked(queryCount * neighborCount)];
        var distances = new double[indices.Length];
        CandidateBlock[] blocks = _matcher.MakeQueryBlocks(queryRows, rows, neighborCount, context.NumberOfThreads);
        Limit(blocks, bounds.Span);
        int blocksPerStrip = Math.Clamp(blocks.Length / (4 * context.NumberOfThreads), 1, BlocksPerStrip);
        long done = 0;
        Parallel.For(0, (blocks.Length + blocksPerStrip - 1) / blocksPerStrip, context.Parallelism, _matcher.NewScratch, (s, _, scratch) =>
        {
            ReadOnlySpan<CandidateBlock> strip =
                blocks.AsSpan(s * blocksPerStrip, Math.Min(blocksPerStrip, blocks.Length - (s * blocksPerStrip)));
            _matcher.MatchQueries(queryRows, strip, rows, columns, scratch, context);
            foreach (CandidateBlock block in strip)
            {
                DecideQueries(queryRows, block, indices, distances, neighborCount);
                context.Report(LlePhase.Placement, Interlocked.Add(ref done, block.Count), queryCount);
            }

            return scratch;
        }, scratch => scratch.Dispose());
        return new NeighborGraph(queryCount, neighborCount, indices, distances);
    }

    public NearPair[]? TryFindWithin(
        ReadOnlyMemory<float> queries, int queryCount, ReadOnlyMemory<double> bounds, FitContext context)
    {
        var queryRows = new DenseRows(queries, queryCount, _features.NumberOfColumns, context);
        return TryFilter(queryRows, neighborCount: 1, areFitted: false, context)?.TryFindWithin(queryRows, bounds, context);
    }

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances)
    {
        NumberOfNeighborsRange.Check(indices.Length, _features.NumberOfRows);
        if (NonFiniteQuery.TryAnswer(query, indices, squaredDistances))
        {
            return;
        }

        double squaredNorm = DenseRows.SquaredNormOf(query);
        if (Filter(null) is { } filter && squaredNorm < LargestSquaredNorm)
        {
            filter.FindNearest(query, squaredNorm, indices, squaredDistances);
            return;
        }

        var heap = new NearestHeap(indices, squaredDistances);
        for (int row = 0; row < _features.NumberOfRows; row++)
        {
            heap.Offer(row, SquaredDistance.Between(query, _features.Row(row)));
        }

        heap.Sort();
    }

    /// <summary>The filter, made once on the threads of the first caller. If that caller is cancelled meanwhile, the next one makes
    /// it.</summary>
    private PrincipalFilter? Filter(RunContext? context)
    {
        if (!_isFilterMade)
        {
            lock (_making)
            {
                if (!_isFilterMade)
                {
                    context ??= new RunContext();
                    _filter = FilterPays ? MakeFilter(context) : null;
                    _isFilterMade = true;
                }
            }
        }

        return _filter;
    }

    private PrincipalFilter? MakeFilter(RunContext context) =>
        PrincipalFilter.TryCreate(RowsFor(context), _features, _kernel, _axes?.Value ?? FilterAxes.Of(_features, context), context);

    private static void Limit(CandidateBlock[] blocks, ReadOnlySpan<double> bounds)
    {
        if (bounds.IsEmpty)
        {
            return;
        }

        foreach (CandidateBlock block in blocks)
        {
            for (int row = 0; row < block.Count; row++)
            {
                block.Limit(row, bounds[block.FirstIndex + row]);
            }
        }
    }

    private FilteredSearch? TryFilter(
        DenseRows queries, int neighborCount, bool areFitted, RunContext context, ReadOnlySpan<double> bounds = default)
    {
        double products = (double)queries.NumberOfRows * _features.NumberOfRows * _features.NumberOfColumns;
        if (!FilterPays || products < FewestFilteredProducts || Filter(context) is not { } filter)
        {
            return null;
        }

        var search = new FilteredSearch(this, _features, filter);
        return search.Pays(queries, neighborCount, areFitted, bounds) ? search : null;
    }

    private static void Report(FitContext context, int rowCount, long pairsDone, long pairCount) =>
        context.Report(LlePhase.Neighbors, pairsDone == pairCount ? rowCount : rowCount * pairsDone / pairCount, rowCount);

    // Two threads that ask at once may both make it; the norms are the same, so either will do.
    private DenseRows RowsFor(RunContext context) =>
        _rows ??= new DenseRows(_features.Values, _features.NumberOfRows, _features.NumberOfColumns, context);

    private static NeighborGraph Decide(CandidateBlock[] blocks, int rowCount, int neighborCount, FitContext context)
    {
        var indices = new int[checked(rowCount * neighborCount)];
        var distances = new double[indices.Length];
        Parallel.ForEach(blocks, context.Parallelism, block =>
        {
            for (int row = 0; row < block.Count; row++)
            {
                int at = (block.FirstIndex + row) * neighborCount;
                block.Decide(row, indices.AsSpan(at, neighborCount), distances.AsSpan(at, neighborCount));
            }
        });
        return new NeighborGraph(rowCount, neighborCount, indices, distances);
    }

    private void DecideQueries(DenseRows queries, CandidateBlock block, int[] indices, double[] distances, int neighborCount)
    {
        for (int row = 0; row < block.Count; row++)
        {
            int query = block.FirstIndex + row;
            Span<int> rowIndices = indices.AsSpan(query * neighborCount, neighborCount);
            Span<double> rowDistances = distances.AsSpan(query * neighborCount, neighborCount);
            if (queries.SquaredNorm(query) < LargestSquaredNorm)
            {
                block.Decide(row, rowIndices, rowDistances);
            }
            else
            {
                FindNearest(queries.Row(query), rowIndices, rowDistances);
            }
        }
    }
}
