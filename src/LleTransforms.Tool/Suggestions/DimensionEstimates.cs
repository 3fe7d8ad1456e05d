namespace LleTransforms.Tool.Suggestions;

/// <summary>How many dimensions the data seem to have, by two estimators; null where one has no answer, as on a grid.</summary>
internal sealed record DimensionEstimates(double? TwoNearestNeighbors, double? MaximumLikelihood)
{
    private const int FallBack = 2;
    private const int SmallestNumberOfNeighbors = 10;
    private const int LargestNumberOfNeighbors = 20;

    public IEnumerable<double> Known => new[] { TwoNearestNeighbors, MaximumLikelihood }.OfType<double>();

    /// <summary>Whether the estimators differ by so much that neither should be believed.</summary>
    public bool Disagree => Known.Any() && Known.Max() - Known.Min() > 1;

    public static DimensionEstimates Of(FeatureMatrix features, int seed, CancellationToken cancellationToken)
    {
        int largest = Math.Clamp(features.NumberOfRows - 1, 2, LargestNumberOfNeighbors);
        return new DimensionEstimates(
            Try(() => IntrinsicDimension.TwoNearestNeighbors(features, seed: seed, cancellationToken: cancellationToken)),
            Try(() => IntrinsicDimension.MaximumLikelihood(
                features, Math.Min(SmallestNumberOfNeighbors, largest), largest, seed: seed, cancellationToken: cancellationToken)));
    }

    /// <summary>The whole number nearest to the estimates' mean, at most so many.</summary>
    public int NumberOfComponents(int most) =>
        Math.Clamp(Known.Any() ? (int)Math.Round(Math.Min(Known.Average(), most)) : FallBack, 1, most);

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
