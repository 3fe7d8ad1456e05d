namespace LleTransforms.Neighbors;

[TestClass]
public sealed class SquaredDistanceTests
{
    /// <summary>The documented order, written out plainly, must give the very bits of the vector code, for every remainder.</summary>
    [TestMethod]
    public void Bits_follow_the_documented_order()
    {
        var random = new Random(3);
        for (int length = 1; length <= 100; length++)
        {
            float[] a = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            float[] b = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * 1e-3f)];
            var lanes = new double[8];
            for (int i = 0; i < length; i++)
            {
                double d = (double)a[i] - b[i];
                lanes[i % 8] += d * d;
            }

            double expected = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
            Assert.AreEqual(expected, SquaredDistance.Between(a, b), $"length {length}");
            Assert.AreEqual(expected, SquaredDistance.Between(b, a), $"length {length}, exchanged");
        }
    }

    [TestMethod]
    public void Rows_of_different_lengths_are_an_error()
    {
        Assert.ThrowsExactly<ArgumentException>(() => SquaredDistance.Between([1f, 2f], [1f]));
    }
}
