using LleTransforms.Core.Tests.TestData;
using LleTransforms.Model;

namespace LleTransforms.Core.Tests.Persistence;

/// <summary>The reader of what nobody vouches for: it allocates what the stream holds, not what the stream says.</summary>
[TestClass]
public sealed class BoundedBinaryReaderTests
{
    private const int Megabyte = 1 << 20;

    [TestMethod]
    public void Arrays_longer_than_a_chunk_are_read_whole()
    {
        int[] numbers = [.. Enumerable.Range(0, (3 * Megabyte / 4) + 5)];
        byte[] bytes = [.. numbers.SelectMany(BitConverter.GetBytes)];

        CollectionAssert.AreEqual(numbers, new BoundedBinaryReader(new MemoryStream(bytes)).ReadInt32s("numbers", numbers.Length));
        CollectionAssert.AreEqual(numbers, new BoundedBinaryReader(new PipeStream(bytes)).ReadInt32s("numbers", numbers.Length));
    }

    [TestMethod]
    public void A_stream_that_tells_its_length_is_not_allocated_for_beyond_it()
    {
        var reader = new BoundedBinaryReader(new MemoryStream(new byte[40]));
        Assert.AreEqual(0, reader.ReadInt32());
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadFiniteDoubles("numbers", 5));

        Assert.IsInRange(0, 100_000, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual("The model's numbers claim 5 numbers, more than the file holds: it is damaged or cut short.", error.Message);
        Assert.HasCount(4, reader.ReadFiniteDoubles("numbers", 4));
    }

    [TestMethod]
    public void A_pipe_is_believed_a_chunk_at_a_time()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.ThrowsExactly<InvalidDataException>(() =>
            new BoundedBinaryReader(new PipeStream(new byte[100])).ReadFiniteSingles("numbers", 1 << 30));

        Assert.IsInRange(0, 2 * Megabyte, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual("The model ends before all of it was read: the file is cut short.", error.Message);
    }

    [TestMethod]
    public void More_numbers_than_an_array_can_hold_are_refused()
    {
        var reader = new BoundedBinaryReader(new PipeStream(new byte[100]));
        Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadFiniteDoubles("numbers", Array.MaxLength + 1L));
    }

    [TestMethod]
    public void Counts_at_their_borders_are_taken_and_beyond_them_refused()
    {
        byte[] bytes = [.. new[] { 3, 7, 2, 8 }.SelectMany(BitConverter.GetBytes)];
        var reader = new BoundedBinaryReader(new MemoryStream(bytes));

        Assert.AreEqual(3, reader.ReadCount("count", 3, 7));
        Assert.AreEqual(7, reader.ReadCount("count", 3, 7));
        Assert.AreEqual(
            "The model's count is 2, but must be from 3 to 7: the file is damaged.",
            Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadCount("count", 3, 7)).Message);
        Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadCount("count", 3, 7));
    }

    [TestMethod]
    public void Numbers_are_little_endian_and_finite()
    {
        byte[] bytes = [.. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(-2.5), .. BitConverter.GetBytes(1.5f),
            .. BitConverter.GetBytes(double.NaN)];
        var reader = new BoundedBinaryReader(new MemoryStream(bytes));

        Assert.AreEqual(0.1, reader.ReadDouble());
        Assert.AreEqual(-2.5, reader.ReadFinite("number"));
        Assert.AreEqual(1.5f, reader.ReadFiniteSingles("number", 1)[0]);
        Assert.ThrowsExactly<InvalidDataException>(() => reader.ReadFinite("number"));
    }
}
