using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Factors;

/// <content>Sums of several rows at once. Each is summed along its row of factors, so no bit depends on how many go together.</content>
internal static unsafe partial class PanelSolve<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Subtracts from rows at the target what x is to them, as long as they fill groups of four.</summary>
    /// <param name="factors">Their rows of factors, p numbers apart.</param>
    /// <param name="p">Numbers from one row of factors to the next.</param>
    /// <param name="x">A row for each factor of a row.</param>
    /// <param name="count">Factors of a row.</param>
    /// <param name="target">The rows.</param>
    /// <param name="rows">How many there are.</param>
    /// <returns>How many were done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int SubtractGroups(T* factors, int p, T* x, int count, T* target, int rows)
    {
        int i = 0;
        for (; IsWide && i + WidePanel.Rows <= rows; i += WidePanel.Rows)
        {
            WidePanel.SubtractRows((float*)(factors + ((long)i * p)), p, (float*)x, count, (float*)(target + ((long)i * Width)));
        }

        for (; i + 8 <= rows; i += 8)
        {
            SubtractEight(factors + ((long)i * p), p, x, count, target + ((long)i * Width));
        }

        for (; i + 4 <= rows; i += 4)
        {
            T* r0 = factors + ((long)i * p), r1 = r0 + p, r2 = r1 + p, r3 = r2 + p;
            T* four = target + ((long)i * Width);
            Vector256<T> s0 = FourLanes.Load(four), s1 = FourLanes.Load(four + 4), s2 = FourLanes.Load(four + 8),
                s3 = FourLanes.Load(four + 12);
            SubtractFour(r0, r1, r2, r3, x, count, ref s0, ref s1, ref s2, ref s3);
            s0.StoreFour(four);
            s1.StoreFour(four + 4);
            s2.StoreFour(four + 8);
            s3.StoreFour(four + 12);
        }

        return i;
    }

    /// <summary>Eight sums at once hide the time of an addition, where four do not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractEight(T* r0, long p, T* x, int count, T* target)
    {
        T* r1 = r0 + p, r2 = r1 + p, r3 = r2 + p, r4 = r3 + p, r5 = r4 + p, r6 = r5 + p, r7 = r6 + p;
        Vector256<T> s0 = FourLanes.Load(target), s1 = FourLanes.Load(target + 4), s2 = FourLanes.Load(target + 8),
            s3 = FourLanes.Load(target + 12), s4 = FourLanes.Load(target + 16), s5 = FourLanes.Load(target + 20),
            s6 = FourLanes.Load(target + 24), s7 = FourLanes.Load(target + 28);
        for (int j = 0; j < count; j++)
        {
            Vector256<T> v = FourLanes.Load(x + ((long)j * Width));
            s0 = Less(r0[j], v, s0);
            s1 = Less(r1[j], v, s1);
            s2 = Less(r2[j], v, s2);
            s3 = Less(r3[j], v, s3);
            s4 = Less(r4[j], v, s4);
            s5 = Less(r5[j], v, s5);
            s6 = Less(r6[j], v, s6);
            s7 = Less(r7[j], v, s7);
        }

        s0.StoreFour(target);
        s1.StoreFour(target + 4);
        s2.StoreFour(target + 8);
        s3.StoreFour(target + 12);
        s4.StoreFour(target + 16);
        s5.StoreFour(target + 20);
        s6.StoreFour(target + 24);
        s7.StoreFour(target + 28);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractFour(
        T* r0, T* r1, T* r2, T* r3, T* x, int count,
        ref Vector256<T> s0, ref Vector256<T> s1, ref Vector256<T> s2, ref Vector256<T> s3)
    {
        Vector256<T> a0 = s0, a1 = s1, a2 = s2, a3 = s3;
        for (int j = 0; j < count; j++)
        {
            Vector256<T> v = FourLanes.Load(x + ((long)j * Width));
            a0 = Less(r0[j], v, a0);
            a1 = Less(r1[j], v, a1);
            a2 = Less(r2[j], v, a2);
            a3 = Less(r3[j], v, a3);
        }

        s0 = a0;
        s1 = a1;
        s2 = a2;
        s3 = a3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractRow(T* row, T* x, int from, int to, T* target)
    {
        Vector256<T> even = FourLanes.Load(target), odd = Vector256<T>.Zero;
        int j = from;
        for (; j + 1 < to; j += 2)
        {
            even = Less(row[j], FourLanes.Load(x + ((long)j * Width)), even);
            odd = Less(row[j + 1], FourLanes.Load(x + ((long)(j + 1) * Width)), odd);
        }

        if (j < to)
        {
            even = Less(row[j], FourLanes.Load(x + ((long)j * Width)), even);
        }

        (even + odd).StoreFour(target);
    }
}
