using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Quality;

/// <summary>
/// The trustworthiness (Venna &amp; Kaski 2001) of many embeddings of the same rows at one neighbourhood size K. The ranks in the features
/// are taken once, and in each embedding only the K nearest rows are sought.
/// </summary>
/// <remarks>
/// The value is the same, bit for bit, as <see cref="EmbeddingQuality"/> gives for all rows. Cost: n^2 (D + log n) once, then n^2 d + n^2
/// log K at worst for each embedding. The ranks take 4 n^2 bytes, so it is meant for a few thousand rows. Sums are integers, so threads do
/// not change them.
/// </remarks>
internal sealed class TrustworthinessCriterion
{
    private readonly int[][] _featureRanks;

    /// <param name="features">Rows whose Euclidean distances count.</param>
    /// <param name="context">Threads and cancellation.</param>
    public TrustworthinessCriterion(FeatureMatrix features, FitContext context)
        : this(RowDistances.Of(features), context)
    {
    }

    public TrustworthinessCriterion(RowDistances features, FitContext context)
    {
        _featureRanks = new int[features.NumberOfRows][];
        Parallel.For(
            0,
            features.NumberOfRows,
            context.Parallelism,
            () => new NeighborRanks(features),
            (row, _, ranks) =>
            {
                _featureRanks[row] = ranks.SeenFrom(row).ToArray();
                return ranks;
            },
            _ => { });
    }

    /// <param name="embedding">Row-major, n rows; finite.</param>
    /// <param name="neighborhoodSize">K, below n / 2.</param>
    /// <param name="context">Threads and cancellation.</param>
    public double Measure(FeatureMatrix embedding, int neighborhoodSize, FitContext context)
    {
        int rowCount = _featureRanks.Length;
        long depth = 0;
        Parallel.For(
            0,
            rowCount,
            context.Parallelism,
            () => (Indices: new int[neighborhoodSize], Distances: new double[neighborhoodSize], Depth: 0L),
            (row, _, scratch) =>
            {
                FindNearest(embedding, row, scratch.Indices, scratch.Distances);
                return scratch with { Depth = scratch.Depth + IntrusionDepth(_featureRanks[row], scratch.Indices) };
            },
            scratch => Interlocked.Add(ref depth, scratch.Depth));
        double worst = rowCount * (neighborhoodSize * (2.0 * rowCount - 3.0 * neighborhoodSize - 1) / 2);
        return 1 - depth / worst;
    }

    private static void FindNearest(FeatureMatrix embedding, int row, int[] indices, double[] distances)
    {
        var heap = new NearestHeap(indices, distances);
        ReadOnlySpan<float> anchor = embedding.ShiftedRow(row);
        for (int other = 0; other < embedding.NumberOfRows; other++)
        {
            if (other != row)
            {
                heap.Offer(other, SquaredDistance.Between(anchor, embedding.ShiftedRow(other)));
            }
        }
    }

    private static long IntrusionDepth(int[] featureRanks, int[] nearest)
    {
        long depth = 0;
        foreach (int other in nearest)
        {
            depth += Math.Max(0, featureRanks[other] - nearest.Length);
        }

        return depth;
    }
}
