namespace LleTransforms.Tool.Suggestions;

/// <summary>How many dimensions the data seem to have, by two estimators; null where one has no answer, as on a grid.</summary>
internal sealed record DimensionEstimates(double? TwoNearestNeighbors, double? MaximumLikelihood)
{
    private const int FallBack = 2;
    private const int SmallestNumberOfNeighbors = 10;
    private const int LargestNumberOfNeighbors = 20;

    /// <summary>The rows that differ, among which neighbours are found.</summary>
    public required int NumberOfDistinctRows { get; init; }

    /// <summary>The most dimensions that so many rows tell apart.</summary>
    /// <remarks>Eckmann &amp; Ruelle 1992, "Fundamental limitations for estimating dimensions and Lyapunov exponents in dynamical systems",
    /// Physica D 56: 2 log10 n.</remarks>
    public double LargestTold => 2 * Math.Log10(NumberOfDistinctRows);

    public IEnumerable<double> Known => new[] { TwoNearestNeighbors, MaximumLikelihood }.OfType<double>();

    /// <summary>Whether the estimators differ by so much that neither should be believed.</summary>
    public bool Disagree => Known.Any() && Known.Max() - Known.Min() > 1;

    public static DimensionEstimates Of(FeatureMatrix features, LleMetric metric, int seed, CancellationToken cancellationToken)
    {
        int largest = Math.Clamp(features.NumberOfRows - 1, 2, LargestNumberOfNeighbors);
        IntrinsicDimensionEstimate? nearest =
            Try(() => IntrinsicDimension.TwoNearestNeighbors(
                features, seed: seed, metric: metric, cancellationToken: cancellationToken));
        IntrinsicDimensionEstimate? likely = Try(() => IntrinsicDimension.MaximumLikelihood(
            features, Math.Min(SmallestNumberOfNeighbors, largest), largest, seed: seed, metric: metric,
            cancellationToken: cancellationToken));
        return new DimensionEstimates(Bounded(nearest, features.NumberOfColumns), Bounded(likely, features.NumberOfColumns))
        {
            NumberOfDistinctRows = (nearest ?? likely)?.NumberOfDistinctRows ?? features.NumberOfRows,
        };
    }

    /// <summary>The whole number nearest to the estimates' mean, at most so many.</summary>
    public int NumberOfComponents(int most) =>
        Math.Clamp(Known.Any() ? (int)Math.Round(Math.Min(Known.Average(), most)) : FallBack, 1, most);

    /// <summary>What an estimator says, which errs by chance; no data have more dimensions than columns.</summary>
    private static double? Bounded(IntrinsicDimensionEstimate? estimate, int columnCount) =>
        estimate is { Dimension: var dimension } && double.IsFinite(dimension) ? Math.Min(dimension, columnCount) : null;

    private static IntrinsicDimensionEstimate? Try(Func<IntrinsicDimensionEstimate> estimate)
    {
        try
        {
            return estimate();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
