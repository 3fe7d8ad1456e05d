using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// A strict triangle by rows, from which a solve gathers what each row needs and writes each row once. Saad, "Iterative Methods for Sparse
/// Linear Systems", 2nd ed. (2003), section 11.6. Values are kept in single precision, since a preconditioner need not be exact. Cost of a
/// solve: 4 flops an entry for a pair of columns; memory 8 bytes an entry.
/// </summary>
/// <remarks>Immutable: safe for many threads. Entry (i, c) of a pair of columns stands at 2 i + c.</remarks>
internal sealed unsafe class GatheredTriangle
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
        fixed (double* data = pairs)
        fixed (int* indices = _indices)
        fixed (float* values = _values)
        {
            for (int k = 0; k < _starts.Length - 1; k++)
            {
                SolveRow(k, values, indices, data, reciprocals);
            }
        }
    }

    /// <summary>The same from the last row on. The triangle lies above the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SolveBackward(double[] pairs, double[]? reciprocals)
    {
        fixed (double* data = pairs)
        fixed (int* indices = _indices)
        fixed (float* values = _values)
        {
            for (int k = _starts.Length - 2; k >= 0; k--)
            {
                SolveRow(k, values, indices, data, reciprocals);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SolveRow(int row, float* values, int* indices, double* data, double[]? reciprocals)
    {
        double* own = data + ((long)row * Lanes);
        Vector128<double> left = Vector128.Load(own) - PairProducts.Sum(values, indices, _starts[row], _starts[row + 1], data);
        left = reciprocals is null ? left : left * Vector128.Create(reciprocals[row]);
        left.Store(own);
    }
}
