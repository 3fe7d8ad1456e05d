using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

[TestClass]
public sealed class AlignedLanesTests
{
    [TestMethod]
    public void Every_vector_lies_within_one_cache_line_wherever_the_array_begins_and_stays_there()
    {
        var between = new List<double[]>();
        var lanes = new List<AlignedLanes>();
        for (int count = 1; count <= 64; count++)
        {
            between.Add(GC.AllocateArray<double>(1 + (count % 7), pinned: true));
            lanes.Add(new AlignedLanes(1 + (count % 3)));
            lanes[^1].Values.Fill(count);
        }

        Assert.HasCount(64, between);
        nint[] before = [.. lanes.Select(Address)];
        between.Clear();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);

        for (int i = 0; i < lanes.Count; i++)
        {
            Assert.AreEqual(0, before[i] % 64);
            Assert.AreEqual(before[i], Address(lanes[i]));
            Assert.AreEqual((i + 1.0) * lanes[i].Values.Length, lanes[i].Values.ToArray().Sum());
        }
    }

    [TestMethod]
    public void Vectors_and_values_are_the_same_numbers()
    {
        var lanes = new AlignedLanes(3);
        lanes.Vectors[2] = Vector512.Create(1.0, 2, 3, 4, 5, 6, 7, 8);

        Assert.AreEqual(3, lanes.Vectors.Length);
        CollectionAssert.AreEqual(
            new double[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 }, lanes.Values.ToArray());
    }

    private static unsafe nint Address(AlignedLanes lanes) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(lanes.Values));
}
