using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.Neighbors;

/// <summary>The squared Euclidean distance of two rows, in double: the one sum every search decides by.</summary>
/// <remarks>
/// Lane l of eight sums (a_i - b_i)^2 over i = l, l + 8, l + 16, ... in ascending order, without fused multiply-add. The lanes are added as
/// ((0+4)+(2+6)) + ((1+5)+(3+7)). That order is the same on every vector width, so all searches on all machines agree bit for bit. The sum
/// is symmetric in its arguments. Cost: O(D).
/// </remarks>
internal static class SquaredDistance
{
    private const int LaneCount = 8;

    public static double Between(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        a.Length == b.Length
            ? Between(ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), a.Length)
            : throw new ArgumentException($"Rows of {a.Length} and {b.Length} values have no distance.", nameof(b));

    /// <summary>As above for rows that start at the two references and hold <paramref name="length"/> values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Between(ref float a, ref float b, int length) =>
        length < LaneCount ? BetweenShort(ref a, ref b, length) : BetweenLong(ref a, ref b, length);

    // With fewer than eight values every lane holds one square at most, and adding an absent lane's zero changes nothing.
    private static double BetweenShort(ref float a, ref float b, int length)
    {
        switch (length)
        {
            case 1:
                return Square(ref a, ref b, 0);
            case 2:
                return Square(ref a, ref b, 0) + Square(ref a, ref b, 1);
            case 3:
                return (Square(ref a, ref b, 0) + Square(ref a, ref b, 2)) + Square(ref a, ref b, 1);
            default:
                double l4 = length > 4 ? Square(ref a, ref b, 4) : 0;
                double l5 = length > 5 ? Square(ref a, ref b, 5) : 0;
                double l6 = length > 6 ? Square(ref a, ref b, 6) : 0;
                return ((Square(ref a, ref b, 0) + l4) + (Square(ref a, ref b, 2) + l6)) +
                    ((Square(ref a, ref b, 1) + l5) + Square(ref a, ref b, 3));
        }
    }

    private static double BetweenLong(ref float a, ref float b, int length)
    {
        int whole = length & -LaneCount;
        Vector512<double> sums = Vector512.IsHardwareAccelerated
            ? SumBy512(ref a, ref b, whole)
            : Vector256.IsHardwareAccelerated ? SumBy256(ref a, ref b, whole) : SumBy128(ref a, ref b, whole);
        Span<double> lanes = stackalloc double[LaneCount];
        sums.CopyTo(lanes);
        for (int i = whole; i < length; i++)
        {
            lanes[i - whole] += Square(ref a, ref b, i);
        }

        return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<double> SumBy512(ref float a, ref float b, int whole)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        int i = 0;
        for (; i <= whole - 16; i += 16)
        {
            Vector512<float> x = Vector512.LoadUnsafe(ref a, (nuint)i);
            Vector512<float> y = Vector512.LoadUnsafe(ref b, (nuint)i);
            Vector512<double> low = Vector512.WidenLower(x) - Vector512.WidenLower(y);
            Vector512<double> high = Vector512.WidenUpper(x) - Vector512.WidenUpper(y);
            sum += low * low;
            sum += high * high;
        }

        if (i < whole)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref a, (nuint)i);
            Vector256<float> y = Vector256.LoadUnsafe(ref b, (nuint)i);
            Vector512<double> d = Vector512.WidenLower(x.ToVector512Unsafe()) - Vector512.WidenLower(y.ToVector512Unsafe());
            sum += d * d;
        }

        return sum;
    }

    private static Vector512<double> SumBy256(ref float a, ref float b, int whole)
    {
        Vector256<double> low = Vector256<double>.Zero;
        Vector256<double> high = Vector256<double>.Zero;
        for (int i = 0; i < whole; i += LaneCount)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref a, (nuint)i);
            Vector256<float> y = Vector256.LoadUnsafe(ref b, (nuint)i);
            Vector256<double> d = Vector256.WidenLower(x) - Vector256.WidenLower(y);
            Vector256<double> e = Vector256.WidenUpper(x) - Vector256.WidenUpper(y);
            low += d * d;
            high += e * e;
        }

        return Vector512.Create(low, high);
    }

    private static Vector512<double> SumBy128(ref float a, ref float b, int whole)
    {
        Vector128<double> l0 = Vector128<double>.Zero, l2 = l0, l4 = l0, l6 = l0;
        for (int i = 0; i < whole; i += LaneCount)
        {
            Vector128<float> x = Vector128.LoadUnsafe(ref a, (nuint)i);
            Vector128<float> y = Vector128.LoadUnsafe(ref b, (nuint)i);
            Vector128<float> u = Vector128.LoadUnsafe(ref a, (nuint)i + 4);
            Vector128<float> v = Vector128.LoadUnsafe(ref b, (nuint)i + 4);
            Vector128<double> d0 = Vector128.WidenLower(x) - Vector128.WidenLower(y);
            Vector128<double> d2 = Vector128.WidenUpper(x) - Vector128.WidenUpper(y);
            Vector128<double> d4 = Vector128.WidenLower(u) - Vector128.WidenLower(v);
            Vector128<double> d6 = Vector128.WidenUpper(u) - Vector128.WidenUpper(v);
            l0 += d0 * d0;
            l2 += d2 * d2;
            l4 += d4 * d4;
            l6 += d6 * d6;
        }

        return Vector512.Create(Vector256.Create(l0, l2), Vector256.Create(l4, l6));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Square(ref float a, ref float b, int at)
    {
        double d = (double)Unsafe.Add(ref a, at) - Unsafe.Add(ref b, at);
        return d * d;
    }
}
