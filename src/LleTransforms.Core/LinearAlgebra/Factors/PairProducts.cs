using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>A sparse row times a pair of columns, in double precision whatever the row's numbers are.</summary>
/// <remarks>Four numbers are loaded and widened at once: numbers that are widened one by one take three times as long as all the
/// rest. Entry (i, c) of a pair of columns stands at 2 i + c.</remarks>
internal static unsafe class PairProducts
{
    private const int Lanes = PairBasis.Width;

    /// <param name="values">The numbers of all rows.</param>
    /// <param name="indices">Their columns.</param>
    /// <param name="from">Where the row begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="pairs">What it is multiplied with.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sum<T>(T* values, int* indices, int from, int end, double* pairs)
        where T : unmanaged
    {
        Vector256<double> first = Vector256<double>.Zero, second = first;
        int p = from;
        for (; p + 4 <= end; p += 4)
        {
            Vector256<double> four = FourLanes.ToDouble(FourLanes.Load(values + p));
            first = Simd.MultiplyAdd(Vector256.Shuffle(four, Vector256.Create(0L, 0, 1, 1)), Both(indices + p, pairs), first);
            second = Simd.MultiplyAdd(Vector256.Shuffle(four, Vector256.Create(2L, 2, 3, 3)), Both(indices + p + 2, pairs), second);
        }

        first += second;
        Vector128<double> sum = first.GetLower() + first.GetUpper();
        for (; p < end; p++)
        {
            double value = typeof(T) == typeof(double) ? *(double*)(values + p) : *(float*)(values + p);
            sum = Simd.MultiplyAdd(Vector128.Create(value), Vector128.Load(pairs + ((long)indices[p] * Lanes)), sum);
        }

        return sum;
    }

    /// <summary>The pairs that two entries meet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Both(int* indices, double* pairs) => Vector256.Create(
        Vector128.Load(pairs + ((long)indices[0] * Lanes)), Vector128.Load(pairs + ((long)indices[1] * Lanes)));
}
