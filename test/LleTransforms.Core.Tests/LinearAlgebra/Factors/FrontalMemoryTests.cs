using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>What blocks hold, and what is counted of them.</summary>
[TestClass]
public sealed unsafe class FrontalMemoryTests
{
    [TestMethod]
    public void A_shrunk_block_keeps_its_first_numbers_and_the_peak_is_what_was_held_at_once()
    {
        using FrontalMemory<double> memory = new(isPooled: false);
        double* block = memory.Allocate(1000);
        Fill(block, 1000);
        Assert.AreEqual(8000, memory.PeakBytes);

        double* shrunk = memory.Shrink(block, 10);
        AssertFilled(shrunk, 10);
        double* second = memory.Allocate(990);
        Assert.AreEqual(8000, memory.PeakBytes);
        memory.Free(second);
        memory.Count(1000);
        Assert.AreEqual(8080, memory.PeakBytes);

        // Ten numbers and those of others are held, and nothing of what was freed.
        memory.Free(shrunk);
        memory.Allocate(20);
        Assert.AreEqual(8160, memory.PeakBytes);
    }

    // Arrays of this length are never moved, and so are known by their address.
    [TestMethod]
    public void A_block_of_the_pool_stays_whole_and_goes_back_to_it()
    {
        using FrontalMemory<double> memory = new(isPooled: true);
        double* block = memory.Allocate(30_000);
        Fill(block, 32_768);
        Assert.AreEqual(8 * 32_768, memory.PeakBytes);
        Assert.AreEqual((nint)block, (nint)memory.Shrink(block, 10));
        double* second = memory.Allocate(100);
        Fill(second, 128);
        Assert.AreEqual(8 * (32_768 + 128), memory.PeakBytes);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        AssertFilled(block, 32_768);
        memory.Free(block);
        AssertFilled(second, 128);

        Assert.AreEqual((nint)block, (nint)memory.Allocate(30_000), "the pool gives it to the next");
        Assert.AreEqual(8 * (32_768 + 128), memory.PeakBytes);
    }

    [TestMethod]
    public void Blocks_that_nobody_freed_go_back_at_the_end()
    {
        nint block;
        using (FrontalMemory<double> memory = new(isPooled: true))
        {
            block = (nint)memory.Allocate(30_000);
        }

        double[] again = BufferPool.Rent<double>(30_000);
        fixed (double* first = again)
        {
            Assert.AreEqual(block, (nint)first);
        }

        BufferPool.Return(again);
    }

    private static void Fill(double* block, int length)
    {
        for (int i = 0; i < length; i++)
        {
            block[i] = i + 0.5;
        }
    }

    private static void AssertFilled(double* block, int length)
    {
        for (int i = 0; i < length; i++)
        {
            Assert.AreEqual(i + 0.5, block[i]);
        }
    }
}
