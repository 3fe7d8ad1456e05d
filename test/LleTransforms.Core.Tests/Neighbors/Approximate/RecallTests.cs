using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Approximate;

[TestClass]
public sealed class RecallTests
{
    private const int K = 6;

    [TestMethod]
    [DataRow(6, 1.0)]
    [DataRow(5, 5 / 6.0)]
    [DataRow(2, 2 / 6.0)]
    [DataRow(0, 0.0)]
    public void A_sample_counts_the_true_neighbours_that_pools_hold(int held, double recall)
    {
        // Places are not rows: the order turns them round.
        const int N = 700;
        CenteredFeatures features = NeighborReference.Random(N, 3);
        int[] order = [.. Enumerable.Range(0, N).Reverse()];
        INeighborSearch search = NeighborSearches.Create(features);
        NeighborGraph exact = search.FindGraph(N - 1, new FitContext());
        NeighborPools pools = new(N, 10);
        for (int place = 0; place < N; place++)
        {
            // The nearest that are held, then the ninth nearest and two behind it.
            ReadOnlySpan<int> nearest = exact.Of(order[place]);
            int[] kept = [.. nearest[..held], .. nearest.Slice(8, 3)];
            for (int i = 0; i < kept.Length; i++)
            {
                pools.Offer(place, N - 1 - kept[i], i);
            }
        }

        Assert.AreEqual(recall, new RecallSample(features, order, search, K, new FitContext()).Recall(pools), 1e-12);
    }

    [TestMethod]
    public void A_row_as_near_as_the_farthest_true_neighbour_is_one()
    {
        // All rows but the first are at the same place.
        float[] values = new float[400];
        values[0] = 1;
        CenteredFeatures features = NeighborReference.Raw(values, columnCount: 1);
        int[] order = [.. Enumerable.Range(0, 400)];
        NeighborPools pools = new(400, K + 3);
        for (int row = 0; row < 400; row++)
        {
            for (int i = 0; i < K + 3; i++)
            {
                pools.Offer(row, 390 + i - (row >= 390 ? 200 : 0), i);
            }
        }

        // More of them than k count no more than k.
        Assert.AreEqual(
            1, new RecallSample(features, order, NeighborSearches.Create(features), K, new FitContext()).Recall(pools), 1e-12);
    }

    [TestMethod]
    public void Gains_that_fall_by_a_factor_lead_to_the_limit_of_their_series()
    {
        RecallForecast forecast = new RecallForecast(0.1).Next(0.5);
        Assert.AreEqual(0.5, forecast.Reached);
        Assert.AreEqual(double.PositiveInfinity, forecast.Limit);

        // 0.4, 0.2, 0.1, ...: the rest is as much as the last.
        forecast = forecast.Next(0.7);
        Assert.AreEqual(0.9, forecast.Limit, 1e-12);
        forecast = forecast.Next(0.725);
        Assert.AreEqual(0.725 + (0.025 * 0.025 / 0.175), forecast.Limit, 1e-12);
        Assert.AreEqual(0.725, forecast.Next(0.725).Limit);
        Assert.AreEqual(0.7, forecast.Next(0.7).Limit);
    }

    [TestMethod]
    public void Gains_that_do_not_fall_tell_nothing()
    {
        RecallForecast forecast = new RecallForecast(0.1).Next(0.2).Next(0.4);
        Assert.AreEqual(double.PositiveInfinity, forecast.Limit);
        Assert.AreEqual(double.PositiveInfinity, forecast.Next(0.7).Limit);
    }
}
