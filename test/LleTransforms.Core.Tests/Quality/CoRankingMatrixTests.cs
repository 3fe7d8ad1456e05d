namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class CoRankingMatrixTests
{
    [TestMethod]
    public void Entries_count_pairs_by_their_two_ranks()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(30);
        int[,] rho = NaiveRanks.Of(features);
        int[,] r = NaiveRanks.Of(embedding);
        int[,] expected = new int[30, 30];
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                expected[rho[i, j], r[i, j]]++;
            }
        }

        CoRankingMatrix whole = CoRankingMatrix.Compute(features, embedding);
        CoRankingMatrix block = CoRankingMatrix.Compute(features, embedding, largestRank: 6);
        Assert.AreEqual(29, whole.LargestRank);
        for (int k = 1; k <= 29; k++)
        {
            for (int l = 1; l <= 29; l++)
            {
                Assert.AreEqual(expected[k, l], whole[k, l]);
                if (k <= 6 && l <= 6)
                {
                    Assert.AreEqual(expected[k, l], block[k, l]);
                }
            }
        }
    }

    [TestMethod]
    public void Each_rank_occurs_once_an_anchor()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(30);
        CoRankingMatrix sampled = CoRankingMatrix.Compute(features, embedding, sampleSize: 11, seed: 3);
        Assert.AreEqual(11, sampled.SampleSize);
        for (int k = 1; k <= 29; k++)
        {
            Assert.AreEqual(11, Enumerable.Range(1, 29).Sum(l => sampled[k, l]));
            Assert.AreEqual(11, Enumerable.Range(1, 29).Sum(l => sampled[l, k]));
        }
    }

    [TestMethod]
    public void Ranks_out_of_range_are_refused()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(10);
        CoRankingMatrix matrix = CoRankingMatrix.Compute(features, embedding, largestRank: 4);
        Assert.AreEqual((4, 10, 10), (matrix.LargestRank, matrix.NumberOfRows, matrix.SampleSize));
        Assert.IsTrue(matrix[1, 4] >= 0 && matrix[4, 1] >= 0 && matrix[4, 4] >= 0);
        Assert.Contains("between 1 and 4", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix[0, 1]).Message);
        Assert.Contains("between 1 and 4", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix[1, 5]).Message);
        Assert.Contains("largestRank is 0; it must lie between 1 and 9", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => CoRankingMatrix.Compute(features, embedding, largestRank: 0)).Message);
        Assert.Contains("between 1 and 4", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix[5, 1]).Message);
        Assert.Contains("between 1 and 4", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix[1, 0]).Message);
        Assert.Contains("largestRank is 10; it must lie between 1 and 9", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => CoRankingMatrix.Compute(features, embedding, largestRank: 10)).Message);
    }

    [TestMethod]
    public void Two_rows_have_one_rank()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(2);
        CoRankingMatrix matrix = CoRankingMatrix.Compute(features, embedding);
        Assert.AreEqual(1, matrix.LargestRank);
        Assert.AreEqual(2, matrix[1, 1]);
        (FeatureMatrix one, FeatureMatrix image) = PseudoRandomRows.Make(1);
        Assert.Contains("needs at least 2", Assert.ThrowsExactly<ArgumentException>(() => CoRankingMatrix.Compute(one, image)).Message);
    }

    [TestMethod]
    public void A_cancelled_count_stops()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(10);
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            CoRankingMatrix.Compute(features, embedding, cancellationToken: new CancellationToken(canceled: true)));
    }
}
