using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Factors;

/// <content>The border: its product with the pivots' rows, and theirs with it.</content>
internal static unsafe partial class PanelSolve<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of x that are worked on while a panel passes by.</summary>
    private const int ColumnsPerStrip = 256;

    /// <summary>Row i of the result is minus row i of the panel (b x p) times x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void NegatedProduct(T* panel, int b, int p, T* x, T* result)
    {
        new Span<T>(result, b * Width).Clear();
        for (int i = SubtractGroups(panel, p, x, p, result, b); i < b; i++)
        {
            SubtractRow(panel + ((long)i * p), x, 0, p, result + ((long)i * Width));
        }
    }

    /// <summary>x -= panel^T y, where row i of y is row rows[i] of all.</summary>
    public static void SubtractTransposedProduct(T* panel, ReadOnlySpan<int> rows, int p, T* all, T* x) =>
        SubtractTransposedProduct(panel, rows, p, all, x, 0, p);

    /// <summary>Rows [from, to) of x alone. The panel is read along its rows, and a strip of x stays in the first cache
    /// meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SubtractTransposedProduct(T* panel, ReadOnlySpan<int> rows, int p, T* all, T* x, int from, int to)
    {
        for (int first = from; first < to; first += ColumnsPerStrip)
        {
            int count = Math.Min(ColumnsPerStrip, to - first);
            T* r = panel + first, target = x + ((long)first * Width);
            int i = 0;
            for (; i + 4 <= rows.Length; i += 4, r += 4L * p)
            {
                SpreadFour(
                    r, r + p, r + (2L * p), r + (3L * p), target, count,
                    Row(all, rows[i]), Row(all, rows[i + 1]), Row(all, rows[i + 2]), Row(all, rows[i + 3]));
            }

            for (; i < rows.Length; i++, r += p)
            {
                SpreadRow(r, 0, count, Row(all, rows[i]), target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Row(T* all, int row) => FourLanes.Load(all + ((long)row * Width));
}
