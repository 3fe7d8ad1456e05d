using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <content>What makes a block one more of an orthonormal basis: its part along the others, combinations of them, Gram-Schmidt.</content>
internal sealed partial class ColumnBlock
{
    /// <summary>V^T X for this block X and a basis of blocks V: (4 blocks) x 4.</summary>
    public ColumnBlock AlongBasis(IReadOnlyList<ColumnBlock> basis, RunContext context) =>
        new(Reduce(NumberOfRows, basis.Count * Width * Width, context, (from, to, sums) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(Values);
            for (int b = 0; b < basis.Count; b++)
            {
                ref double v = ref MemoryMarshal.GetArrayDataReference(basis[b].Values);
                Vector256<double> s0 = Vector256<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
                for (nuint at = (nuint)from * Width; at < (nuint)to * Width; at += Width)
                {
                    Vector256<double> row = Vector256.LoadUnsafe(ref data, at);
                    Vector256<double> other = Vector256.LoadUnsafe(ref v, at);
                    s0 = Simd.MultiplyAdd(Vector256.Create(other.GetElement(0)), row, s0);
                    s1 = Simd.MultiplyAdd(Vector256.Create(other.GetElement(1)), row, s1);
                    s2 = Simd.MultiplyAdd(Vector256.Create(other.GetElement(2)), row, s2);
                    s3 = Simd.MultiplyAdd(Vector256.Create(other.GetElement(3)), row, s3);
                }

                Span<double> part = sums.Slice(b * Width * Width, Width * Width);
                s0.CopyTo(part);
                s1.CopyTo(part[4..]);
                s2.CopyTo(part[8..]);
                s3.CopyTo(part[12..]);
            }
        }));

    /// <summary>This block X -= V C, where C is (4 blocks) x 4.</summary>
    public void SubtractProduct(IReadOnlyList<ColumnBlock> basis, ColumnBlock coefficients, RunContext context) =>
        ForRows(NumberOfRows, context, (from, to) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(Values);
            for (int b = 0; b < basis.Count; b++)
            {
                ref double v = ref MemoryMarshal.GetArrayDataReference(basis[b].Values);
                ReadOnlySpan<double> c = coefficients.Values.AsSpan(b * Width * Width, Width * Width);
                Vector256<double> c0 = Vector256.Create(c), c1 = Vector256.Create(c[4..]);
                Vector256<double> c2 = Vector256.Create(c[8..]), c3 = Vector256.Create(c[12..]);
                for (nuint at = (nuint)from * Width; at < (nuint)to * Width; at += Width)
                {
                    Vector256<double> row = Vector256.LoadUnsafe(ref data, at);
                    Vector256<double> other = Vector256.LoadUnsafe(ref v, at);
                    row = Simd.MultiplySubtract(Vector256.Create(other.GetElement(0)), c0, row);
                    row = Simd.MultiplySubtract(Vector256.Create(other.GetElement(1)), c1, row);
                    row = Simd.MultiplySubtract(Vector256.Create(other.GetElement(2)), c2, row);
                    row = Simd.MultiplySubtract(Vector256.Create(other.GetElement(3)), c3, row);
                    row.StoreUnsafe(ref data, at);
                }
            }
        });

    /// <summary>V S for four columns of S: S is (4 blocks) x 4.</summary>
    public static ColumnBlock Combine(IReadOnlyList<ColumnBlock> basis, ColumnBlock coefficients, RunContext context)
    {
        ColumnBlock result = new(basis[0].NumberOfRows);
        ColumnBlock negated = new(Array.ConvertAll(coefficients.Values, c => -c));
        result.SubtractProduct(basis, negated, context);
        return result;
    }

    /// <summary>
    /// Modified Gram-Schmidt within the block: X = Q R, Q in place. A column whose remainder is no longer than
    /// <paramref name="negligible"/> gets 0 on R's diagonal and is replaced by random numbers. The caller orthogonalises those in a second
    /// pass.
    /// </summary>
    /// <returns>R, 4 x 4.</returns>
    public DenseMatrix Orthonormalize(double negligible, Random random, RunContext context)
    {
        DenseMatrix r = new(Width, Width);
        bool[] dead = new bool[Width];
        for (int c = 0; c < Width; c++)
        {
            double norm = 0;
            for (int pass = 0; pass < 2; pass++)
            {
                double[] dots = ColumnDots(c, context);
                double[] coefficients = new double[Width];
                for (int j = 0; j < c; j++)
                {
                    coefficients[j] = dead[j] ? 0 : dots[j];
                    r[j, c] += coefficients[j];
                }

                CombineColumn(c, coefficients, 1, context);
                norm = Math.Sqrt(ColumnDots(c, context)[c]);
            }

            if (norm <= negligible)
            {
                dead[c] = true;
                ReplaceColumn(c, random);
                norm = Math.Sqrt(ColumnDots(c, context)[c]);
            }
            else
            {
                r[c, c] = norm;
            }

            CombineColumn(c, new double[Width], 1 / norm, context);
        }

        return r;
    }

    private double[] ColumnDots(int column, RunContext context) =>
        Reduce(NumberOfRows, Width, context, (from, to, s) =>
        {
            double[] block = Values;
            ref double data = ref MemoryMarshal.GetArrayDataReference(block);
            Vector256<double> sum = Vector256<double>.Zero;
            for (int i = from; i < to; i++)
            {
                nuint at = (nuint)i * Width;
                sum = Simd.MultiplyAdd(Vector256.Create(block[(i * (long)Width) + column]), Vector256.LoadUnsafe(ref data, at), sum);
            }

            sum.CopyTo(s);
        });

    /// <summary>Column c becomes (column c - sum of coefficients times columns) * scale.</summary>
    private void CombineColumn(int column, double[] coefficients, double scale, RunContext context)
    {
        double[] block = Values;
        Vector256<double> weights = Vector256.Create(coefficients);
        ForRows(NumberOfRows, context, (from, to) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(block);
            for (int i = from; i < to; i++)
            {
                double along = Vector256.Dot(weights, Vector256.LoadUnsafe(ref data, (nuint)i * Width));
                block[(i * (long)Width) + column] = (block[(i * (long)Width) + column] - along) * scale;
            }
        });
    }

    private void ReplaceColumn(int column, Random random)
    {
        double[] block = Values;
        for (long i = column; i < block.Length; i += Width)
        {
            block[i] = (2 * random.NextDouble()) - 1;
        }
    }
}
