namespace LleTransforms.Report.Figures;

/// <summary>The quality of an embedding and of principal components of the same number, measured alike.</summary>
/// <param name="Embedding">The embedding's figures and curves.</param>
/// <param name="Principal">Those of the principal components, from the same anchor rows.</param>
/// <param name="Sizes">The neighbourhood sizes at which the curves are drawn, evenly in their logarithm.</param>
internal sealed record QualityComparison(EmbeddingQuality Embedding, EmbeddingQuality Principal, int[] Sizes)
{
    private const int CurvePoints = 160;

    public static QualityComparison Measure(
        FeatureMatrix features, FeatureMatrix embedding, FeatureMatrix principal, LleModel model, EmbeddingReportOptions options,
        CancellationToken cancellationToken)
    {
        var measured = new EmbeddingQualityOptions
        {
            NeighborhoodSize = Math.Clamp(model.NumberOfNeighbors, 1, Math.Max(1, features.NumberOfRows - 2)),
            SampleSize = options.QualitySampleSize,
            Seed = options.Seed,
            FeaturesAreDistances = model.Metric == LleMetric.Precomputed,
            Progress = options.Progress,
        };
        return new QualityComparison(
            EmbeddingQuality.Measure(features, embedding, measured, cancellationToken),
            EmbeddingQuality.Measure(features, principal, measured, cancellationToken),
            SizesUpTo(features.NumberOfRows - 2));
    }

    /// <summary>Whole numbers from 1 to the largest, evenly spaced in their logarithm, each once.</summary>
    private static int[] SizesUpTo(int largest) =>
        [.. Enumerable.Range(0, CurvePoints).Select(i => (int)Math.Round(Math.Exp(Math.Log(largest) * i / (CurvePoints - 1)))).Distinct()];
}
