using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>How many rows have further rows as far away as their k-th neighbour, so that the order of the rows decides which of them
/// count.</summary>
/// <param name="NumberOfRows">The distinct rows that were looked at: all, or a sample of 500.</param>
/// <param name="NumberOfTiedRows">Those of them that are tied.</param>
/// <remarks>One-hot columns and whole numbers make ties. An embedding of many tied rows is one of several that the data allow.</remarks>
public sealed record NeighborTies(int NumberOfRows, int NumberOfTiedRows)
{
    /// <summary>Looks at rows as a fit would.</summary>
    /// <param name="features">n rows of D finite values.</param>
    /// <param name="numberOfNeighbors">k, from 1.</param>
    /// <param name="metric">What "near" means.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A value is not finite, or a row is zero and the metric is Cosine.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public static NeighborTies Count(
        FeatureMatrix features, int numberOfNeighbors, LleMetric metric = LleMetric.Euclidean,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfNeighbors, 1);
        var context = new FitContext(null, null, cancellationToken);
        return RunContext.Unwrap(() =>
        {
            CenteredFeatures centered = CenteredFeatures.Create(features, metric, context);
            DistinctRows distinct = DistinctRows.Find(metric == LleMetric.Euclidean ? centered : centered.Widen(context), context);
            INeighborSearch search =
                NeighborSearches.Create(distinct.Features, LleNeighborSearch.Auto, metric, distinct.Representatives, context);
            (int rows, int tied) = TiedNeighbors.Count(distinct.Features, search, numberOfNeighbors, context);
            return new NeighborTies(rows, tied);
        });
    }
}
