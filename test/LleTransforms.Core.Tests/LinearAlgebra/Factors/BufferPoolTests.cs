using LleTransforms.LinearAlgebra.Factors;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Buffers are as long as asked for at least, and come back to the next who asks for as much.</summary>
[TestClass]
public sealed class BufferPoolTests
{
    private const int LargestShared = 1 << 21;

    [TestMethod]
    [DataRow(1L)]
    [DataRow(100L)]
    [DataRow((long)LargestShared)]
    [DataRow(LargestShared + 1L)]
    [DataRow(3L << 20)]
    [DataRow((3L << 20) + 1)]
    [DataRow(1L << 22)]
    public void A_buffer_holds_what_was_asked_for_and_not_twice_that(long length)
    {
        var pool = new BufferPool();
        double[] buffer = pool.Rent(length);
        Assert.IsInRange(length, Math.Max(16, 2 * length), buffer.LongLength);
        pool.Return(buffer);
    }

    [TestMethod]
    public void A_large_buffer_goes_to_the_next_of_its_size_and_to_no_other()
    {
        var pool = new BufferPool();
        double[] first = pool.Rent(LargestShared + 100);
        pool.Return(first);
        double[] larger = pool.Rent((3L << 20) + 100);

        Assert.AreNotSame(first, larger);
        double[] second = pool.Rent(LargestShared + 200);
        Assert.AreSame(first, second);
        Assert.AreNotSame(first, pool.Rent(LargestShared + 200));
        Assert.HasCount(3 << 20, first);
        Assert.HasCount(1 << 22, larger);
        pool.Return(larger);
        Assert.AreSame(larger, pool.Rent(1L << 22));
    }

    [TestMethod]
    public void Beyond_what_the_process_shares_a_buffer_has_its_length_to_the_number()
    {
        Assert.HasCount(LargestShared + 1, BufferPool.RentOrAllocate(LargestShared + 1));
        double[] shared = BufferPool.RentOrAllocate(1000);
        Assert.IsInRange(1000, 2000, shared.Length);
        BufferPool.ReturnShared(shared);
    }
}
