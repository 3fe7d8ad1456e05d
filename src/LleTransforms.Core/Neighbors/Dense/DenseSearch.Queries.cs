using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <content>Many queries that are no fitted rows.</content>
internal sealed unsafe partial class DenseSearch
{
    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context) =>
        FindNearest(new DenseRows(queries, queryCount, _features.NumberOfColumns, context), neighborCount, context);

    public NeighborGraph FindNearer(
        ReadOnlyMemory<float> queries, int queryCount, int neighborCount, ReadOnlyMemory<double> found, RecurringQueries recurring,
        FitContext context)
    {
        DenseRows queryRows = recurring.Of(queries, queryCount, _features.NumberOfColumns, context);
        return FindNearest(queryRows, neighborCount, context, found, recurring);
    }

    private NeighborGraph FindNearest(
        DenseRows queryRows, int neighborCount, FitContext context, ReadOnlyMemory<double> found = default,
        RecurringQueries? recurring = null)
    {
        NumberOfNeighborsRange.Check(neighborCount, _features.NumberOfRows);
        int queryCount = queryRows.NumberOfRows;
        if (queryCount == 0)
        {
            return new NeighborGraph(0, neighborCount, [], []);
        }

        if (TryFilter(queryRows, neighborCount, areFitted: false, context, found.Span, recurring) is { } filtered)
        {
            return recurring is null
                ? filtered.Find(queryRows, neighborCount, areFitted: false, LlePhase.Placement, context)
                : filtered.FindNearer(queryRows, neighborCount, found, recurring, context);
        }

        DenseRows rows = RowsFor(context);
        CandidateBlock[] columns = MakeBlocks(rows, rows, _blockRows, wanted: 0);
        var indices = new int[checked(queryCount * neighborCount)];
        var distances = new double[indices.Length];
        CandidateBlock[] blocks = MakeQueryBlocks(queryRows, rows, neighborCount, context.NumberOfThreads);
        Limit(blocks, found.Span, queryCount);
        int blocksPerStrip = Math.Clamp(blocks.Length / (4 * context.NumberOfThreads), 1, BlocksPerStrip);
        long done = 0;
        Parallel.For(0, (blocks.Length + blocksPerStrip - 1) / blocksPerStrip, context.Parallelism, NewScratch, (s, _, scratch) =>
        {
            ReadOnlySpan<CandidateBlock> strip =
                blocks.AsSpan(s * blocksPerStrip, Math.Min(blocksPerStrip, blocks.Length - (s * blocksPerStrip)));
            MatchQueries(queryRows, strip, rows, columns, scratch, context);
            foreach (CandidateBlock block in strip)
            {
                DecideQueries(queryRows, block, indices, distances, neighborCount);
                context.Report(LlePhase.Placement, Interlocked.Add(ref done, block.Count), queryCount);
            }

            return scratch;
        }, scratch => scratch.Dispose());
        return new NeighborGraph(queryCount, neighborCount, indices, distances);
    }

    private static void Limit(CandidateBlock[] blocks, ReadOnlySpan<double> found, int queryCount)
    {
        int foundCount = found.Length / queryCount;
        if (foundCount == 0)
        {
            return;
        }

        foreach (CandidateBlock block in blocks)
        {
            for (int row = 0; row < block.Count; row++)
            {
                ReadOnlySpan<double> ofQuery = found.Slice((block.FirstIndex + row) * foundCount, foundCount);
                block.Limit(row, Math.Max(ofQuery[0], ofQuery[^1]));
            }
        }
    }

    // Few queries are cut finer, so that every thread gets some; the answers do not depend on the cut.
    private CandidateBlock[] MakeQueryBlocks(DenseRows queries, DenseRows rows, int neighborCount, int numberOfThreads) =>
        MakeBlocks(queries, rows, Math.Clamp(queries.NumberOfRows / numberOfThreads, FewestBlockRows, _blockRows), neighborCount);

    private void MatchQueries(
        DenseRows queries, ReadOnlySpan<CandidateBlock> strip, DenseRows rows, CandidateBlock[] columns, BlockScratch scratch,
        FitContext context)
    {
        int depth = rows.NumberOfColumns;
        fixed (float* values = rows.Values.Span, queryValues = queries.Values.Span)
        {
            foreach (CandidateBlock column in columns)
            {
                context.ThrowIfCancelled();
                _kernel.Pack(values + ((long)column.FirstIndex * depth), column.Count, depth, scratch.Packed);
                foreach (CandidateBlock block in strip)
                {
                    _kernel.Multiply(
                        queryValues + ((long)block.FirstIndex * depth), block.Count, depth, scratch.Packed, column.Count, scratch.Products);
                    _kernel.Scan(scratch.Products, block, column, symmetric: false, excludeEqualIndex: false);
                }
            }
        }
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
