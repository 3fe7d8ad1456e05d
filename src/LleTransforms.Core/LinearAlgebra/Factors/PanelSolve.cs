using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The dense steps of a triangular solve with one supernode, for four right-hand sides interleaved: its pivots' triangle, and its border.
/// Golub and Van Loan, "Matrix Computations", section 3.1, by row blocks of four. So a row of the right side is loaded once for four
/// factors. Factors are always read along their rows. Cost 8 flops a factor entry.
/// </summary>
internal static unsafe partial class PanelSolve<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Width = ColumnBlock.Width;

    /// <summary>Whether a vector holds the right sides of four rows.</summary>
    private static bool IsWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) && Vector512.IsHardwareAccelerated;
    }

    /// <summary>x = L^-1 x with L the unit lower triangle of a p x p block.</summary>
    public static void Lower(T* block, int p, T* x) => Lower(block, p, x, 0, p);

    /// <summary>Rows [from, to) of it. What rows before them take from whole groups of four must have been subtracted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Lower(T* block, int p, T* x, int from, int to)
    {
        int i = from;
        for (; i + 4 <= to; i += 4)
        {
            T* l0 = block + ((long)i * p), l1 = l0 + p, l2 = l1 + p, l3 = l2 + p;
            T* target = x + ((long)i * Width);
            Vector256<T> s0 = FourLanes.Load(target), s1 = FourLanes.Load(target + 4), s2 = FourLanes.Load(target + 8),
                s3 = FourLanes.Load(target + 12);
            T* known = x + ((long)from * Width);
            SubtractFour(l0 + from, l1 + from, l2 + from, l3 + from, known, i - from, ref s0, ref s1, ref s2, ref s3);
            s1 = Less(l1[i], s0, s1);
            s2 = Less(l2[i + 1], s1, Less(l2[i], s0, s2));
            s3 = Less(l3[i + 2], s2, Less(l3[i + 1], s1, Less(l3[i], s0, s3)));
            s0.StoreFour(target);
            s1.StoreFour(target + 4);
            s2.StoreFour(target + 8);
            s3.StoreFour(target + 12);
        }

        for (; i < to; i++)
        {
            SubtractRow(block + ((long)i * p), x, 0, i, x + ((long)i * Width));
        }
    }

    /// <summary>Subtracts from rows [from, to), a multiple of four, what rows before a given one are to them.</summary>
    public static void SubtractBefore(T* block, int p, T* x, int from, int to, int before) =>
        SubtractGroups(block + ((long)from * p), p, x, before, x + ((long)from * Width), to - from);

    /// <summary>x = U^-1 x with U the upper triangle of a p x p block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Upper(T* block, int p, T* x)
    {
        int i = p - 4;
        for (; i >= 0; i -= 4)
        {
            T* u0 = block + ((long)i * p) + i, u1 = u0 + p, u2 = u1 + p, u3 = u2 + p;
            T* target = x + ((long)i * Width);
            Vector256<T> s0 = FourLanes.Load(target), s1 = FourLanes.Load(target + 4), s2 = FourLanes.Load(target + 8),
                s3 = FourLanes.Load(target + 12);
            SubtractFour(u0 + 4, u1 + 4, u2 + 4, u3 + 4, target + 16, p - i - 4, ref s0, ref s1, ref s2, ref s3);
            s3 /= Vector256.Create(u3[3]);
            s2 = Less(u2[3], s3, s2) / Vector256.Create(u2[2]);
            s1 = Less(u1[3], s3, Less(u1[2], s2, s1)) / Vector256.Create(u1[1]);
            s0 = Less(u0[3], s3, Less(u0[2], s2, Less(u0[1], s1, s0))) / Vector256.Create(u0[0]);
            s0.StoreFour(target);
            s1.StoreFour(target + 4);
            s2.StoreFour(target + 8);
            s3.StoreFour(target + 12);
        }

        for (i += 3; i >= 0; i--)
        {
            T* row = block + ((long)i * p);
            T* target = x + ((long)i * Width);
            SubtractRow(row, x, i + 1, p, target);
            (FourLanes.Load(target) / Vector256.Create(row[i])).StoreFour(target);
        }
    }

    /// <summary>x = U^-T x with U the upper triangle of a p x p block.</summary>
    public static void UpperTransposed(T* block, int p, T* x) => UpperTransposed(block, p, x, 0, p);

    /// <summary>Rows [from, to) of it. What they are to later rows is left to <see cref="Spread"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void UpperTransposed(T* block, int p, T* x, int from, int to)
    {
        int i = from;
        for (; i + 4 <= to; i += 4)
        {
            T* u0 = block + ((long)i * p) + i, u1 = u0 + p, u2 = u1 + p, u3 = u2 + p;
            T* target = x + ((long)i * Width);
            Vector256<T> s0 = FourLanes.Load(target) / Vector256.Create(u0[0]);
            Vector256<T> s1 = Less(u0[1], s0, FourLanes.Load(target + 4)) / Vector256.Create(u1[1]);
            Vector256<T> s2 = Less(u1[2], s1, Less(u0[2], s0, FourLanes.Load(target + 8))) / Vector256.Create(u2[2]);
            Vector256<T> s3 = Less(u2[3], s2, Less(u1[3], s1, Less(u0[3], s0, FourLanes.Load(target + 12)))) / Vector256.Create(u3[3]);
            s0.StoreFour(target);
            s1.StoreFour(target + 4);
            s2.StoreFour(target + 8);
            s3.StoreFour(target + 12);
            SpreadFour(u0 + 4, u1 + 4, u2 + 4, u3 + 4, target + 16, to - i - 4, s0, s1, s2, s3);
        }

        for (; i < to; i++)
        {
            T* row = block + ((long)i * p);
            Vector256<T> solved = FourLanes.Load(x + ((long)i * Width)) / Vector256.Create(row[i]);
            solved.StoreFour(x + ((long)i * Width));
            SpreadRow(row, i + 1, to, solved, x);
        }
    }

    /// <summary>x = L^-T x with L the unit lower triangle of a p x p block.</summary>
    public static void LowerTransposed(T* block, int p, T* x) => LowerTransposed(block, p, x, 0, p);

    /// <summary>Rows [from, to) of it. What they are to earlier rows is left to <see cref="SpreadBack"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void LowerTransposed(T* block, int p, T* x, int from, int to)
    {
        int i = to - 4;
        for (; i >= from; i -= 4)
        {
            T* l0 = block + ((long)i * p), l1 = l0 + p, l2 = l1 + p, l3 = l2 + p;
            T* target = x + ((long)i * Width);
            Vector256<T> s3 = FourLanes.Load(target + 12);
            Vector256<T> s2 = Less(l3[i + 2], s3, FourLanes.Load(target + 8));
            Vector256<T> s1 = Less(l2[i + 1], s2, Less(l3[i + 1], s3, FourLanes.Load(target + 4)));
            Vector256<T> s0 = Less(l1[i], s1, Less(l2[i], s2, Less(l3[i], s3, FourLanes.Load(target))));
            s0.StoreFour(target);
            s1.StoreFour(target + 4);
            s2.StoreFour(target + 8);
            T* nearest = x + ((long)from * Width);
            SpreadFour(l0 + from, l1 + from, l2 + from, l3 + from, nearest, i - from, s0, s1, s2, s3);
        }

        for (i += 3; i >= from; i--)
        {
            SpreadRow(block + ((long)i * p), from, i, FourLanes.Load(x + ((long)i * Width)), x);
        }
    }

    /// <summary>Subtracts from rows [first, end) what solved rows [from, to) are to them by their rows of the block, the lowest first. The
    /// solved rows are a multiple of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Spread(T* block, int p, T* x, int from, int to, int first, int end)
    {
        for (int i = from; i < to; i += 4)
        {
            SpreadSolved(block, p, x, i, first, end);
        }
    }

    /// <summary>The same, the highest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SpreadBack(T* block, int p, T* x, int from, int to, int first, int end)
    {
        for (int i = to - 4; i >= from; i -= 4)
        {
            SpreadSolved(block, p, x, i, first, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Less(T factor, Vector256<T> x, Vector256<T> from) =>
        Simd.MultiplySubtract(Vector256.Create(factor), x, from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadFour(
        T* r0, T* r1, T* r2, T* r3, T* x, int count,
        Vector256<T> s0, Vector256<T> s1, Vector256<T> s2, Vector256<T> s3)
    {
        int j = 0;
        if (IsWide)
        {
            j = WidePanel.SpreadFour(
                (float*)r0, r1 - r0, (float*)x, count, s0.AsSingle().GetLower(), s1.AsSingle().GetLower(), s2.AsSingle().GetLower(),
                s3.AsSingle().GetLower());
        }

        for (; j < count; j++)
        {
            T* target = x + ((long)j * Width);
            Vector256<T> v = Less(r1[j], s1, Less(r0[j], s0, FourLanes.Load(target)));
            Less(r3[j], s3, Less(r2[j], s2, v)).StoreFour(target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadSolved(T* block, int p, T* x, int i, int first, int end)
    {
        T* r0 = block + ((long)i * p) + first, r1 = r0 + p, r2 = r1 + p, r3 = r2 + p;
        T* solved = x + ((long)i * Width);
        SpreadFour(
            r0, r1, r2, r3, x + ((long)first * Width), end - first,
            FourLanes.Load(solved), FourLanes.Load(solved + 4), FourLanes.Load(solved + 8), FourLanes.Load(solved + 12));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadRow(T* row, int from, int to, Vector256<T> solved, T* x)
    {
        for (int j = from; j < to; j++)
        {
            T* target = x + ((long)j * Width);
            Less(row[j], solved, FourLanes.Load(target)).StoreFour(target);
        }
    }
}
