using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Running;

/// <summary>Buffers are as long as asked for at least, and as long as was told before.</summary>
[TestClass]
public sealed class BufferPoolTests
{
    private const int LargestShared = 1 << 21;

    [TestMethod]
    [DataRow(1)]
    [DataRow(16)]
    [DataRow(17)]
    [DataRow(1000)]
    [DataRow(LargestShared - 1)]
    [DataRow(LargestShared)]
    [DataRow(LargestShared + 1)]
    [DataRow(3 << 20)]
    public void A_buffer_has_the_length_that_is_told(int length)
    {
        double[] buffer = BufferPool.Rent<double>(length);
        Assert.AreEqual(BufferPool.LengthOf(length), buffer.LongLength);
        Assert.IsGreaterThanOrEqualTo(length, buffer.Length);
        BufferPool.Return(buffer);
    }

    [TestMethod]
    public void A_small_buffer_goes_to_the_next_who_asks_and_a_large_one_does_not()
    {
        double[] small = BufferPool.Rent<double>(1000), large = BufferPool.Rent<double>(LargestShared + 1);
        BufferPool.Return(small);
        BufferPool.Return(large);
        Assert.AreSame(small, BufferPool.Rent<double>(900));
        Assert.AreNotSame(large, BufferPool.Rent<double>(LargestShared + 1));
    }
}
