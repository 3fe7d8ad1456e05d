using System.Runtime.InteropServices;

namespace LleTransforms.Neighbors.Dense;

/// <summary>
/// One thread's scratch for a block of queries: their images, a block of products, and a score for each query and fitted row. The scores
/// lie outside the managed heap: they are megabytes, wanted anew by each batch.
/// </summary>
internal sealed unsafe class FilterScratch : IDisposable
{
    private const nuint CacheLine = 64;

    public FilterScratch(BlockKernel kernel, int queryCount, int columnCount, int axisCount, int rowCount)
    {
        // The images are read a whole row group at a time, and scores a whole sliver at a time, past the last one's end.
        Images = new float[BlockKernel.PaddedRows(queryCount) * (axisCount + 1)];
        Products = new float[Math.Max(kernel.ProductLength(queryCount, columnCount), kernel.ProductLength(queryCount, axisCount))];
        ScoreStride = ((rowCount + kernel.SliverWidth - 1) / kernel.SliverWidth * kernel.SliverWidth) + kernel.SliverWidth;
        Scores = (float*)NativeMemory.AlignedAlloc(checked((nuint)queryCount * (nuint)ScoreStride * sizeof(float)), CacheLine);
        for (int query = 0; query < queryCount; query++)
        {
            new Span<float>(Scores + ((long)query * ScoreStride) + rowCount, ScoreStride - rowCount).Fill(float.NegativeInfinity);
        }
    }

    ~FilterScratch() => Release();

    public float[] Images { get; }

    public float[] Products { get; }

    /// <summary>A row of scores for each query; what lies past the last fitted row is negative infinity and stays so.</summary>
    public float* Scores { get; private set; }

    public int ScoreStride { get; }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        NativeMemory.AlignedFree(Scores);
        Scores = null;
    }
}
