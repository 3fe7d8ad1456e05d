using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Factors;

/// <content>The border: its product with the pivots' rows, and theirs with it.</content>
internal static unsafe partial class PanelSolve
{
    /// <summary>Row i of the result is minus row i of the panel (b x p) times x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NegatedProduct(double* panel, int b, int p, double* x, double* result)
    {
        Vector256<double> zero = Vector256<double>.Zero;
        int i = 0;
        for (; i + 4 <= b; i += 4)
        {
            double* r0 = panel + ((long)i * p);
            Vector256<double> s0 = zero, s1 = zero, s2 = zero, s3 = zero;
            SubtractFour(r0, r0 + p, r0 + (2L * p), r0 + (3L * p), x, p, ref s0, ref s1, ref s2, ref s3);
            double* target = result + ((long)i * Width);
            s0.Store(target);
            s1.Store(target + 4);
            s2.Store(target + 8);
            s3.Store(target + 12);
        }

        for (; i < b; i++)
        {
            double* target = result + ((long)i * Width);
            zero.Store(target);
            SubtractRow(panel + ((long)i * p), x, 0, p, target);
        }
    }

    /// <summary>x -= panel^T y, where row i of y is row rows[i] of all.</summary>
    public static void SubtractTransposedProduct(double* panel, ReadOnlySpan<int> rows, int p, double* all, double* x) =>
        SubtractTransposedProduct(panel, rows, p, all, x, 0, p);

    /// <summary>Rows [from, to) of x alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SubtractTransposedProduct(double* panel, ReadOnlySpan<int> rows, int p, double* all, double* x, int from, int to)
    {
        int j = from;
        for (; j + 8 <= to; j += 8)
        {
            // Eight columns are a cache line of each row of the panel, which lie pages apart.
            double* target = x + ((long)j * Width);
            double* entry = panel + j;
            Vector256<double> s0 = Vector256.Load(target), s1 = Vector256.Load(target + 4), s2 = Vector256.Load(target + 8),
                s3 = Vector256.Load(target + 12), s4 = Vector256.Load(target + 16), s5 = Vector256.Load(target + 20),
                s6 = Vector256.Load(target + 24), s7 = Vector256.Load(target + 28);
            foreach (int row in rows)
            {
                Vector256<double> y = Vector256.Load(all + ((long)row * Width));
                s0 = Less(entry[0], y, s0);
                s1 = Less(entry[1], y, s1);
                s2 = Less(entry[2], y, s2);
                s3 = Less(entry[3], y, s3);
                s4 = Less(entry[4], y, s4);
                s5 = Less(entry[5], y, s5);
                s6 = Less(entry[6], y, s6);
                s7 = Less(entry[7], y, s7);
                entry += p;
            }

            s0.Store(target);
            s1.Store(target + 4);
            s2.Store(target + 8);
            s3.Store(target + 12);
            s4.Store(target + 16);
            s5.Store(target + 20);
            s6.Store(target + 24);
            s7.Store(target + 28);
        }

        for (; j < to; j++)
        {
            double* target = x + ((long)j * Width);
            double* entry = panel + j;
            Vector256<double> s = Vector256.Load(target);
            foreach (int row in rows)
            {
                s = Less(*entry, Vector256.Load(all + ((long)row * Width)), s);
                entry += p;
            }

            s.Store(target);
        }
    }
}
