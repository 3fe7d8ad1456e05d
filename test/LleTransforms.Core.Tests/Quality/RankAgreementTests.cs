using LleTransforms.Quality;

namespace LleTransforms.Core.Tests.Quality;

/// <summary>Sums over ranks, against the sets of pairs that they are defined by.</summary>
[TestClass]
public sealed class RankAgreementTests
{
    private const int NumberOfRows = 24;

    [TestMethod]
    public void Each_sum_is_that_over_the_pairs_of_its_definition() =>
        AssertSums(Added(Enumerable.Range(0, NumberOfRows)), [.. Enumerable.Range(0, NumberOfRows)]);

    [TestMethod]
    public void Sums_of_two_sets_of_anchors_join()
    {
        RankAgreement total = Added(Enumerable.Range(0, 9));
        total.Add(Added(Enumerable.Range(9, 8)));
        AssertSums(total, [.. Enumerable.Range(0, 17)]);
    }

    private static RankAgreement Added(IEnumerable<int> anchors)
    {
        (int[,] rho, int[,] r) = Ranks();
        var sums = new RankAgreement(NumberOfRows);
        foreach (int anchor in anchors)
        {
            sums.Add(
                [.. Enumerable.Range(0, NumberOfRows).Select(row => rho[anchor, row])],
                [.. Enumerable.Range(0, NumberOfRows).Select(row => r[anchor, row])]);
        }

        return sums;
    }

    private static void AssertSums(RankAgreement sums, int[] anchors)
    {
        (int[,] rho, int[,] r) = Ranks();
        Assert.AreEqual(NumberOfRows, sums.NumberOfRows);
        for (int size = 0; size < NumberOfRows; size++)
        {
            long within = 0, intruded = 0, extruded = 0;
            foreach (int i in anchors)
            {
                for (int j = 0; j < NumberOfRows; j++)
                {
                    if (i != j)
                    {
                        within += rho[i, j] <= size && r[i, j] <= size ? 1 : 0;
                        intruded += r[i, j] <= size && rho[i, j] > size ? rho[i, j] - size : 0;
                        extruded += rho[i, j] <= size && r[i, j] > size ? r[i, j] - size : 0;
                    }
                }
            }

            Assert.AreEqual(within, sums.PairsWithin()[size], $"K = {size}");
            Assert.AreEqual(intruded, sums.IntrusionDepths()[size], $"K = {size}");
            Assert.AreEqual(extruded, sums.ExtrusionDepths()[size], $"K = {size}");
        }
    }

    private static (int[,] FeatureRanks, int[,] EmbeddingRanks) Ranks()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(NumberOfRows);
        return (NaiveRanks.Of(features), NaiveRanks.Of(embedding));
    }
}
