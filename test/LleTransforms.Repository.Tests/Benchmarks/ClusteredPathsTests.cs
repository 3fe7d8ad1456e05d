using LleTransforms.Measurements.SideBySide;

namespace LleTransforms.Repository.Tests.Benchmarks;

/// <summary>Figures of different days are of the same rows.</summary>
[TestClass]
public sealed class ClusteredPathsTests
{
    [TestMethod]
    public void A_seed_gives_the_rows_that_it_always_gave()
    {
        float[] values = ClusteredPaths.Draw(2_000, 50, seed: 7);

        float[] known = [-9.676693f, -4.2978487f, 0.8760188f, -0.6198506f, 4.6045957f, 0.35742733f, -0.60596234f];
        float[] found = [.. values[..3], .. values[50..52], .. values[^2..]];
        for (int i = 0; i < known.Length; i++)
        {
            Assert.AreEqual(known[i], found[i], 1e-5f, $"value {i}");
        }
    }

    [TestMethod]
    public void Fewer_rows_are_the_first_of_more() =>
        CollectionAssert.AreEqual(ClusteredPaths.Draw(20, 50, seed: 7)[..500], ClusteredPaths.Draw(10, 50, seed: 7));
}
