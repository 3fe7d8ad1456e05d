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
internal sealed unsafe partial class DenseSearch : INeighborSearch
{
    private const int MostBlockRows = 256;
    private const int FewestBlockRows = 32;
    private const int PackedBytes = 1 << 21;
    private const int BlocksPerStrip = 8;
    private const int MostAxes = 96;
    private const int FewestFilteredColumns = 32;

    // Above this a query's products could overflow single precision.
    public const double LargestSquaredNorm = 1e30;

    // Multiply-adds below which a batch is done before a filter could be made.
    private const double FewestFilteredProducts = 4e9;

    private readonly CenteredFeatures _features;
    private readonly BlockKernel _kernel;
    private readonly int _blockRows;
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
        int fitting = PackedBytes / sizeof(float) / features.NumberOfColumns / FewestBlockRows * FewestBlockRows;
        _blockRows = Math.Clamp(fitting, FewestBlockRows, MostBlockRows);
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

        CandidateBlock[] blocks = MakeBlocks(rows, rows, _blockRows, neighborCount);

        // Whole strips go first, so that no thread is left with one while others wait.
        (int Column, int FirstRow)[] strips = [.. Enumerable.Range(0, blocks.Length)
            .SelectMany(column => Enumerable.Range(0, (column / BlocksPerStrip) + 1).Select(s => (column, s * BlocksPerStrip)))
            .OrderByDescending(((int Column, int FirstRow) strip) => Math.Min(BlocksPerStrip, strip.Column + 1 - strip.FirstRow))];
        long done = 0;
        Parallel.ForEach(RunContext.OneByOne(strips.Length), context.Parallelism, NewScratch, (s, _, scratch) =>
        {
            (int column, int firstRow) = strips[s];
            int endRow = Math.Min(firstRow + BlocksPerStrip, column + 1);
            MatchStrip(rows, blocks, firstRow, endRow, blocks[column], scratch, context);
            Report(context, rows.NumberOfRows, Interlocked.Add(ref done, endRow - firstRow), (long)blocks.Length * (blocks.Length + 1) / 2);
            return scratch;
        }, scratch => scratch.Dispose());
        return Decide(blocks, rows.NumberOfRows, neighborCount, context);
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

    private FilteredSearch? TryFilter(
        DenseRows queries, int neighborCount, bool areFitted, RunContext context, ReadOnlySpan<double> found = default,
        RecurringQueries? recurring = null)
    {
        double products = (double)queries.NumberOfRows * _features.NumberOfRows * _features.NumberOfColumns;
        if (!FilterPays || products < FewestFilteredProducts || Filter(context) is not { } filter)
        {
            return null;
        }

        var search = new FilteredSearch(this, _features, filter);
        if (recurring is { HasFilterPaid: true })
        {
            return search;
        }

        bool pays = search.Pays(queries, neighborCount, areFitted, found);
        if (recurring is not null)
        {
            recurring.HasFilterPaid = pays;
        }

        return pays ? search : null;
    }

    private static void Report(FitContext context, int rowCount, long pairsDone, long pairCount) =>
        context.Report(LlePhase.Neighbors, pairsDone == pairCount ? rowCount : rowCount * pairsDone / pairCount, rowCount);

    // Two threads that ask at once may both make it; the norms are the same, so either will do.
    private DenseRows RowsFor(RunContext context) =>
        _rows ??= new DenseRows(_features.Values, _features.NumberOfRows, _features.NumberOfColumns, context);

    private BlockScratch NewScratch() =>
        new(_kernel.PackedLength(_blockRows, _features.NumberOfColumns), _kernel.ProductLength(_blockRows, _blockRows));

    private static CandidateBlock[] MakeBlocks(DenseRows rows, DenseRows others, int blockRows, int wanted)
    {
        var blocks = new CandidateBlock[(rows.NumberOfRows + blockRows - 1) / blockRows];
        for (int b = 0; b < blocks.Length; b++)
        {
            int first = b * blockRows;
            blocks[b] = new CandidateBlock(rows, others, first, Math.Min(blockRows, rows.NumberOfRows - first), wanted);
        }

        return blocks;
    }

    private void MatchStrip(
        DenseRows rows, CandidateBlock[] blocks, int firstRow, int endRow, CandidateBlock column, BlockScratch scratch, FitContext context)
    {
        int depth = rows.NumberOfColumns;
        fixed (float* values = rows.Values.Span)
        {
            _kernel.Pack(values + ((long)column.FirstIndex * depth), column.Count, depth, scratch.Packed);
            for (int b = firstRow; b < endRow; b++)
            {
                context.ThrowIfCancelled();
                CandidateBlock row = blocks[b];
                _kernel.Multiply(values + ((long)row.FirstIndex * depth), row.Count, depth, scratch.Packed, column.Count, scratch.Products);

                // Locks are always taken from the smaller block number to the larger, so two threads cannot wait for each other.
                lock (row.Gate)
                {
                    lock (column.Gate)
                    {
                        _kernel.Scan(scratch.Products, row, column, symmetric: row != column, excludeEqualIndex: row == column);
                    }
                }
            }
        }
    }

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
}
