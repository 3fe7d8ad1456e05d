namespace LleTransforms;

/// <summary>How well a column of coordinates keeps the neighbourhoods and the distances of the features it was made from.</summary>
/// <remarks>
/// Immutable. Made by <c>mlContext.EvaluateEmbedding</c>, for any embedding: this package's, a principal component analysis, or another.
/// The figures of neighbourhoods look at ranks only, so neither scale nor rotation of the coordinates matters to them.
/// <see cref="ResidualVariance"/> looks at distances. Coordinates of unit variance in each column have lost the proportions of their axes.
/// </remarks>
public sealed class EmbeddingMetrics
{
    internal EmbeddingMetrics(EmbeddingQuality quality, ResidualVariance residualVariance)
    {
        Quality = quality;
        ResidualVariance = residualVariance.Value;
    }

    /// <summary>The number of rows, n.</summary>
    public int NumberOfRows => Quality.NumberOfRows;

    /// <summary>The number of rows from which the others were ranked; equal to <see cref="NumberOfRows"/>
    /// where the figures are exact.</summary>
    public int SampleSize => Quality.SampleSize;

    /// <summary>The number of neighbours K to which the single figures belong.</summary>
    public int NumberOfNeighbors => Quality.Figures.NeighborhoodSize;

    /// <summary>1 where no stranger comes among the K nearest of a row, 0 where the farthest do (Venna and Kaski 2001).</summary>
    public double Trustworthiness => Quality.Figures.Trustworthiness;

    /// <summary>1 where no row loses one of its K nearest, 0 where it loses them to the farthest places (Venna and Kaski 2001).</summary>
    public double Continuity => Quality.Figures.Continuity;

    /// <summary>Q_NX: the mean share of the K nearest rows that features and coordinates have in common,
    /// 0 to 1 (Lee and Verleysen 2009).</summary>
    public double NeighborhoodAgreement => Quality.Figures.NeighborhoodAgreement;

    /// <summary>R_NX: <see cref="NeighborhoodAgreement"/> rescaled so that 1 is perfect and 0 is what
    /// chance gives (Lee et al. 2013).</summary>
    public double RescaledAgreement => Quality.Figures.RescaledAgreement;

    /// <summary>The area under R_NX over log K, for all K from 1 to n - 2 (Lee et al. 2013). One figure for all scales: 1 is perfect, 0
    /// chance.</summary>
    public double RescaledAgreementArea => Quality.RescaledAgreementArea;

    /// <summary>LCMC: <see cref="NeighborhoodAgreement"/> less what chance gives, below 1 (Chen and Buja 2009).</summary>
    public double LocalContinuityMetaCriterion => Quality.Figures.LocalContinuityMetaCriterion;

    /// <summary>1 - r^2 for the correlation r of Euclidean distances in features and coordinates, 0 to 1,
    /// 0 best (Tenenbaum et al. 2000).</summary>
    public double ResidualVariance { get; }

    /// <summary>The figures for every other K, as curves.</summary>
    public EmbeddingQuality Quality { get; }
}
