namespace LleTransforms.Quality;

/// <summary>
/// Sums over pairs of an anchor i and another row j, with the ranks rho in the features and r in the embedding. Each pair contributes to
/// the quality curves of every neighbourhood size K at once (Lee &amp; Verleysen 2009, Neurocomputing 72, sections 3 and 4).
/// </summary>
/// <remarks>
/// A pair belongs to both K-neighbourhoods from K = max(rho, r) on. It is an intrusion of depth rho - K while r &lt;= K &lt; rho. It is an
/// extrusion of depth r - K while rho &lt;= K &lt; r. So a pair touches three counters, whatever the number of sizes, and the curves are
/// running sums. All counters are integers: the result does not depend on the order of summation, hence not on threads. Memory: 40 bytes a
/// row and thread. Sums stay below 2^63 for m n^2 up to 9e18.
/// </remarks>
internal sealed class RankAgreement
{
    private readonly long[] _agreements;
    private readonly long[] _intrusionCounts;
    private readonly long[] _intrusionRanks;
    private readonly long[] _extrusionCounts;
    private readonly long[] _extrusionRanks;

    public RankAgreement(int rowCount)
    {
        _agreements = new long[rowCount];
        _intrusionCounts = new long[rowCount];
        _intrusionRanks = new long[rowCount];
        _extrusionCounts = new long[rowCount];
        _extrusionRanks = new long[rowCount];
    }

    public int NumberOfRows => _agreements.Length;

    public void Add(ReadOnlySpan<int> featureRanks, ReadOnlySpan<int> embeddingRanks)
    {
        for (int row = 0; row < featureRanks.Length; row++)
        {
            int featureRank = featureRanks[row];
            int embeddingRank = embeddingRanks[row];
            if (featureRank > embeddingRank)
            {
                _agreements[featureRank]++;
                AddStep(_intrusionCounts, _intrusionRanks, embeddingRank, featureRank);
            }
            else
            {
                // The anchor itself lands in cell 0, which no curve reads.
                _agreements[embeddingRank]++;
                if (embeddingRank > featureRank)
                {
                    AddStep(_extrusionCounts, _extrusionRanks, featureRank, embeddingRank);
                }
            }
        }
    }

    public void Add(RankAgreement other)
    {
        AddAll(_agreements, other._agreements);
        AddAll(_intrusionCounts, other._intrusionCounts);
        AddAll(_intrusionRanks, other._intrusionRanks);
        AddAll(_extrusionCounts, other._extrusionCounts);
        AddAll(_extrusionRanks, other._extrusionRanks);
    }

    /// <summary>At [K]: pairs of which both ranks are at most K, for K from 0 (none) to n - 1.</summary>
    public long[] PairsWithin() => RunningSums(_agreements);

    /// <summary>At [K]: the sum of rho - K over rows that entered the embedding's K-neighbourhood from outside the features'.</summary>
    public long[] IntrusionDepths() => Depths(_intrusionCounts, _intrusionRanks);

    /// <summary>At [K]: the sum of r - K over rows that left the features' K-neighbourhood in the embedding.</summary>
    public long[] ExtrusionDepths() => Depths(_extrusionCounts, _extrusionRanks);

    /// <summary>One more pair whose deeper rank counts for every K from <paramref name="from"/> up to, not including, that rank.</summary>
    private static void AddStep(long[] counts, long[] ranks, int from, int rank)
    {
        counts[from]++;
        counts[rank]--;
        ranks[from] += rank;
        ranks[rank] -= rank;
    }

    private static long[] Depths(long[] countSteps, long[] rankSteps)
    {
        long[] counts = RunningSums(countSteps);
        long[] depths = RunningSums(rankSteps);
        for (int size = 0; size < depths.Length; size++)
        {
            depths[size] -= counts[size] * size;
        }

        return depths;
    }

    private static long[] RunningSums(long[] steps)
    {
        long[] sums = new long[steps.Length];
        long sum = 0;
        for (int size = 1; size < steps.Length; size++)
        {
            sum += steps[size];
            sums[size] = sum;
        }

        return sums;
    }

    private static void AddAll(long[] target, long[] source)
    {
        for (int cell = 0; cell < target.Length; cell++)
        {
            target[cell] += source[cell];
        }
    }
}
