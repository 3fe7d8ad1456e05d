using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Quality;

/// <summary>Distances from anchor rows to their nearest distinct rows, for estimates that are taken from distances alone.</summary>
/// <remarks>
/// Equal rows count once: a repeated row says nothing about the dimension, and its distance of 0 has no logarithm. The anchors are
/// all distinct rows or a seeded sample of them; neighbours are always sought among all distinct rows.
/// Cost: the engine's neighbour search for m anchors among n rows.
/// </remarks>
internal sealed class AnchorNeighbors
{
    // Estimates from neighbour distances err by about d / sqrt(m), and the search is cheap beside the ranking of all rows.
    private const int DefaultSampleSize = 5_000;

    private readonly NeighborGraph _nearest;

    // With a sample the anchor itself, at distance 0, heads its own list.
    private readonly int _skipped;

    // By angle rows of one direction are at distance 0, and tell as little as equal rows.
    private readonly int[] _anchors;

    private AnchorNeighbors(NeighborGraph nearest, int skipped, int distinctRowCount)
    {
        _nearest = nearest;
        _skipped = skipped;
        NumberOfDistinctRows = distinctRowCount;
        _anchors = [.. Enumerable.Range(0, nearest.NumberOfRows)
            .Where(row => nearest.SquaredDistances[(row * nearest.NumberOfNeighbors) + skipped] > 0)];
        if (_anchors.Length == 0)
        {
            throw new ArgumentException("Every row has another at distance 0, so distances say nothing about the dimension.");
        }
    }

    public int NumberOfDistinctRows { get; }

    public int AnchorCount => _anchors.Length;

    /// <summary>Squared distances of one anchor to its neighbours, ascending, all positive.</summary>
    public ReadOnlySpan<double> SquaredDistances(int anchor) =>
        _nearest.SquaredDistances.AsSpan(
            (_anchors[anchor] * _nearest.NumberOfNeighbors) + _skipped, _nearest.NumberOfNeighbors - _skipped);

    /// <param name="features">The user's rows.</param>
    /// <param name="neighborCount">Neighbours wanted of each anchor.</param>
    /// <param name="neighborCountName">What the caller's user knows that number as, for the message when there are too few rows.</param>
    /// <param name="sampleSize">Anchors wanted; null for the default.</param>
    /// <param name="seed">Chooses the anchors where they are a sample.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <param name="metric">What the distances are.</param>
    public static AnchorNeighbors Find(
        FeatureMatrix features, int neighborCount, string neighborCountName, int? sampleSize, int seed, FitContext context,
        LleMetric metric = LleMetric.Euclidean)
    {
        EmbeddingPair.CheckRowCount(features, nameof(features), fewestRows: 3);
        EmbeddingPair.CheckFinite(features, nameof(features));
        DistinctRows distinct = DistinctRows.Find(CenteredFeatures.Create(features, metric, context), context);
        if (distinct.Count <= neighborCount)
        {
            throw new ArgumentException(
                $"{neighborCountName} is {neighborCount}; features has {features.NumberOfRows} rows of which " +
                $"{distinct.Count} are distinct, " +
                $"so each has at most {distinct.Count - 1} neighbours.",
                neighborCountName);
        }

        int anchorCount = AnchorRows.ResolveSize(distinct.Count, sampleSize, DefaultSampleSize);
        INeighborSearch search = NeighborSearches.Create(
            distinct.Features, LleNeighborSearch.Auto, metric, distinct.Representatives, context);
        if (anchorCount == distinct.Count)
        {
            return new AnchorNeighbors(search.FindGraph(neighborCount, context), skipped: 0, distinct.Count);
        }

        CenteredFeatures anchors = distinct.Features.Gather(AnchorRows.Choose(distinct.Count, anchorCount, seed));
        return new AnchorNeighbors(
            search.FindNearestOf(anchors, neighborCount + 1, context), skipped: 1, distinct.Count);
    }
}
