using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// A strict triangle by rows, from which a solve gathers what each row needs and writes each row once. Saad, "Iterative Methods for Sparse
/// Linear Systems", 2nd ed. (2003), section 11.6. Values are kept in single precision, since a preconditioner need not be exact. Cost of a
/// solve: 4 flops an entry for a pair of columns; memory 8 bytes an entry.
/// </summary>
/// <remarks>Immutable: safe for many threads. Entry (i, c) of a pair of columns stands at 2 i + c.</remarks>
internal sealed class GatheredTriangle
{
    private const int Lanes = PairBasis.Width;

    private readonly int[] _starts;
    private readonly int[] _indices;
    private readonly float[] _values;

    private GatheredTriangle(int[] starts, int[] indices, float[] values)
    {
        _starts = starts;
        _indices = indices;
        _values = values;
    }

    /// <summary>The steps of a triangle as rows.</summary>
    public static GatheredTriangle Of(CroutTriangle triangle)
    {
        float[] values = new float[triangle.Count];
        for (int p = 0; p < values.Length; p++)
        {
            values[p] = (float)triangle.Values[p];
        }

        return new GatheredTriangle(triangle.Starts, triangle.Indices[..triangle.Count], values);
    }

    public GatheredTriangle Transpose()
    {
        int n = _starts.Length - 1;
        int[] starts = new int[n + 1];
        foreach (int index in _indices)
        {
            starts[index + 1]++;
        }

        for (int i = 0; i < n; i++)
        {
            starts[i + 1] += starts[i];
        }

        int[] next = starts[..n];
        int[] indices = new int[_indices.Length];
        float[] values = new float[_values.Length];
        for (int i = 0; i < n; i++)
        {
            for (int p = _starts[i]; p < _starts[i + 1]; p++)
            {
                int q = next[_indices[p]]++;
                indices[q] = i;
                values[q] = _values[p];
            }
        }

        return new GatheredTriangle(starts, indices, values);
    }

    /// <summary>Solves in place from the first row on. The triangle lies below the diagonal.</summary>
    /// <param name="pairs">Right sides, then solutions.</param>
    /// <param name="reciprocals">Reciprocals of the diagonal; null where it is 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SolveForward(double[] pairs, double[]? reciprocals)
    {
        for (int k = 0; k < _starts.Length - 1; k++)
        {
            SolveRow(k, pairs, reciprocals);
        }
    }

    /// <summary>The same from the last row on. The triangle lies above the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SolveBackward(double[] pairs, double[]? reciprocals)
    {
        for (int k = _starts.Length - 2; k >= 0; k--)
        {
            SolveRow(k, pairs, reciprocals);
        }
    }

    /// <summary>Two sums take turns, so that one need not wait for the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SolveRow(int row, double[] pairs, double[]? reciprocals)
    {
        ref double data = ref MemoryMarshal.GetArrayDataReference(pairs);
        ref int indices = ref MemoryMarshal.GetArrayDataReference(_indices);
        ref float values = ref MemoryMarshal.GetArrayDataReference(_values);
        Vector128<double> even = Vector128.LoadUnsafe(ref data, (nuint)row * Lanes), odd = Vector128<double>.Zero;
        int end = _starts[row + 1];
        int p = _starts[row];
        for (; p + 1 < end; p += 2)
        {
            even = Less(even, p, ref values, ref indices, ref data);
            odd = Less(odd, p + 1, ref values, ref indices, ref data);
        }

        if (p < end)
        {
            even = Less(even, p, ref values, ref indices, ref data);
        }

        even += odd;
        even = reciprocals is null ? even : even * Vector128.Create(reciprocals[row]);
        even.StoreUnsafe(ref data, (nuint)row * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Less(Vector128<double> sum, int at, ref float values, ref int indices, ref double data) =>
        Simd.MultiplySubtract(
            Vector128.Create((double)Unsafe.Add(ref values, at)),
            Vector128.LoadUnsafe(ref data, (nuint)Unsafe.Add(ref indices, at) * Lanes),
            sum);
}
