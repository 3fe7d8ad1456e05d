using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Approximates M^-1 on tall blocks by incomplete factors: (LU)^-1 (LU)^-T where they are those of A and M = A^T A, (LU)^-1 where they are
/// M's. Cost: 2 (4 for A) flops a kept entry and vector. Threads share the vectors, eight columns each, so nothing depends on their number.
/// </summary>
internal sealed class IncompletePreconditioner(IncompleteLu factors, double[] scaling, bool squared)
{
    private const int Lanes = 8;

    private readonly ScratchPool<double[]> _work = new(() => new double[(long)factors.Order.Length * Lanes]);

    public long Nonzeros => factors.Nonzeros;

    /// <summary>target = T source, for blocks of n rows whose columns are a multiple of 8.</summary>
    public void Apply(DenseMatrix source, DenseMatrix target, RunContext context) =>
        Parallel.For(0, source.NumberOfColumns / Lanes, context.Parallelism, group =>
        {
            double[] work = _work.Rent();
            Copy(source, work, group * Lanes, gather: true);
            if (squared)
            {
                SolveUpperTransposed(work);
                context.ThrowIfCancelled();
                SolveLowerTransposed(work);
                context.ThrowIfCancelled();
            }

            SolveLower(work);
            context.ThrowIfCancelled();
            SolveUpper(work);
            Copy(target, work, group * Lanes, gather: false);
            _work.Return(work);
        });

    private void Copy(DenseMatrix block, double[] work, int column, bool gather)
    {
        int width = block.NumberOfColumns;
        ref double outer = ref MemoryMarshal.GetArrayDataReference(block.Values);
        ref double inner = ref MemoryMarshal.GetArrayDataReference(work);
        int[] order = factors.Order;
        for (int k = 0; k < order.Length; k++)
        {
            nuint there = (nuint)(((long)order[k] * width) + column), here = (nuint)k * Lanes;
            Vector256<double> scale = Vector256.Create(scaling[order[k]]);
            if (gather)
            {
                (scale * Vector256.LoadUnsafe(ref outer, there)).StoreUnsafe(ref inner, here);
                (scale * Vector256.LoadUnsafe(ref outer, there + 4)).StoreUnsafe(ref inner, here + 4);
            }
            else
            {
                (scale * Vector256.LoadUnsafe(ref inner, here)).StoreUnsafe(ref outer, there);
                (scale * Vector256.LoadUnsafe(ref inner, here + 4)).StoreUnsafe(ref outer, there + 4);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveLower(double[] x)
    {
        for (int k = 0; k < factors.Order.Length; k++)
        {
            Scatter(factors.Lower, k, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveUpper(double[] x)
    {
        for (int k = factors.Order.Length - 1; k >= 0; k--)
        {
            Gather(factors.Upper, k, x);
            Scale(x, k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveUpperTransposed(double[] x)
    {
        for (int k = 0; k < factors.Order.Length; k++)
        {
            Scale(x, k);
            Scatter(factors.Upper, k, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveLowerTransposed(double[] x)
    {
        for (int k = factors.Order.Length - 1; k >= 0; k--)
        {
            Gather(factors.Lower, k, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Scale(double[] x, int k)
    {
        ref double data = ref MemoryMarshal.GetArrayDataReference(x);
        Vector256<double> factor = Vector256.Create(factors.ReciprocalPivots[k]);
        nuint at = (nuint)k * Lanes;
        (Vector256.LoadUnsafe(ref data, at) * factor).StoreUnsafe(ref data, at);
        (Vector256.LoadUnsafe(ref data, at + 4) * factor).StoreUnsafe(ref data, at + 4);
    }

    /// <summary>Row k of x, once known, leaves every later row that step k of the triangle touches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(CroutTriangle triangle, int k, double[] x)
    {
        ref double data = ref MemoryMarshal.GetArrayDataReference(x);
        Vector256<double> low = Vector256.LoadUnsafe(ref data, (nuint)k * Lanes),
            high = Vector256.LoadUnsafe(ref data, ((nuint)k * Lanes) + 4);
        int[] indices = triangle.Indices;
        double[] values = triangle.Values;
        int end = triangle.Starts[k + 1];
        for (int p = triangle.Starts[k]; p < end; p++)
        {
            nuint at = (nuint)indices[p] * Lanes;
            Vector256<double> value = Vector256.Create(values[p]);
            Simd.MultiplySubtract(value, low, Vector256.LoadUnsafe(ref data, at)).StoreUnsafe(ref data, at);
            Simd.MultiplySubtract(value, high, Vector256.LoadUnsafe(ref data, at + 4)).StoreUnsafe(ref data, at + 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather(CroutTriangle triangle, int k, double[] x)
    {
        ref double data = ref MemoryMarshal.GetArrayDataReference(x);
        nuint here = (nuint)k * Lanes;
        Vector256<double> low = Vector256.LoadUnsafe(ref data, here), high = Vector256.LoadUnsafe(ref data, here + 4);
        int[] indices = triangle.Indices;
        double[] values = triangle.Values;
        int end = triangle.Starts[k + 1];
        for (int p = triangle.Starts[k]; p < end; p++)
        {
            nuint at = (nuint)indices[p] * Lanes;
            Vector256<double> value = Vector256.Create(values[p]);
            low = Simd.MultiplySubtract(value, Vector256.LoadUnsafe(ref data, at), low);
            high = Simd.MultiplySubtract(value, Vector256.LoadUnsafe(ref data, at + 4), high);
        }

        low.StoreUnsafe(ref data, here);
        high.StoreUnsafe(ref data, here + 4);
    }
}
