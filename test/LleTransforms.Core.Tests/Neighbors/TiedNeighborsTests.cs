using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Neighbors;

/// <summary>Rows whose k-th neighbour is no nearer than the next are counted, and warned of where they are many.</summary>
[TestClass]
public sealed class TiedNeighborsTests
{
    [TestMethod]
    [DataRow(4, 0)]
    [DataRow(3, 100)]
    public void Rows_of_a_ring_are_tied_at_odd_k_alone(int k, int tied)
    {
        double[,] ring = new double[100, 2];
        for (int row = 0; row < 100; row++)
        {
            (ring[row, 0], ring[row, 1]) = (Math.Cos(Math.Tau * row / 100), Math.Sin(Math.Tau * row / 100));
        }

        FeatureMatrix features = FeatureMatrix.FromArray(ring);
        Assert.AreEqual(new NeighborTies(100, tied), NeighborTies.Count(features, k));
    }

    [TestMethod]
    public void Of_many_rows_a_sample_is_looked_at_and_k_has_a_next()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(700, 1).Features;
        Assert.AreEqual(new NeighborTies(500, 0), NeighborTies.Count(rows, 12));
        Assert.AreEqual(new NeighborTies(500, 0), NeighborTies.Count(rows, 699));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NeighborTies.Count(rows, 0));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Many_tied_rows_are_warned_of(bool isWhole)
    {
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, 200 * 10).Select(_ => isWhole ? random.Next(2) : random.NextSingle())];
        var heard = new List<LleProgress>();
        LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromRowMajor(values, 200, 10), new LleOptions { NumberOfComponents = 2 }, new Listener(heard.Add));

        Assert.HasCount(isWhole ? 1 : 0, heard.Where(report => report.Severity == LleSeverity.Warning
            && report.Message!.Contains("the order of the rows decides which of them count")));
    }
}
