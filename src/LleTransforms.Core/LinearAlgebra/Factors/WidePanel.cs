using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The inner loops of <see cref="PanelSolve{T}"/> in single precision, where vectors hold the four right sides of four rows. Each number
/// is summed in the order and with the rounding of the narrow loops. So no bit depends on which of them run.
/// </summary>
internal static unsafe class WidePanel
{
    /// <summary>Rows whose sums <see cref="SubtractRows"/> keeps in registers: enough of them to hide the time of an addition.</summary>
    public const int Rows = 16;

    private const int Width = ColumnBlock.Width;

    /// <summary>Subtracts from sixteen rows at the target what the first rows of x are to them by sixteen rows of factors.</summary>
    /// <param name="factors">The first of the rows, p numbers apart.</param>
    /// <param name="p">Numbers from one row of factors to the next.</param>
    /// <param name="x">As many rows of four as there are factors in a row.</param>
    /// <param name="count">Factors of a row.</param>
    /// <param name="target">Sixteen rows of four.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SubtractRows(float* factors, long p, float* x, int count, float* target)
    {
        Vector512<float> s0 = Vector512.Load(target), s1 = Vector512.Load(target + 16);
        Vector512<float> s2 = Vector512.Load(target + 32), s3 = Vector512.Load(target + 48);
        float* r0 = factors, r1 = r0 + (4 * p), r2 = r1 + (4 * p), r3 = r2 + (4 * p);
        int j = 0;
        for (; j + 4 <= count; j += 4)
        {
            Vector512<float> f0 = FourRows(r0 + j, p), f1 = FourRows(r1 + j, p), f2 = FourRows(r2 + j, p), f3 = FourRows(r3 + j, p);
            Vector512<float> v = Repeat(x + (j * Width));
            s0 = Simd.MultiplySubtract(Simd.FirstOfFour(f0), v, s0);
            s1 = Simd.MultiplySubtract(Simd.FirstOfFour(f1), v, s1);
            s2 = Simd.MultiplySubtract(Simd.FirstOfFour(f2), v, s2);
            s3 = Simd.MultiplySubtract(Simd.FirstOfFour(f3), v, s3);
            v = Repeat(x + ((j + 1) * Width));
            s0 = Simd.MultiplySubtract(Simd.SecondOfFour(f0), v, s0);
            s1 = Simd.MultiplySubtract(Simd.SecondOfFour(f1), v, s1);
            s2 = Simd.MultiplySubtract(Simd.SecondOfFour(f2), v, s2);
            s3 = Simd.MultiplySubtract(Simd.SecondOfFour(f3), v, s3);
            v = Repeat(x + ((j + 2) * Width));
            s0 = Simd.MultiplySubtract(Simd.ThirdOfFour(f0), v, s0);
            s1 = Simd.MultiplySubtract(Simd.ThirdOfFour(f1), v, s1);
            s2 = Simd.MultiplySubtract(Simd.ThirdOfFour(f2), v, s2);
            s3 = Simd.MultiplySubtract(Simd.ThirdOfFour(f3), v, s3);
            v = Repeat(x + ((j + 3) * Width));
            s0 = Simd.MultiplySubtract(Simd.LastOfFour(f0), v, s0);
            s1 = Simd.MultiplySubtract(Simd.LastOfFour(f1), v, s1);
            s2 = Simd.MultiplySubtract(Simd.LastOfFour(f2), v, s2);
            s3 = Simd.MultiplySubtract(Simd.LastOfFour(f3), v, s3);
        }

        for (; j < count; j++)
        {
            Vector512<float> v = Repeat(x + (j * Width));
            s0 = Simd.MultiplySubtract(OneColumn(r0 + j, p), v, s0);
            s1 = Simd.MultiplySubtract(OneColumn(r1 + j, p), v, s1);
            s2 = Simd.MultiplySubtract(OneColumn(r2 + j, p), v, s2);
            s3 = Simd.MultiplySubtract(OneColumn(r3 + j, p), v, s3);
        }

        s0.Store(target);
        s1.Store(target + 16);
        s2.Store(target + 32);
        s3.Store(target + 48);
    }

    /// <summary>Subtracts from rows of x what four solved rows are to them by four rows of factors, four rows of x at a time.</summary>
    /// <returns>How many rows were done: the others fill no vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SpreadFour(float* r0, long p, float* x, int count, Vector128<float> s0, Vector128<float> s1, Vector128<float> s2,
        Vector128<float> s3)
    {
        float* r1 = r0 + p, r2 = r1 + p, r3 = r2 + p;
        Vector512<float> a0 = Simd.Repeat(s0), a1 = Simd.Repeat(s1), a2 = Simd.Repeat(s2), a3 = Simd.Repeat(s3);
        int j = 0;
        for (; j + 4 <= count; j += 4)
        {
            float* target = x + (j * Width);
            Vector512<float> v = Vector512.Load(target);
            v = Simd.MultiplySubtract(Simd.EachFourTimes(Vector128.Load(r0 + j)), a0, v);
            v = Simd.MultiplySubtract(Simd.EachFourTimes(Vector128.Load(r1 + j)), a1, v);
            v = Simd.MultiplySubtract(Simd.EachFourTimes(Vector128.Load(r2 + j)), a2, v);
            Simd.MultiplySubtract(Simd.EachFourTimes(Vector128.Load(r3 + j)), a3, v).Store(target);
        }

        return j;
    }

    /// <summary>Four numbers of each of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FourRows(float* row, long p) => Vector512.Create(
        Vector256.Create(Vector128.Load(row), Vector128.Load(row + p)),
        Vector256.Create(Vector128.Load(row + (2 * p)), Vector128.Load(row + (3 * p))));

    /// <summary>A number of each of four rows, four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> OneColumn(float* row, long p) => Vector512.Create(
        Vector256.Create(Vector128.Create(row[0]), Vector128.Create(row[p])),
        Vector256.Create(Vector128.Create(row[2 * p]), Vector128.Create(row[3 * p])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Repeat(float* row) => Simd.Repeat(Vector128.Load(row));
}
