using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>Estimates of how many coordinates the rows of a table need: a starting point for the number of components.</summary>
/// <remarks>
/// <para>Equal rows count once. The anchors, whose neighbours are measured, are all distinct rows up to 5,000 and a seeded sample beyond.
/// Neighbours are always sought among all distinct rows. So a sample widens the error (about d / sqrt(m) for m anchors) and shifts
/// nothing.</para>
/// <para>Both estimators see the scale of the nearest neighbours: noise there raises them, and curvature or edges lower them. Above about
/// ten dimensions both underestimate unless n is very large.</para>
/// <para>Cost: the neighbour search, plus m k. Safe for any number of threads; the same bits for any thread count.</para>
/// </remarks>
public static class IntrinsicDimension
{
    /// <summary>
    /// TwoNN (Facco, d'Errico, Rodriguez &amp; Laio 2017): the slope through the origin of -log(1 - F) against log(r2 / r1). Here r1 and r2
    /// are the distances of the two nearest neighbours, and F is the empirical distribution of the ratio, without its largest values. This
    /// is the linear fit of the paper, not its maximum-likelihood form.
    /// </summary>
    /// <param name="features">n rows, all finite, at least 3 of them distinct.</param>
    /// <param name="discardFraction">The share of the largest ratios left out of the fit. Default 0.1, the paper's. Range: 0 to below
    /// 1.</param>
    /// <param name="sampleSize">How many distinct rows are anchors; null for all up to 5,000, and 5,000 beyond.</param>
    /// <param name="seed">Chooses the anchors where they are a sample.</param>
    /// <param name="metric">What the distances are: Euclidean by default, or those by which a fit chooses neighbours.</param>
    /// <param name="numberOfThreads">How many threads to use; null for all processors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">Too few distinct rows, a value that is not finite, or more than a quarter of the ratios
    /// equal to 1, as on a grid.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction, the sample size or the thread count is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static IntrinsicDimensionEstimate TwoNearestNeighbors(
        FeatureMatrix features,
        double discardFraction = 0.1,
        int? sampleSize = null,
        int seed = 0,
        LleMetric metric = LleMetric.Euclidean,
        int? numberOfThreads = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (!(discardFraction >= 0 && discardFraction < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(discardFraction), discardFraction, $"discardFraction is {discardFraction}; it must be at least 0 and below 1.");
        }

        FitContext context = EmbeddingPair.Context(numberOfThreads, cancellationToken);
        AnchorNeighbors neighbors =
            AnchorNeighbors.Find(features, 2, "The number of nearest neighbours", sampleSize, seed, context, metric);
        double dimension = TwoNearestNeighborDimension.Estimate(neighbors, discardFraction);
        return new IntrinsicDimensionEstimate(dimension, features.NumberOfRows, neighbors.NumberOfDistinctRows, neighbors.AnchorCount);
    }

    /// <summary>
    /// Maximum likelihood (Levina &amp; Bickel 2004, eq. 8) with the correction of MacKay &amp; Ghahramani (2005), which averages the
    /// inverses over rows. The result is the mean of the estimates for every k in a range, as in the paper.
    /// </summary>
    /// <param name="features">n rows, all finite, more distinct ones than <paramref name="largestNumberOfNeighbors"/>.</param>
    /// <param name="smallestNumberOfNeighbors">The smallest k. Default 10, the paper's. At least 2.</param>
    /// <param name="largestNumberOfNeighbors">The largest k. Default 20, the paper's. From the smallest to one less than the number of
    /// distinct rows.</param>
    /// <param name="sampleSize">How many distinct rows are anchors; null for all up to 5,000, and 5,000 beyond.</param>
    /// <param name="seed">Chooses the anchors where they are a sample.</param>
    /// <param name="metric">What the distances are: Euclidean by default, or those by which a fit chooses neighbours.</param>
    /// <param name="numberOfThreads">How many threads to use; null for all processors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">Too few distinct rows, a value that is not finite, or all distances equal.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A neighbour count, the sample size or the thread count is out of its
    /// range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static IntrinsicDimensionEstimate MaximumLikelihood(
        FeatureMatrix features,
        int smallestNumberOfNeighbors = 10,
        int largestNumberOfNeighbors = 20,
        int? sampleSize = null,
        int seed = 0,
        LleMetric metric = LleMetric.Euclidean,
        int? numberOfThreads = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (smallestNumberOfNeighbors < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(smallestNumberOfNeighbors), smallestNumberOfNeighbors,
                $"smallestNumberOfNeighbors is {smallestNumberOfNeighbors}; it must be at least 2.");
        }

        if (largestNumberOfNeighbors < smallestNumberOfNeighbors)
        {
            throw new ArgumentOutOfRangeException(
                nameof(largestNumberOfNeighbors),
                largestNumberOfNeighbors,
                $"largestNumberOfNeighbors is {largestNumberOfNeighbors}; it must be at least smallestNumberOfNeighbors, " +
                $"{smallestNumberOfNeighbors}.");
        }

        FitContext context = EmbeddingPair.Context(numberOfThreads, cancellationToken);
        AnchorNeighbors neighbors =
            AnchorNeighbors.Find(features, largestNumberOfNeighbors, nameof(largestNumberOfNeighbors), sampleSize, seed, context, metric);
        double[] each = MaximumLikelihoodDimension.EstimateEach(neighbors, smallestNumberOfNeighbors, largestNumberOfNeighbors);
        return new IntrinsicDimensionEstimate(each.Average(), features.NumberOfRows, neighbors.NumberOfDistinctRows, neighbors.AnchorCount);
    }
}

/// <summary>An estimate of the intrinsic dimension and the rows it comes from.</summary>
/// <param name="Dimension">The estimate; positive, rarely whole.</param>
/// <param name="NumberOfRows">The number of rows, n.</param>
/// <param name="NumberOfDistinctRows">How many of them are distinct.</param>
/// <param name="SampleSize">How many distinct rows were anchors; equal to <paramref name="NumberOfDistinctRows"/> when none was left
/// out.</param>
public sealed record IntrinsicDimensionEstimate(double Dimension, int NumberOfRows, int NumberOfDistinctRows, int SampleSize)
{
    /// <summary>The nearest whole number of components, at least 1.</summary>
    public int RoundedDimension => Math.Max(1, (int)Math.Round(Dimension));
}
