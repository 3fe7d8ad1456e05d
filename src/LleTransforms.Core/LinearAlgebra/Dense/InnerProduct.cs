using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The inner product of two rows of doubles, summed in sixteen lanes by position. A block of sixteen zeros may be left out without
/// changing a bit.</summary>
/// <remarks>Entries past the last whole sixteen are added one after the other. Several chains of sums
/// keep the latency of an addition out of the way.</remarks>
internal static class InnerProduct
{
    public const int LaneCount = 16;

    public static double Of(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        nuint whole = (nuint)(left.Length & -LaneCount);
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right[..left.Length]);
        double sum = Vector512.IsHardwareAccelerated ? By512(ref a, ref b, whole) : By256(ref a, ref b, whole);
        for (int i = (int)whole; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    /// <summary>The first <paramref name="whole"/> products, a multiple of sixteen, by two vectors of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double By512(ref double a, ref double b, nuint whole)
    {
        Vector512<double> even = Vector512<double>.Zero;
        Vector512<double> odd = Vector512<double>.Zero;
        for (nuint i = 0; i < whole; i += LaneCount)
        {
            even = Simd.MultiplyAdd(Vector512.LoadUnsafe(ref a, i), Vector512.LoadUnsafe(ref b, i), even);
            odd = Simd.MultiplyAdd(Vector512.LoadUnsafe(ref a, i + 8), Vector512.LoadUnsafe(ref b, i + 8), odd);
        }

        return Vector512.Sum(even + odd);
    }

    /// <summary>The same products by four vectors of four. The sixteen lanes are the same, so the bits are too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double By256(ref double a, ref double b, nuint whole)
    {
        Vector256<double> s0 = Vector256<double>.Zero;
        Vector256<double> s1 = Vector256<double>.Zero;
        Vector256<double> s2 = Vector256<double>.Zero;
        Vector256<double> s3 = Vector256<double>.Zero;
        for (nuint i = 0; i < whole; i += LaneCount)
        {
            s0 = Simd.MultiplyAdd(Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i), s0);
            s1 = Simd.MultiplyAdd(Vector256.LoadUnsafe(ref a, i + 4), Vector256.LoadUnsafe(ref b, i + 4), s1);
            s2 = Simd.MultiplyAdd(Vector256.LoadUnsafe(ref a, i + 8), Vector256.LoadUnsafe(ref b, i + 8), s2);
            s3 = Simd.MultiplyAdd(Vector256.LoadUnsafe(ref a, i + 12), Vector256.LoadUnsafe(ref b, i + 12), s3);
        }

        return Vector256.Sum((s0 + s2) + (s1 + s3));
    }
}
