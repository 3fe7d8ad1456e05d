namespace LleTransforms;

/// <summary>The figures of an embedding for one neighbourhood size K.</summary>
/// <param name="NeighborhoodSize">K, the number of neighbours compared.</param>
/// <param name="Trustworthiness">
/// 1 - c sum of (rho - K) over rows that are among the K nearest in the embedding but not in the features. It is 1 when no stranger
/// intrudes, 0 when the farthest rows do (Venna &amp; Kaski 2001). See <see cref="EmbeddingQuality"/> for c.
/// </param>
/// <param name="Continuity">
/// 1 - c sum of (r - K) over rows that are among the K nearest in the features but not in the embedding. It is 1 when no neighbour is lost,
/// 0 when all are farthest (Venna &amp; Kaski 2001).
/// </param>
/// <param name="NeighborhoodAgreement">
/// Q_NX(K), the mean share of the K nearest rows that both spaces have in common (Lee &amp; Verleysen 2009). It lies between 0 and 1, and
/// is K / (n - 1) for a random embedding.
/// </param>
/// <param name="RescaledAgreement">
/// R_NX(K) = ((n - 1) Q_NX(K) - K) / (n - 1 - K) (Lee et al. 2013): 1 is perfect, 0 is random, negative is worse than random.
/// </param>
/// <param name="LocalContinuityMetaCriterion">LCMC(K) = Q_NX(K) - K / (n - 1) (Chen &amp; Buja 2009): below 1; 0 is random.</param>
public readonly record struct EmbeddingQualityFigures(
    int NeighborhoodSize,
    double Trustworthiness,
    double Continuity,
    double NeighborhoodAgreement,
    double RescaledAgreement,
    double LocalContinuityMetaCriterion);
