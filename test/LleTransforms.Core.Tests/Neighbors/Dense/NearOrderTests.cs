using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Neighbors.Dense;

[TestClass]
public sealed class NearOrderTests
{
    [TestMethod]
    [DataRow(0, 8)]
    [DataRow(1, 8)]
    [DataRow(8, 8)]
    [DataRow(1001, 8)]
    [DataRow(1000, 48)]
    public void Every_point_comes_once(int count, int leafSize)
    {
        int[] order = NearOrder.Of(Points(count), 2, leafSize, new RunContext());

        CollectionAssert.AreEqual(Enumerable.Range(0, count).ToArray(), order.Order().ToArray());
    }

    /// <summary>64 leaves of 16 points of a square each cover an eighth of its side, or little more. Points as they come cover all of
    /// it.</summary>
    [TestMethod]
    public void A_leaf_lies_in_a_small_part_of_the_space()
    {
        const int Count = 1024, LeafSize = 16;
        float[] points = Points(Count);
        int[] order = NearOrder.Of(points, 2, LeafSize, new RunContext());

        double sorted = MeanWidth(order), unsorted = MeanWidth([.. Enumerable.Range(0, Count)]);

        Assert.IsTrue(sorted < 0.2, $"a leaf is {sorted} wide");
        Assert.IsTrue(unsorted > 0.7, $"a block of points as they come is {unsorted} wide");

        double MeanWidth(int[] rows) => rows.Chunk(LeafSize)
            .Average(leaf => leaf.Max(row => points[2 * row]) - leaf.Min(row => points[2 * row]));
    }

    [TestMethod]
    public void Equal_points_and_a_cancelled_fit_end()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.HasCount(500, NearOrder.Of(new float[1000], 2, 7, new RunContext()));
        Assert.ThrowsExactly<OperationCanceledException>(
            () => NearOrder.Of(Points(100), 2, 7, new RunContext(cancellationToken: source.Token)));
    }

    private static float[] Points(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 2 * count).Select(_ => random.NextSingle())];
    }
}
