using LleTransforms.Quality;
using MathNet.Numerics.Statistics;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class DistanceCorrelationTests
{
    // Large means beside small spreads, as long distances have.
    private static readonly (double X, double Y)[] Pairs = Draw();

    [TestMethod]
    public void Moments_are_those_of_all_pairs()
    {
        DistanceCorrelation sums = Of(Pairs);
        AssertMoments(sums);
    }

    [TestMethod]
    [DataRow(new[] { 40, 60 })]
    [DataRow(new[] { 1, 99 })]
    [DataRow(new[] { 0, 100 })]
    [DataRow(new[] { 100, 0 })]
    [DataRow(new[] { 30, 0, 0, 25, 45 })]
    public void Blocks_join_to_the_moments_of_all_pairs(int[] blocks)
    {
        var total = default(DistanceCorrelation);
        int start = 0;
        foreach (int count in blocks)
        {
            total.Add(Of(Pairs.AsSpan(start, count)));
            start += count;
        }

        AssertMoments(total);
    }

    [TestMethod]
    public void Pairs_go_on_after_a_block()
    {
        var total = default(DistanceCorrelation);
        total.Add(Of(Pairs.AsSpan(0, 33)));
        total.Add(Of(Pairs.AsSpan(33, 20)));
        foreach ((double x, double y) in Pairs[53..])
        {
            total.Add(x, y);
        }

        AssertMoments(total);
    }

    [TestMethod]
    public void Nothing_has_no_spread()
    {
        var total = default(DistanceCorrelation);
        total.Add(default(DistanceCorrelation));
        Assert.AreEqual((0.0, 0.0), (total.SpreadX, total.SpreadY));
    }

    private static DistanceCorrelation Of(ReadOnlySpan<(double X, double Y)> pairs)
    {
        var sums = default(DistanceCorrelation);
        foreach ((double x, double y) in pairs)
        {
            sums.Add(x, y);
        }

        return sums;
    }

    private static void AssertMoments(DistanceCorrelation sums)
    {
        double[] x = [.. Pairs.Select(pair => pair.X)], y = [.. Pairs.Select(pair => pair.Y)];
        double correlation = Correlation.Pearson(x, y);
        Assert.AreEqual(x.Variance() * (x.Length - 1), sums.SpreadX, 1e-9 * sums.SpreadX);
        Assert.AreEqual(y.Variance() * (y.Length - 1), sums.SpreadY, 1e-9 * sums.SpreadY);
        Assert.AreEqual(1 - (correlation * correlation), sums.ResidualVariance, 1e-9);
    }

    private static (double X, double Y)[] Draw()
    {
        var random = new Random(12);
        return
        [
            .. Enumerable.Range(0, 100).Select(i =>
            {
                double x = random.NextDouble() + (i / 50.0);
                return (1000 + x, 300 - (2 * x) + random.NextDouble());
            }),
        ];
    }
}
