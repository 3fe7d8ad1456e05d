namespace LleTransforms.Tool.Suggestions;

/// <summary>How many dimensions the data seem to have, by two estimators; null where one has no answer, as on a grid.</summary>
internal sealed record DimensionEstimates(double? TwoNearestNeighbors, double? MaximumLikelihood)
{
    private const int FallBack = 2;
    private const int SmallestNeighborCount = 10;
    private const int LargestNeighborCount = 20;

    public IEnumerable<double> Known => new[] { TwoNearestNeighbors, MaximumLikelihood }.OfType<double>();

    /// <summary>Whether the estimators differ by so much that neither should be believed.</summary>
    public bool Disagree => Known.Any() && Known.Max() - Known.Min() > 1;

    public static DimensionEstimates Of(FeatureMatrix features, int seed, CancellationToken cancellation)
    {
        int largest = Math.Clamp(features.RowCount - 1, 2, LargestNeighborCount);
        return new DimensionEstimates(
            Try(() => IntrinsicDimension.TwoNearestNeighbors(features, seed: seed, cancellation: cancellation)),
            Try(() => IntrinsicDimension.MaximumLikelihood(
                features, Math.Min(SmallestNeighborCount, largest), largest, seed: seed, cancellation: cancellation)));
    }

    /// <summary>The whole number nearest to the estimates' mean that the features allow.</summary>
    public int NumberOfComponents(int featureCount) =>
        Math.Clamp(Known.Any() ? (int)Math.Round(Math.Min(Known.Average(), featureCount)) : FallBack, 1, featureCount);

    private static double? Try(Func<IntrinsicDimensionEstimate> estimate)
    {
        try
        {
            double dimension = estimate().Dimension;
            return double.IsFinite(dimension) ? dimension : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
