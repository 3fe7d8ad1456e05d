using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Orthonormal bases of two Krylov spaces side by side, one for each of a pair of columns. Entry (i, c) of a vector stands at 2 i + c. So
/// the two spaces share each load, and no number passes from one to the other.
/// </summary>
/// <remarks>For one thread at a time. Vectors are made when they are first needed, and kept. Sums run over fixed blocks of rows.</remarks>
internal sealed class PairBasis(int size)
{
    /// <summary>The columns of a pair.</summary>
    public const int Width = 2;

    private const int RowsPerBlock = 1024;

    private readonly List<double[]> _vectors = [];

    /// <summary>Vector j, of whatever content when it is new.</summary>
    public double[] this[int j]
    {
        get
        {
            while (_vectors.Count <= j)
            {
                _vectors.Add(GC.AllocateUninitializedArray<double>(size * Width));
            }

            return _vectors[j];
        }
    }

    /// <summary>Bytes of a row of so many vectors.</summary>
    public static double BytesOfRow(int count) => 8.0 * Width * count;

    /// <summary>The Euclidean norms of both columns.</summary>
    public static (double First, double Second) Norms(double[] pair)
    {
        Vector128<double> sum = Vector128<double>.Zero;
        ref double data = ref MemoryMarshal.GetArrayDataReference(pair);
        for (nuint at = 0; at < (nuint)pair.Length; at += Width)
        {
            Vector128<double> row = Vector128.LoadUnsafe(ref data, at);
            sum = Simd.MultiplyAdd(row, row, sum);
        }

        return (Math.Sqrt(sum[0]), Math.Sqrt(sum[1]));
    }

    /// <summary>Multiplies each column by its own factor.</summary>
    public static void Scale(double[] pair, double first, double second)
    {
        Vector128<double> factors = Vector128.Create(first, second);
        ref double data = ref MemoryMarshal.GetArrayDataReference(pair);
        for (nuint at = 0; at < (nuint)pair.Length; at += Width)
        {
            (Vector128.LoadUnsafe(ref data, at) * factors).StoreUnsafe(ref data, at);
        }
    }

    /// <summary>Makes a vector orthogonal to the first ones by two passes of classical Gram-Schmidt.</summary>
    /// <param name="vector">What is made orthogonal.</param>
    /// <param name="count">How many vectors of the basis count.</param>
    /// <param name="coefficients">Receives V^T w, two for each vector of the basis.</param>
    /// <param name="scratch">As long as the coefficients.</param>
    public void Orthogonalize(double[] vector, int count, Span<double> coefficients, Span<double> scratch)
    {
        Along(vector, count, coefficients);
        SubtractProduct(coefficients, count, vector);
        Along(vector, count, scratch);
        SubtractProduct(scratch, count, vector);
        for (int i = 0; i < count * Width; i++)
        {
            coefficients[i] += scratch[i];
        }
    }

    /// <summary>target -= V C, column by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SubtractProduct(ReadOnlySpan<double> coefficients, int count, double[] target)
    {
        ref double data = ref MemoryMarshal.GetArrayDataReference(target);
        for (int from = 0; from < size; from += RowsPerBlock)
        {
            nuint first = (nuint)from * Width, end = (nuint)Math.Min(size, from + RowsPerBlock) * Width;
            int b = 0;
            for (; b + 1 < count; b += 2)
            {
                ref double v = ref MemoryMarshal.GetArrayDataReference(_vectors[b]);
                ref double w = ref MemoryMarshal.GetArrayDataReference(_vectors[b + 1]);
                Vector128<double> c = Vector128.Create(coefficients.Slice(b * Width, Width));
                Vector128<double> d = Vector128.Create(coefficients.Slice((b + 1) * Width, Width));
                for (nuint at = first; at < end; at += Width)
                {
                    Vector128<double> row = Simd.MultiplySubtract(c, Vector128.LoadUnsafe(ref v, at), Vector128.LoadUnsafe(ref data, at));
                    Simd.MultiplySubtract(d, Vector128.LoadUnsafe(ref w, at), row).StoreUnsafe(ref data, at);
                }
            }

            if (b < count)
            {
                ref double v = ref MemoryMarshal.GetArrayDataReference(_vectors[b]);
                Vector128<double> c = Vector128.Create(coefficients.Slice(b * Width, Width));
                for (nuint at = first; at < end; at += Width)
                {
                    Simd.MultiplySubtract(c, Vector128.LoadUnsafe(ref v, at), Vector128.LoadUnsafe(ref data, at)).StoreUnsafe(ref data, at);
                }
            }
        }
    }

    /// <summary>V^T w, column by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Along(double[] vector, int count, Span<double> coefficients)
    {
        coefficients[..(count * Width)].Clear();
        ref double data = ref MemoryMarshal.GetArrayDataReference(vector);
        for (int from = 0; from < size; from += RowsPerBlock)
        {
            nuint first = (nuint)from * Width, end = (nuint)Math.Min(size, from + RowsPerBlock) * Width;
            for (int b = 0; b < count; b++)
            {
                ref double v = ref MemoryMarshal.GetArrayDataReference(_vectors[b]);
                Vector128<double> even = Vector128<double>.Zero, odd = even;
                nuint at = first;
                for (; at + Width < end; at += 2 * Width)
                {
                    even = Simd.MultiplyAdd(Vector128.LoadUnsafe(ref v, at), Vector128.LoadUnsafe(ref data, at), even);
                    odd = Simd.MultiplyAdd(Vector128.LoadUnsafe(ref v, at + Width), Vector128.LoadUnsafe(ref data, at + Width), odd);
                }

                if (at < end)
                {
                    even = Simd.MultiplyAdd(Vector128.LoadUnsafe(ref v, at), Vector128.LoadUnsafe(ref data, at), even);
                }

                even += odd;
                coefficients[b * Width] += even[0];
                coefficients[(b * Width) + 1] += even[1];
            }
        }
    }
}
