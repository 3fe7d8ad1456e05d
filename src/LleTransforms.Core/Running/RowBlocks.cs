namespace LleTransforms.Running;

/// <summary>Loops over rows on several threads, a fixed number of rows at a time.</summary>
internal static class RowBlocks
{
    private const int RowsPerBlock = 256;

    /// <summary>Runs a body over [first, end) of each block; no block depends on the number of threads.</summary>
    public static void ForEach(int rowCount, RunContext context, Action<int, int> body)
    {
        int blockCount = (rowCount + RowsPerBlock - 1) / RowsPerBlock;
        Parallel.For(0, blockCount, context.Parallelism, block =>
            body(block * RowsPerBlock, Math.Min((block + 1) * RowsPerBlock, rowCount)));
    }
}
