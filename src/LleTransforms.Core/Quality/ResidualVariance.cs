using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>
/// The residual variance of an embedding, 1 - r^2, after Tenenbaum, de Silva &amp; Langford 2000 (Science 290, note 42). Here r is the
/// linear correlation between distances in a reference space and distances in the embedding. Kouropteva, Okun &amp; Pietikäinen 2002 take
/// Euclidean input distances.
/// </summary>
/// <param name="Value">0 when embedding distances are proportional to the reference's up to a constant, 1 when they are unrelated.</param>
/// <param name="NumberOfRows">The number of rows, n.</param>
/// <param name="SampleSize">The number of anchor rows m; the correlation runs over the pairs of an anchor and any other row. Equal to n
/// when exact.</param>
/// <remarks>
/// An embedding of unit variance in each column, such as LLE's, has lost the proportions of its axes. Against parameters whose ranges
/// differ its residual variance is positive even when it unrolls the manifold perfectly.
/// </remarks>
public sealed record ResidualVariance(double Value, int NumberOfRows, int SampleSize)
{
    private const int FewestRows = 3;

    /// <summary>Takes Euclidean distances in both spaces.</summary>
    /// <param name="reference">n rows: the features, or known parameters of the manifold; n at least 3, all finite.</param>
    /// <param name="embedding">n rows, row i the image of row i of <paramref name="reference"/>; all finite.</param>
    /// <param name="sampleSize">How many rows are anchors, 1 to n; null for every row up to 5,000 rows, and 1,000 beyond.</param>
    /// <param name="seed">Chooses the anchors where they are a sample.</param>
    /// <param name="numberOfThreads">How many threads to use; null for all processors. The value has the same bits for any number.</param>
    /// <param name="cancellationToken">Stops the work between two anchors.</param>
    /// <remarks>Cost: m n (D + d) time, 16 n bytes for each thread.</remarks>
    /// <exception cref="ArgumentException">Row counts differ, there are fewer than 3 rows, a value is not finite, or all distances of one
    /// space are equal.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample size or the thread count is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static ResidualVariance OfEuclideanDistances(
        FeatureMatrix reference,
        FeatureMatrix embedding,
        int? sampleSize = null,
        int seed = 0,
        int? numberOfThreads = null,
        CancellationToken cancellationToken = default)
    {
        EmbeddingPair.Check(reference, nameof(reference), embedding, nameof(embedding), FewestRows);
        return Correlate(
            RowDistances.Of(reference), embedding, sampleSize, seed, EmbeddingPair.Context(numberOfThreads, cancellationToken),
            nameof(reference));
    }

    /// <summary>Takes the distances that a fit by <see cref="LleMetric.Precomputed"/> takes, against Euclidean distances in the
    /// embedding.</summary>
    /// <param name="distances">n rows of n distances, symmetric, with a diagonal of zeros; n at least 3.</param>
    /// <param name="embedding">n rows; all finite.</param>
    /// <param name="sampleSize">How many rows are anchors, 1 to n; null for every row up to 5,000 rows, and 1,000 beyond.</param>
    /// <param name="seed">Chooses the anchors where they are a sample.</param>
    /// <param name="numberOfThreads">How many threads to use; null for all processors. The value has the same bits for any number.</param>
    /// <param name="cancellationToken">Stops the work between two anchors.</param>
    /// <exception cref="ArgumentException">Row counts differ, there are fewer than 3 rows, the table is none of distances, or all
    /// distances of one space are equal.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample size or the thread count is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static ResidualVariance OfPrecomputedDistances(
        FeatureMatrix distances,
        FeatureMatrix embedding,
        int? sampleSize = null,
        int seed = 0,
        int? numberOfThreads = null,
        CancellationToken cancellationToken = default)
    {
        EmbeddingPair.Check(distances, nameof(distances), embedding, nameof(embedding), FewestRows);
        FitContext context = EmbeddingPair.Context(numberOfThreads, cancellationToken);
        return Correlate(
            RunContext.Unwrap(() => RowDistances.Of(distances, areDistances: true, context)), embedding, sampleSize, seed, context,
            nameof(distances));
    }

    private static ResidualVariance Correlate(
        RowDistances reference, FeatureMatrix embedding, int? sampleSize, int seed, FitContext context, string referenceName)
    {
        int[] anchors = AnchorRows.Choose(reference.NumberOfRows, AnchorRows.ResolveSize(reference.NumberOfRows, sampleSize), seed);
        return Correlate(
            embedding,
            anchors,
            context,
            (anchor, distances) =>
            {
                reference.SquaredFrom(anchor, distances);
                TakeRoots(distances);
            },
            referenceName);
    }

    /// <summary>Takes given distances, such as geodesic ones, against Euclidean distances in the embedding.</summary>
    /// <param name="distances">n x n, entry [i, j] the distance of rows i and j; finite and not negative. The diagonal is not read.</param>
    /// <param name="embedding">n rows; n at least 3, all finite.</param>
    /// <param name="numberOfThreads">How many threads to use; null for all processors. The value has the same bits for any number.</param>
    /// <param name="cancellationToken">Stops the work between two rows.</param>
    /// <remarks>Every row is an anchor. Cost: n^2 d time, 16 n bytes for each thread.</remarks>
    /// <exception cref="ArgumentException">The shape is not n x n, n is below 3, a distance is negative or not finite, or one space has
    /// equal distances only.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The thread count is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static ResidualVariance OfGivenDistances(
        double[,] distances, FeatureMatrix embedding, int? numberOfThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(distances);
        ArgumentNullException.ThrowIfNull(embedding);
        EmbeddingPair.CheckRowCount(embedding, nameof(embedding), FewestRows);
        EmbeddingPair.CheckFinite(embedding, nameof(embedding));
        CheckDistances(distances, embedding.NumberOfRows);
        int[] anchors = AnchorRows.Choose(embedding.NumberOfRows, embedding.NumberOfRows, seed: 0);
        return Correlate(
            embedding,
            anchors,
            EmbeddingPair.Context(numberOfThreads, cancellationToken),
            (anchor, row) =>
            {
                for (int other = 0; other < row.Length; other++)
                {
                    row[other] = distances[anchor, other];
                }
            },
            nameof(distances));
    }

    private static ResidualVariance Correlate(
        FeatureMatrix embedding, int[] anchors, FitContext context, Action<int, double[]> readReference, string referenceName)
    {
        int rowCount = embedding.NumberOfRows;
        RowDistances images = RowDistances.Of(embedding);
        var byAnchor = new DistanceCorrelation[anchors.Length];
        Parallel.For(
            0,
            anchors.Length,
            context.Parallelism,
            () => (Reference: new double[rowCount], Embedding: new double[rowCount]),
            (position, _, scratch) =>
            {
                int anchor = anchors[position];
                readReference(anchor, scratch.Reference);
                images.SquaredFrom(anchor, scratch.Embedding);
                TakeRoots(scratch.Embedding);
                byAnchor[position] = OfOneAnchor(anchor, scratch.Reference, scratch.Embedding);
                return scratch;
            },
            _ => { });
        var total = default(DistanceCorrelation);
        foreach (DistanceCorrelation part in byAnchor)
        {
            total.Add(part);
        }

        CheckSpread(total.SpreadX, referenceName);
        CheckSpread(total.SpreadY, nameof(embedding));
        return new ResidualVariance(total.ResidualVariance, rowCount, anchors.Length);
    }

    private static DistanceCorrelation OfOneAnchor(int anchor, double[] reference, double[] embedding)
    {
        var sums = default(DistanceCorrelation);
        for (int other = 0; other < reference.Length; other++)
        {
            if (other != anchor)
            {
                sums.Add(reference[other], embedding[other]);
            }
        }

        return sums;
    }

    private static void TakeRoots(Span<double> squares)
    {
        for (int entry = 0; entry < squares.Length; entry++)
        {
            squares[entry] = Math.Sqrt(squares[entry]);
        }
    }

    private static void CheckDistances(double[,] distances, int rowCount)
    {
        if (distances.GetLength(0) != rowCount || distances.GetLength(1) != rowCount)
        {
            throw new ArgumentException(
                $"distances is {distances.GetLength(0)} x {distances.GetLength(1)}; for {rowCount} rows " +
                $"it must be {rowCount} x {rowCount}.", nameof(distances));
        }

        for (int row = 0; row < rowCount; row++)
        {
            for (int other = 0; other < rowCount; other++)
            {
                if (row != other && !(distances[row, other] >= 0 && double.IsFinite(distances[row, other])))
                {
                    throw new ArgumentException(
                        $"distances holds {distances[row, other]} at [{row}, {other}]; distances must be finite and not negative " +
                        "(rows that no path joins have no distance).",
                        nameof(distances));
                }
            }
        }
    }

    private static void CheckSpread(double spread, string name)
    {
        if (!(spread > 0))
        {
            throw new ArgumentException($"All distances of {name} are equal, so their correlation with others is not defined.", name);
        }
    }
}
