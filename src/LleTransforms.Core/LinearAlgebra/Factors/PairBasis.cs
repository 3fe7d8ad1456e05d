using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Orthonormal bases of two Krylov spaces side by side, one for each of a pair of columns. Entry (i, c) of a vector stands at 2 i + c. So
/// the two spaces share each load, and no number passes from one to the other.
/// </summary>
/// <remarks>
/// Vectors are kept in single precision and all sums run in double. Aliaga, Anzt, Grützmacher, Quintana-Ortí and Tomás, "Compressed basis
/// GMRES on high-performance GPUs", Int. J. High Perform. Comput. Appl. 37 (2023): what a basis loses by that, a restart gives back. The
/// time of an iteration is that of reading the basis. For one thread at a time. Vectors are made when they are first needed, and kept.
/// </remarks>
internal sealed class PairBasis(int size)
{
    /// <summary>The columns of a pair.</summary>
    public const int Width = 2;

    private const int Lanes = 2 * Width;
    private const int Together = 4;
    private const int EntriesPerBlock = 1024 * Width;

    /// <summary>A first pass that leaves more than this part of a column has lost no more digits than single precision has.</summary>
    private const double EnoughLeft = 0.5;

    private readonly List<float[]> _vectors = [];

    /// <summary>Entries of a vector that <see cref="Orthogonalize"/> takes: those of a pair, then zeros that fill the last lanes.</summary>
    public static int PaddedLength(int size) => checked((size + 1) / 2 * Lanes);

    /// <summary>Bytes of a row of so many vectors.</summary>
    public static double BytesOfRow(int count) => sizeof(float) * Width * count;

    /// <summary>The Euclidean norms of both columns.</summary>
    public static (double First, double Second) Norms(double[] pair)
    {
        Vector256<double> sum = Vector256<double>.Zero;
        ref double data = ref MemoryMarshal.GetArrayDataReference(pair);
        for (nuint at = 0; at < (nuint)pair.Length; at += Lanes)
        {
            Vector256<double> rows = Vector256.LoadUnsafe(ref data, at);
            sum = Simd.MultiplyAdd(rows, rows, sum);
        }

        return (Math.Sqrt(sum[0] + sum[2]), Math.Sqrt(sum[1] + sum[3]));
    }

    /// <summary>Makes vector j of a pair whose columns are each multiplied by their own factor.</summary>
    public void Set(int j, double[] pair, double first, double second)
    {
        while (_vectors.Count <= j)
        {
            _vectors.Add(GC.AllocateUninitializedArray<float>(PaddedLength(size)));
        }

        float[] vector = _vectors[j];
        for (int i = 0; i < vector.Length; i += Width)
        {
            vector[i] = (float)(first * pair[i]);
            vector[i + 1] = (float)(second * pair[i + 1]);
        }
    }

    /// <summary>Writes vector j.</summary>
    public void CopyTo(int j, double[] target)
    {
        ref float vector = ref MemoryMarshal.GetArrayDataReference(_vectors[j]);
        ref double data = ref MemoryMarshal.GetArrayDataReference(target);
        for (nuint at = 0; at < (nuint)target.Length; at += Lanes)
        {
            Simd.Widen(Vector128.LoadUnsafe(ref vector, at)).StoreUnsafe(ref data, at);
        }
    }

    /// <summary>
    /// Makes the image of the last vector orthogonal to all. Its own part in the image, which factors near A make all but 1, goes first.
    /// What is left rarely loses many digits to one pass of classical Gram-Schmidt. A column that does has a second one. Daniel, Gragg,
    /// Kaufman and Stewart, "Reorthogonalization and stable algorithms for updating the Gram-Schmidt QR factorization", Math. Comp. 30
    /// (1976).
    /// </summary>
    /// <param name="vector">What is made orthogonal, padded.</param>
    /// <param name="count">How many vectors of the basis count.</param>
    /// <param name="coefficients">Receives V^T w, two for each vector of the basis.</param>
    /// <param name="scratch">As long as the coefficients.</param>
    /// <returns>The norms of what is left.</returns>
    public (double First, double Second) Orthogonalize(double[] vector, int count, Span<double> coefficients, Span<double> scratch)
    {
        int own = (count - 1) * Width;
        scratch[..own].Clear();
        scratch[own] = 1;
        scratch[own + 1] = 1;
        SubtractProduct(scratch, count - 1, count, vector);
        Along(vector, count, coefficients);
        SubtractProduct(coefficients, 0, count, vector);
        (double First, double Second) norms = Norms(vector);
        bool first = LosesDigits(norms.First, coefficients, count, 0), second = LosesDigits(norms.Second, coefficients, count, 1);
        if (first || second)
        {
            Along(vector, count, scratch);
            for (int b = 0; b < count * Width; b += Width)
            {
                scratch[b] = first ? scratch[b] : 0;
                scratch[b + 1] = second ? scratch[b + 1] : 0;
                coefficients[b] += scratch[b];
                coefficients[b + 1] += scratch[b + 1];
            }

            SubtractProduct(scratch, 0, count, vector);
            norms = Norms(vector);
        }

        coefficients[own]++;
        coefficients[own + 1]++;
        return norms;
    }

    /// <summary>target -= V C, column by column.</summary>
    public void SubtractProduct(ReadOnlySpan<double> coefficients, int count, double[] target) =>
        SubtractProduct(coefficients, 0, count, target);

    private static bool LosesDigits(double left, ReadOnlySpan<double> coefficients, int count, int column)
    {
        double removed = 0;
        for (int b = 0; b < count; b++)
        {
            double along = coefficients[(b * Width) + column];
            removed += along * along;
        }

        // The negation takes NaN for a loss.
        return !(left * left >= EnoughLeft * EnoughLeft * ((left * left) + removed));
    }

    /// <summary>The same for the vectors from one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SubtractProduct(ReadOnlySpan<double> coefficients, int begin, int count, double[] target)
    {
        ref double data = ref MemoryMarshal.GetArrayDataReference(target);
        for (int from = 0; from < target.Length; from += EntriesPerBlock)
        {
            nuint first = (nuint)from, end = (nuint)Math.Min(target.Length, from + EntriesPerBlock);
            int b = begin;
            for (; b + Together <= count; b += Together)
            {
                ref float v0 = ref Vector(b), v1 = ref Vector(b + 1), v2 = ref Vector(b + 2), v3 = ref Vector(b + 3);
                Vector256<double> c0 = Both(coefficients, b), c1 = Both(coefficients, b + 1);
                Vector256<double> c2 = Both(coefficients, b + 2), c3 = Both(coefficients, b + 3);
                for (nuint at = first; at < end; at += Lanes)
                {
                    Vector256<double> rows = Vector256.LoadUnsafe(ref data, at);
                    rows = Simd.MultiplySubtract(c0, Simd.Widen(Vector128.LoadUnsafe(ref v0, at)), rows);
                    rows = Simd.MultiplySubtract(c1, Simd.Widen(Vector128.LoadUnsafe(ref v1, at)), rows);
                    rows = Simd.MultiplySubtract(c2, Simd.Widen(Vector128.LoadUnsafe(ref v2, at)), rows);
                    Simd.MultiplySubtract(c3, Simd.Widen(Vector128.LoadUnsafe(ref v3, at)), rows).StoreUnsafe(ref data, at);
                }
            }

            for (; b < count; b++)
            {
                ref float v = ref Vector(b);
                Vector256<double> c = Both(coefficients, b);
                for (nuint at = first; at < end; at += Lanes)
                {
                    Vector256<double> rows = Vector256.LoadUnsafe(ref data, at);
                    Simd.MultiplySubtract(c, Simd.Widen(Vector128.LoadUnsafe(ref v, at)), rows).StoreUnsafe(ref data, at);
                }
            }
        }
    }

    /// <summary>V^T w, column by column, summed over fixed blocks of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Along(double[] vector, int count, Span<double> coefficients)
    {
        coefficients[..(count * Width)].Clear();
        ref double data = ref MemoryMarshal.GetArrayDataReference(vector);
        for (int from = 0; from < vector.Length; from += EntriesPerBlock)
        {
            nuint first = (nuint)from, end = (nuint)Math.Min(vector.Length, from + EntriesPerBlock);
            int b = 0;
            for (; b + Together <= count; b += Together)
            {
                ref float v0 = ref Vector(b), v1 = ref Vector(b + 1), v2 = ref Vector(b + 2), v3 = ref Vector(b + 3);
                Vector256<double> s0 = Vector256<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
                for (nuint at = first; at < end; at += Lanes)
                {
                    Vector256<double> rows = Vector256.LoadUnsafe(ref data, at);
                    s0 = Simd.MultiplyAdd(rows, Simd.Widen(Vector128.LoadUnsafe(ref v0, at)), s0);
                    s1 = Simd.MultiplyAdd(rows, Simd.Widen(Vector128.LoadUnsafe(ref v1, at)), s1);
                    s2 = Simd.MultiplyAdd(rows, Simd.Widen(Vector128.LoadUnsafe(ref v2, at)), s2);
                    s3 = Simd.MultiplyAdd(rows, Simd.Widen(Vector128.LoadUnsafe(ref v3, at)), s3);
                }

                Add(s0, coefficients, b);
                Add(s1, coefficients, b + 1);
                Add(s2, coefficients, b + 2);
                Add(s3, coefficients, b + 3);
            }

            for (; b < count; b++)
            {
                ref float v = ref Vector(b);
                Vector256<double> sum = Vector256<double>.Zero;
                for (nuint at = first; at < end; at += Lanes)
                {
                    sum = Simd.MultiplyAdd(Vector256.LoadUnsafe(ref data, at), Simd.Widen(Vector128.LoadUnsafe(ref v, at)), sum);
                }

                Add(sum, coefficients, b);
            }
        }
    }

    private ref float Vector(int j) => ref MemoryMarshal.GetArrayDataReference(_vectors[j]);

    private static Vector256<double> Both(ReadOnlySpan<double> coefficients, int b)
    {
        Vector128<double> pair = Vector128.Create(coefficients.Slice(b * Width, Width));
        return Vector256.Create(pair, pair);
    }

    private static void Add(Vector256<double> sum, Span<double> coefficients, int b)
    {
        coefficients[b * Width] += sum[0] + sum[2];
        coefficients[(b * Width) + 1] += sum[1] + sum[3];
    }
}
