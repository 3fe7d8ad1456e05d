using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>What a kernel asks of its vectors, for both widths, on numbers whose products are exact.</summary>
[TestClass]
public sealed unsafe class DoubleLanesTests
{
    [TestMethod]
    public void Both_widths_load_spread_subtract_and_store()
    {
        AssertOperations<Doubles256, Vector256<double>>(4);
        AssertOperations<Doubles512, Vector512<double>>(8);
    }

    private static void AssertOperations<TLanes, TVector>(int count)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        Assert.AreEqual(count, TLanes.Count);
        double[] left = [.. Enumerable.Range(1, count).Select(i => i - 0.5)];
        double[] from = [.. Enumerable.Range(1, count).Select(i => 100.0 * i)];
        double[] found = [.. Enumerable.Repeat(-7.0, count + 2)];
        fixed (double* a = left, c = from, target = found)
        {
            TLanes.Store(TLanes.MultiplySubtract(TLanes.Load(a), TLanes.Broadcast(3), TLanes.Load(c)), target + 1);
        }

        CollectionAssert.AreEqual((double[])[-7, .. left.Zip(from, (a, c) => c - (3 * a)), -7], found);
    }
}
