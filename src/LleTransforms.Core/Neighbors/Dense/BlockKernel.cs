using System.Runtime.Intrinsics;

namespace LleTransforms.Neighbors.Dense;

/// <summary>All inner products between two blocks of rows, in single precision, and the search of the result for near pairs.</summary>
/// <remarks>
/// The layering is that of Goto &amp; van de Geijn (2008), "Anatomy of high-performance matrix multiplication". One side is packed into
/// slivers a few vectors wide. Depth is cut into chunks so that a sliver's chunk stays in the first-level cache. A tile of RowGroup rows x
/// one sliver is accumulated in registers. Cost: rows x columns x D multiply-adds. Methods touch only what they are handed; safe for any
/// number of threads.
/// </remarks>
internal abstract unsafe class BlockKernel
{
    /// <summary>Rows of one register tile.</summary>
    public const int RowGroup = 6;

    /// <summary>
    /// Products summed in one chain before the chunk is added to the tile: it sets both the cache footprint and the rounding error.
    /// </summary>
    public const int DepthChunk = 128;

    /// <summary>Columns of one packed sliver.</summary>
    public abstract int SliverWidth { get; }

    public static SimdWidth WidestWidth =>
        Vector512.IsHardwareAccelerated ? SimdWidth.Vector512
        : Vector256.IsHardwareAccelerated ? SimdWidth.Vector256
        : Vector128.IsHardwareAccelerated ? SimdWidth.Vector128
        : SimdWidth.Scalar;

    public static BlockKernel Create(SimdWidth width) => width switch
    {
        SimdWidth.Vector512 => new VectorBlockKernel<Lanes512, Vector512<float>>(),
        SimdWidth.Vector256 => new VectorBlockKernel<Lanes256, Vector256<float>>(),
        SimdWidth.Vector128 => new VectorBlockKernel<Lanes128, Vector128<float>>(),
        _ => new VectorBlockKernel<LanesScalar, float>(),
    };

    /// <summary>
    /// A bound on |computed - exact| / (|a| |b|) for an inner product of <paramref name="depth"/> terms. Each product passes through at
    /// most m = DepthChunk + number of chunks + 1 roundings. So the bound is gamma_m = m u / (1 - m u), u = 2^-24 (Higham 2002, section
    /// 3.1).
    /// </summary>
    public static double RelativeError(int depth)
    {
        double mu = (Math.Min(depth, DepthChunk) + ((depth + DepthChunk - 1) / DepthChunk) + 1) * Math.ScaleB(1, -24);
        return mu / (1 - mu);
    }

    /// <summary>Rows as <see cref="Multiply"/> lays them out: a whole number of row groups.</summary>
    public static int PaddedRows(int rowCount) => RoundUp(rowCount, RowGroup);

    /// <summary>The floats a packed block of columns takes.</summary>
    public long PackedLength(int columnCount, int depth) => (long)RoundUp(columnCount, SliverWidth) * depth;

    /// <summary>The floats the products of two blocks take.</summary>
    public int ProductLength(int rowCount, int columnCount) => RoundUp(rowCount, RowGroup) * RoundUp(columnCount, SliverWidth);

    /// <summary>Lays rows out as the columns of slivers: for each chunk, each sliver, each depth,
    /// SliverWidth values; missing columns are 0.</summary>
    public void Pack(float* rows, int rowCount, int depth, float* packed)
    {
        int width = SliverWidth;
        for (int chunk = 0; chunk < depth; chunk += DepthChunk)
        {
            int length = Math.Min(DepthChunk, depth - chunk);
            for (int first = 0; first < rowCount; first += width)
            {
                for (int column = 0; column < width; column++)
                {
                    float* destination = packed + column;
                    if (first + column < rowCount)
                    {
                        float* source = rows + ((long)(first + column) * depth) + chunk;
                        for (int k = 0; k < length; k++)
                        {
                            destination[k * width] = source[k];
                        }
                    }
                    else
                    {
                        for (int k = 0; k < length; k++)
                        {
                            destination[k * width] = 0;
                        }
                    }
                }

                packed += (long)width * length;
            }
        }
    }

    /// <summary>
    /// Products of rows with packed columns. Layout of the result: sliver after sliver, within it row after row (padded to a multiple of
    /// RowGroup), within it SliverWidth values.
    /// </summary>
    public abstract void Multiply(float* rows, int rowCount, int depth, float* packed, int columnCount, float* products);

    /// <summary>Products of one row with packed columns, in the columns' order; writes up to SliverWidth
    /// - 1 values past the last.</summary>
    public abstract void MultiplyRow(float* row, int depth, float* packed, int columnCount, float* products);

    /// <summary>The first sliver of values, from <paramref name="start"/> on, in which one is at least the floor; count or more if none
    /// is.</summary>
    /// <remarks><paramref name="start"/> is a multiple of SliverWidth, and values are readable up to the next one past count.</remarks>
    public abstract int NextSliverAtLeast(float* values, int start, int count, float floor);

    /// <summary>Offers every pair that may be near to the candidates of its row and, if given, of its column.</summary>
    /// <param name="products">What <see cref="Multiply"/> made.</param>
    /// <param name="rows">Candidates of the rows.</param>
    /// <param name="columns">The columns' norms and first index, and their candidates where <paramref name="symmetric"/>.</param>
    /// <param name="symmetric">Whether the pair is also offered to its column.</param>
    /// <param name="excludeEqualIndex">Whether a row of the same index as the column is left out.</param>
    public abstract void Scan(float* products, CandidateBlock rows, CandidateBlock columns, bool symmetric, bool excludeEqualIndex);

    protected static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
