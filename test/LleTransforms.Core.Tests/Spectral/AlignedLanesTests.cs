using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.Spectral;

namespace LleTransforms.Core.Tests.Spectral;

[TestClass]
public sealed class AlignedLanesTests
{
    [TestMethod]
    public unsafe void Every_vector_lies_within_one_cache_line()
    {
        // Several, since one might begin at a line by chance.
        AlignedLanes[] lanes = [.. Enumerable.Range(1, 20).Select(count => new AlignedLanes(count))];
        foreach (AlignedLanes some in lanes)
        {
            Assert.AreEqual(0, (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(some.Values)) % 64);
        }

        GC.KeepAlive(lanes);
    }

    [TestMethod]
    public void Vectors_and_values_are_the_same_numbers()
    {
        var lanes = new AlignedLanes(3);
        lanes.Vectors[2] = Vector512.Create(1.0, 2, 3, 4, 5, 6, 7, 8);

        Assert.AreEqual(3, lanes.Vectors.Length);
        CollectionAssert.AreEqual(new double[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 }, lanes.Values.ToArray());
    }
}
