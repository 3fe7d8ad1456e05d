using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>
/// The co-ranking matrix of an embedding (Lee &amp; Verleysen 2009, Neurocomputing 72, section 3). Entry q[k, l] counts ordered pairs of
/// rows (i, j). As seen from i, j has rank k in the features and rank l in the embedding. A perfect embedding has entries on the diagonal
/// only. Entries below the diagonal (k &gt; l) are intrusions, entries above it extrusions.
/// </summary>
/// <remarks>
/// <para>Ranks run from 1 to n - 1, the anchor left out by its index, ties to the smaller index. Only the block of ranks up to
/// <see cref="LargestRank"/> is kept; <see cref="EmbeddingQuality"/> needs no matrix at all.</para>
/// <para>Cost: m n (D + d + log n) time for m anchors; 4 bytes an entry, plus about 40 n bytes for each thread. Instances are immutable and
/// safe for any number of threads.</para>
/// </remarks>
public sealed class CoRankingMatrix
{
    private const int FewestRows = 2;

    // 256 MB of counts, past which nobody draws the matrix any more.
    private const int LargestBlock = 8_192;

    private readonly int[] _counts;

    private CoRankingMatrix(int[] counts, int largestRank, int rowCount, int sampleSize)
    {
        _counts = counts;
        LargestRank = largestRank;
        NumberOfRows = rowCount;
        SampleSize = sampleSize;
    }

    /// <summary>The largest rank kept, on both sides.</summary>
    public int LargestRank { get; }

    /// <summary>The number of rows, n.</summary>
    public int NumberOfRows { get; }

    /// <summary>The number of anchor rows from which all n rows were ranked. Each rank occurs once an anchor, so full rows and columns sum
    /// to it.</summary>
    public int SampleSize { get; }

    /// <summary>How many pairs have these two ranks.</summary>
    /// <param name="featureRank">k, from 1 to <see cref="LargestRank"/>.</param>
    /// <param name="embeddingRank">l, from 1 to <see cref="LargestRank"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rank is out of its range.</exception>
    public int this[int featureRank, int embeddingRank]
    {
        get
        {
            CheckRank(featureRank, LargestRank, nameof(featureRank));
            CheckRank(embeddingRank, LargestRank, nameof(embeddingRank));
            return _counts[(featureRank - 1) * LargestRank + embeddingRank - 1];
        }
    }

    /// <summary>Counts the pairs of an embedding by their two ranks.</summary>
    /// <param name="features">n rows of D values; n at least 2, all finite.</param>
    /// <param name="embedding">n rows of d values, row i the image of row i of <paramref name="features"/>; all finite.</param>
    /// <param name="largestRank">The size of the block that is kept, from 1 to the smaller of n - 1 and 8,192; null for that
    /// largest.</param>
    /// <param name="sampleSize">How many rows are anchors, 1 to n; null for every row up to 5,000 rows, and 1,000 beyond.</param>
    /// <param name="seed">Chooses the anchors where they are a sample.</param>
    /// <param name="numberOfThreads">How many threads to use; null for all processors. The counts are the same for any number.</param>
    /// <param name="cancellationToken">Stops the work between two anchors.</param>
    /// <exception cref="ArgumentException">Row counts differ, there are fewer than 2 rows, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The largest rank, the sample size or the thread count is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static CoRankingMatrix Compute(
        FeatureMatrix features,
        FeatureMatrix embedding,
        int? largestRank = null,
        int? sampleSize = null,
        int seed = 0,
        int? numberOfThreads = null,
        CancellationToken cancellationToken = default)
    {
        EmbeddingPair.Check(features, nameof(features), embedding, nameof(embedding), FewestRows);
        features = features.Widen();
        int rowCount = features.NumberOfRows;
        int rankLimit = Math.Min(rowCount - 1, LargestBlock);
        int block = largestRank ?? rankLimit;
        CheckRank(block, rankLimit, nameof(largestRank));
        FitContext context = EmbeddingPair.Context(numberOfThreads, cancellationToken);
        int[] anchors = AnchorRows.Choose(rowCount, AnchorRows.ResolveSize(rowCount, sampleSize), seed);
        int[] counts = new int[block * block];
        Parallel.For(
            0,
            anchors.Length,
            context.Parallelism,
            () => (Features: new NeighborRanks(features), Embedding: new NeighborRanks(embedding)),
            (anchor, _, scratch) =>
            {
                Count(scratch.Features.SeenFrom(anchors[anchor]), scratch.Embedding.SeenFrom(anchors[anchor]), block, counts);
                return scratch;
            },
            _ => { });
        return new CoRankingMatrix(counts, block, rowCount, anchors.Length);
    }

    private static void Count(ReadOnlySpan<int> featureRanks, ReadOnlySpan<int> embeddingRanks, int block, int[] counts)
    {
        for (int row = 0; row < featureRanks.Length; row++)
        {
            int featureRank = featureRanks[row];
            int embeddingRank = embeddingRanks[row];

            // Rank 0 is the anchor itself.
            if (featureRank != 0 && featureRank <= block && embeddingRank <= block)
            {
                Interlocked.Increment(ref counts[(featureRank - 1) * block + embeddingRank - 1]);
            }
        }
    }

    private static void CheckRank(int rank, int largest, string name)
    {
        if (rank < 1 || rank > largest)
        {
            throw new ArgumentOutOfRangeException(name, rank, $"{name} is {rank}; it must lie between 1 and {largest}.");
        }
    }
}
