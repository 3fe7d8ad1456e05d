using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Cuts rows into blocks, and offers the products of two blocks to the rows of one or of both.</summary>
/// <remarks>Blocks of a matrix of n x D hold as many rows as fit a core's cache packed. A product of two blocks of b rows costs b^2 D
/// multiply-adds. Any number of threads may match at once, each with its scratch.</remarks>
internal sealed unsafe class BlockMatcher
{
    private const int MostBlockRows = 256;
    private const int FewestBlockRows = 32;
    private const int PackedBytes = 1 << 21;

    private readonly BlockKernel _kernel;
    private readonly int _columnCount;
    private readonly int _blockRows;

    public BlockMatcher(BlockKernel kernel, int columnCount)
    {
        _kernel = kernel;
        _columnCount = columnCount;
        int fitting = PackedBytes / sizeof(float) / columnCount / FewestBlockRows * FewestBlockRows;
        _blockRows = Math.Clamp(fitting, FewestBlockRows, MostBlockRows);
    }

    public BlockScratch NewScratch() =>
        new(_kernel.PackedLength(_blockRows, _columnCount), _kernel.ProductLength(_blockRows, _blockRows));

    /// <summary>Blocks of rows that are matched with each other.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="wanted">How many neighbours each is to keep; none where they are only offered.</param>
    public CandidateBlock[] MakeBlocks(DenseRows rows, int wanted) => MakeBlocks(rows, rows, _blockRows, wanted);

    /// <summary>Blocks of queries. Few queries are cut finer, so that every thread gets some. The answers do not depend on the
    /// cut.</summary>
    public CandidateBlock[] MakeQueryBlocks(DenseRows queries, DenseRows rows, int neighborCount, int numberOfThreads) =>
        MakeBlocks(queries, rows, Math.Clamp(queries.NumberOfRows / numberOfThreads, FewestBlockRows, _blockRows), neighborCount);

    /// <summary>Offers the products of a column of blocks to the rows of both sides.</summary>
    public void MatchStrip(
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

    /// <summary>Offers all rows to the queries of some blocks.</summary>
    public void MatchQueries(
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
}
