using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>
/// How well an embedding keeps neighbourhoods, for one neighbourhood size and as curves over all sizes. Trustworthiness and continuity are
/// those of Venna &amp; Kaski 2001 ("Neighborhood preservation in nonlinear projection methods"). From the co-ranking matrix come Q_NX (Lee
/// &amp; Verleysen 2009, Neurocomputing 72), R_NX with its area in log K, and LCMC (Chen &amp; Buja 2009). R_NX and its area are defined by
/// Lee, Renard, Bernard, Dupont &amp; Verleysen 2013 (Neurocomputing 112).
/// </summary>
/// <remarks>
/// <para>From each anchor row all other rows are ranked by Euclidean distance in both spaces, from 1: rho in the features, r in the
/// embedding. The anchor is left out by its index, and ties go to the smaller index. With m anchors, the factor of trustworthiness and
/// continuity is 2 / (m K (2n - 3K - 1)) for K &lt; n/2, as in the paper. Beyond, it is 2 / (m (n - K)(n - K - 1)), which is one over the
/// worst case there (Venna 2007, thesis).</para>
/// <para>With fewer anchors than rows, the anchors are a sample but are ranked against all n rows. So K keeps its meaning, and each figure
/// is an unbiased estimate of the exact one. <see cref="SampleSize"/> says how many there were.</para>
/// <para>Cost: m n (D + d + log n) time, about 100 n bytes for each thread; no n x n matrix is kept. Instances are immutable and safe for
/// any number of threads.</para>
/// </remarks>
public sealed class EmbeddingQuality
{
    private const int FewestRows = 3;
    private const int AnchorsInReport = 16;

    private readonly double[] _trustworthiness;
    private readonly double[] _continuity;
    private readonly double[] _agreement;
    private readonly double[] _rescaledAgreement;
    private readonly double[] _localContinuity;

    private EmbeddingQuality(RankAgreement ranks, int sampleSize, int neighborhoodSize)
    {
        NumberOfRows = ranks.NumberOfRows;
        SampleSize = sampleSize;
        long[] pairsWithin = ranks.PairsWithin();
        long[] intrusions = ranks.IntrusionDepths();
        long[] extrusions = ranks.ExtrusionDepths();
        _trustworthiness = new double[LargestNeighborhoodSize];
        _continuity = new double[LargestNeighborhoodSize];
        _agreement = new double[LargestNeighborhoodSize];
        _rescaledAgreement = new double[LargestNeighborhoodSize];
        _localContinuity = new double[LargestNeighborhoodSize];
        double others = NumberOfRows - 1;
        double weightedSum = 0;
        double weights = 0;
        for (int size = 1; size <= LargestNeighborhoodSize; size++)
        {
            double worst = sampleSize * WorstDepthOfOneAnchor(NumberOfRows, size);
            double agreement = pairsWithin[size] / ((double)sampleSize * size);
            double rescaled = (others * agreement - size) / (others - size);
            _trustworthiness[size - 1] = 1 - intrusions[size] / worst;
            _continuity[size - 1] = 1 - extrusions[size] / worst;
            _agreement[size - 1] = agreement;
            _rescaledAgreement[size - 1] = rescaled;
            _localContinuity[size - 1] = agreement - size / others;
            weightedSum += rescaled / size;
            weights += 1.0 / size;
        }

        RescaledAgreementArea = weightedSum / weights;
        Figures = At(neighborhoodSize);
    }

    /// <summary>The number of rows, n.</summary>
    public int NumberOfRows { get; }

    /// <summary>The number of anchor rows, m, from which the others were ranked; equal to <see cref="NumberOfRows"/> when the figures are
    /// exact.</summary>
    public int SampleSize { get; }

    /// <summary>The largest K of the curves: n - 2, where R_NX is last defined.</summary>
    public int LargestNeighborhoodSize => NumberOfRows - 2;

    /// <summary>The figures for the neighbourhood size that was asked for.</summary>
    public EmbeddingQualityFigures Figures { get; }

    /// <summary>
    /// The area under R_NX(K) over log K (Lee et al. 2013). It is the sum of R_NX(K) / K over that of 1 / K, with K from 1 to n - 2. One
    /// figure for all scales that favours small ones: 1 is perfect, 0 random.
    /// </summary>
    public double RescaledAgreementArea { get; }

    /// <summary>Trustworthiness for K = 1 ... n - 2; entry K - 1 belongs to K.</summary>
    public ReadOnlyMemory<double> TrustworthinessCurve => _trustworthiness;

    /// <summary>Continuity for K = 1 ... n - 2; entry K - 1 belongs to K.</summary>
    public ReadOnlyMemory<double> ContinuityCurve => _continuity;

    /// <summary>Q_NX for K = 1 ... n - 2; entry K - 1 belongs to K.</summary>
    public ReadOnlyMemory<double> NeighborhoodAgreementCurve => _agreement;

    /// <summary>R_NX for K = 1 ... n - 2; entry K - 1 belongs to K.</summary>
    public ReadOnlyMemory<double> RescaledAgreementCurve => _rescaledAgreement;

    /// <summary>LCMC for K = 1 ... n - 2; entry K - 1 belongs to K. Its maximum marks the scale that the embedding keeps best.</summary>
    public ReadOnlyMemory<double> LocalContinuityMetaCriterionCurve => _localContinuity;

    /// <summary>Measures an embedding against the features it came from.</summary>
    /// <param name="features">n rows of D values; n at least 3, all finite. Or the rows' distances, where the options say so.</param>
    /// <param name="embedding">n rows of d values, row i the image of row i of <paramref name="features"/>; all finite.</param>
    /// <param name="options">Neighbourhood size, sample, seed and threads; null for the defaults (K = 12, or n - 2 for fewer than 14
    /// rows).</param>
    /// <param name="cancellationToken">Stops the work between two anchors.</param>
    /// <returns>The figures, the curves and the number of rows they come from.</returns>
    /// <exception cref="ArgumentException">Row counts differ, there are fewer than 3 rows, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The neighbourhood size, the sample size or the thread count is out of its
    /// range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static EmbeddingQuality Measure(
        FeatureMatrix features, FeatureMatrix embedding, EmbeddingQualityOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        EmbeddingPair.Check(features, nameof(features), embedding, nameof(embedding), FewestRows);
        int neighborhoodSize = options?.NeighborhoodSize
            ?? Math.Min(EmbeddingQualityOptions.DefaultNeighborhoodSize, features.NumberOfRows - 2);
        options ??= new EmbeddingQualityOptions();
        CheckNeighborhoodSize(neighborhoodSize, features.NumberOfRows - 2);
        FitContext context = EmbeddingPair.Context(options.NumberOfThreads, cancellationToken, options.Progress);
        int sampleSize = AnchorRows.ResolveSize(features.NumberOfRows, options.SampleSize);
        int[] anchors = AnchorRows.Choose(features.NumberOfRows, sampleSize, options.Seed);
        return new EmbeddingQuality(RunContext.Unwrap(() => Rank(
            RowDistances.Of(features, options.FeaturesAreDistances, context), embedding, anchors, context)), sampleSize, neighborhoodSize);
    }

    /// <summary>The figures for another neighbourhood size, read from the curves.</summary>
    /// <param name="neighborhoodSize">K, from 1 to <see cref="LargestNeighborhoodSize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">K is out of its range.</exception>
    public EmbeddingQualityFigures At(int neighborhoodSize)
    {
        CheckNeighborhoodSize(neighborhoodSize, LargestNeighborhoodSize);
        int entry = neighborhoodSize - 1;
        return new EmbeddingQualityFigures(
            neighborhoodSize, _trustworthiness[entry], _continuity[entry], _agreement[entry], _rescaledAgreement[entry],
            _localContinuity[entry]);
    }

    private static RankAgreement Rank(RowDistances features, FeatureMatrix embedding, int[] anchors, FitContext context)
    {
        var total = new RankAgreement(features.NumberOfRows);
        int ranked = 0;
        Parallel.For(
            0,
            anchors.Length,
            context.Parallelism,
            () => (Features: new NeighborRanks(features), Embedding: new NeighborRanks(embedding),
                Sums: new RankAgreement(features.NumberOfRows)),
            (anchor, _, scratch) =>
            {
                scratch.Sums.Add(scratch.Features.SeenFrom(anchors[anchor]), scratch.Embedding.SeenFrom(anchors[anchor]));
                int done = Interlocked.Increment(ref ranked);
                if (done % AnchorsInReport == 0)
                {
                    context.Report(LlePhase.Quality, done, anchors.Length);
                }

                return scratch;
            },
            scratch =>
            {
                lock (total)
                {
                    total.Add(scratch.Sums);
                }
            });
        context.Report(LlePhase.Quality, anchors.Length, anchors.Length);
        return total;
    }

    /// <summary>The largest possible sum of rho - K over the K rows nearest to one anchor in the other space.</summary>
    private static double WorstDepthOfOneAnchor(double rowCount, double size) =>
        2 * size < rowCount
            ? size * (2 * rowCount - 3 * size - 1) / 2
            : (rowCount - size) * (rowCount - size - 1) / 2;

    private static void CheckNeighborhoodSize(int neighborhoodSize, int largest)
    {
        if (neighborhoodSize < 1 || neighborhoodSize > largest)
        {
            throw new LleMessage(
                $"{LleOptionName.NeighborhoodSize} is {neighborhoodSize}; for {largest + 2} rows it must lie between 1 and {largest}.")
                .In(text => new ArgumentOutOfRangeException(nameof(neighborhoodSize), neighborhoodSize, text));
        }
    }
}
