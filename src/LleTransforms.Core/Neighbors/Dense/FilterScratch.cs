namespace LleTransforms.Neighbors.Dense;

/// <summary>One thread's scratch for a block of queries: their images, a block of products, and a score for each query and fitted row.</summary>
internal sealed class FilterScratch
{
    public FilterScratch(BlockKernel kernel, int queryCount, int columnCount, int axisCount, int rowCount)
    {
        // The images are read a whole row group at a time, and scores a whole sliver at a time, past the last one's end.
        Images = new float[BlockKernel.PaddedRows(queryCount) * (axisCount + 1)];
        Products = new float[Math.Max(kernel.ProductLength(queryCount, columnCount), kernel.ProductLength(queryCount, axisCount))];
        ScoreStride = ((rowCount + kernel.SliverWidth - 1) / kernel.SliverWidth * kernel.SliverWidth) + kernel.SliverWidth;
        Scores = new float[(long)queryCount * ScoreStride];
        Scores.AsSpan().Fill(float.NegativeInfinity);
    }

    public float[] Images { get; }

    public float[] Products { get; }

    /// <summary>A row of scores for each query; what lies past the last fitted row is negative infinity and stays so.</summary>
    public float[] Scores { get; }

    public int ScoreStride { get; }
}
