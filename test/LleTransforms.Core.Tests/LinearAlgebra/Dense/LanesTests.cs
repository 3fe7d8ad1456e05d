using System.Numerics;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>What a kernel asks of its vectors, for all widths and both precisions, on numbers whose products are exact.</summary>
[TestClass]
public sealed unsafe class LanesTests
{
    [TestMethod]
    public void Vectors_load_spread_subtract_and_store()
    {
        AssertOperations<Doubles256, double, Vector256<double>>(4, isWide: false);
        AssertOperations<Doubles512, double, Vector512<double>>(8, isWide: true);
        AssertOperations<Floats128, float, Vector128<float>>(4, isWide: false);
        AssertOperations<Floats256, float, Vector256<float>>(8, isWide: false);
        AssertOperations<Floats512, float, Vector512<float>>(16, isWide: true);
    }

    private static void AssertOperations<TLanes, TNumber, TVector>(int count, bool isWide)
        where TLanes : struct, ILanes<TNumber, TVector>
        where TNumber : unmanaged, INumber<TNumber>
        where TVector : struct
    {
        Assert.AreEqual(count, TLanes.Count);
        Assert.AreEqual(isWide, TLanes.IsWide);
        TNumber[] left = [.. Enumerable.Range(1, count).Select(i => TNumber.CreateChecked(i - 0.5))];
        TNumber[] from = [.. Enumerable.Range(1, count).Select(i => TNumber.CreateChecked(100 * i))];
        TNumber guard = TNumber.CreateChecked(-7), three = TNumber.CreateChecked(3);
        TNumber[] found = [.. Enumerable.Repeat(guard, count + 2)];
        fixed (TNumber* a = left, c = from, target = found)
        {
            TLanes.Store(TLanes.MultiplySubtract(TLanes.Load(a), TLanes.Broadcast(three), TLanes.Load(c)), target + 1);
        }

        CollectionAssert.AreEqual((TNumber[])[guard, .. left.Zip(from, (a, c) => c - (three * a)), guard], found);
    }
}
