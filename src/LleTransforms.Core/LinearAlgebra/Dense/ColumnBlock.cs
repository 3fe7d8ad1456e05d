using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>
/// Tall blocks of four vectors, interleaved: entry (i, c) stands at 4 i + c, so that one row is one vector register.
/// Every reduction runs over fixed blocks of rows whose sums are added in order: the bits do not depend on the number of threads.
/// </summary>
internal static class ColumnBlock
{
    public const int Width = 4;

    private const int RowsPerBlock = 8192;

    private delegate void RowRange(int from, int to);

    private delegate void RowReduction(int from, int to, Span<double> sums);

    /// <summary>Fills a block with uniform numbers in [-1, 1) from the seed.</summary>
    public static void FillRandom(double[] block, Random random)
    {
        for (int i = 0; i < block.Length; i++)
        {
            block[i] = (2 * random.NextDouble()) - 1;
        }
    }

    /// <summary>Subtracts from each column its mean: the projection away from the constant vector.</summary>
    public static void Center(double[] block, RunContext context)
    {
        int n = block.Length / Width;
        double[] sums = Reduce(n, Width, context, (from, to, s) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(block);
            Vector256<double> sum = Vector256<double>.Zero;
            for (int i = from; i < to; i++)
            {
                sum += Vector256.LoadUnsafe(ref data, (nuint)i * Width);
            }

            sum.CopyTo(s);
        });

        Vector256<double> mean = Vector256.Create(sums) / Vector256.Create((double)n);
        ForRows(n, context, (from, to) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(block);
            for (int i = from; i < to; i++)
            {
                (Vector256.LoadUnsafe(ref data, (nuint)i * Width) - mean).StoreUnsafe(ref data, (nuint)i * Width);
            }
        });
    }

    /// <summary>Subtracts from each column its component along one vector of length n.</summary>
    public static void Deflate(double[] block, double[] vector, double squaredNorm, RunContext context)
    {
        int n = vector.Length;
        double[] sums = Reduce(n, Width, context, (from, to, s) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(block);
            Vector256<double> sum = Vector256<double>.Zero;
            for (int i = from; i < to; i++)
            {
                sum = Simd.MultiplyAdd(Vector256.Create(vector[i]), Vector256.LoadUnsafe(ref data, (nuint)i * Width), sum);
            }

            sum.CopyTo(s);
        });

        Vector256<double> coefficients = Vector256.Create(sums) / Vector256.Create(squaredNorm);
        ForRows(n, context, (from, to) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(block);
            for (int i = from; i < to; i++)
            {
                Vector256<double> row = Vector256.LoadUnsafe(ref data, (nuint)i * Width);
                Simd.MultiplySubtract(Vector256.Create(vector[i]), coefficients, row).StoreUnsafe(ref data, (nuint)i * Width);
            }
        });
    }

    /// <summary>target += source.</summary>
    public static void Add(double[] source, double[] target, RunContext context) => AddScaled(source, 1, target, context);

    /// <summary>target += factor * source.</summary>
    public static void AddScaled(double[] source, double factor, double[] target, RunContext context) =>
        ForRows(target.Length / Width, context, (from, to) =>
        {
            ref double x = ref MemoryMarshal.GetArrayDataReference(source);
            ref double y = ref MemoryMarshal.GetArrayDataReference(target);
            Vector256<double> f = Vector256.Create(factor);
            for (int i = from; i < to; i++)
            {
                nuint at = (nuint)i * Width;
                Simd.MultiplyAdd(f, Vector256.LoadUnsafe(ref x, at), Vector256.LoadUnsafe(ref y, at)).StoreUnsafe(ref y, at);
            }
        });

    /// <summary>residual = right side - residual.</summary>
    public static void SubtractFrom(double[] rightSide, double[] residual, RunContext context) =>
        ForRows(residual.Length / Width, context, (from, to) =>
        {
            ref double x = ref MemoryMarshal.GetArrayDataReference(rightSide);
            ref double y = ref MemoryMarshal.GetArrayDataReference(residual);
            for (int i = from; i < to; i++)
            {
                nuint at = (nuint)i * Width;
                (Vector256.LoadUnsafe(ref x, at) - Vector256.LoadUnsafe(ref y, at)).StoreUnsafe(ref y, at);
            }
        });

    /// <summary>The Euclidean norm of each of the four columns.</summary>
    public static double[] Norms(double[] block, RunContext context)
    {
        double[] sums = Reduce(block.Length / Width, Width, context, (from, to, s) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(block);
            Vector256<double> sum = Vector256<double>.Zero;
            for (int i = from; i < to; i++)
            {
                Vector256<double> row = Vector256.LoadUnsafe(ref data, (nuint)i * Width);
                sum = Simd.MultiplyAdd(row, row, sum);
            }

            sum.CopyTo(s);
        });
        return Array.ConvertAll(sums, Math.Sqrt);
    }

    /// <summary>V^T X for a basis of blocks: (4 blocks) x 4, row-major.</summary>
    public static double[] Project(IReadOnlyList<double[]> basis, double[] x, RunContext context) =>
        Reduce(x.Length / Width, basis.Count * Width * Width, context, (from, to, sums) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(x);
            for (int b = 0; b < basis.Count; b++)
            {
                ref double v = ref MemoryMarshal.GetArrayDataReference(basis[b]);
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
        });

    /// <summary>X -= V C, where C is (4 blocks) x 4, row-major.</summary>
    public static void SubtractProduct(IReadOnlyList<double[]> basis, double[] coefficients, double[] x, RunContext context) =>
        ForRows(x.Length / Width, context, (from, to) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(x);
            for (int b = 0; b < basis.Count; b++)
            {
                ref double v = ref MemoryMarshal.GetArrayDataReference(basis[b]);
                Vector256<double> c0 = Vector256.Create(coefficients.AsSpan(b * 16, 4)), c1 = Vector256.Create(coefficients.AsSpan((b * 16) + 4, 4));
                Vector256<double> c2 = Vector256.Create(coefficients.AsSpan((b * 16) + 8, 4)), c3 = Vector256.Create(coefficients.AsSpan((b * 16) + 12, 4));
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

    /// <summary>V S for four columns of S: S is (4 blocks) x 4, row-major.</summary>
    public static double[] Combine(IReadOnlyList<double[]> basis, double[] coefficients, RunContext context)
    {
        double[] result = new double[basis[0].Length];
        double[] negated = Array.ConvertAll(coefficients, c => -c);
        SubtractProduct(basis, negated, result, context);
        return result;
    }

    /// <summary>
    /// Modified Gram-Schmidt within the block: X = Q R, Q in place. A column whose remainder is no longer than <paramref name="negligible"/> gets
    /// R's diagonal 0 and is replaced by random numbers, which the caller orthogonalises in a second pass.
    /// </summary>
    /// <returns>R, 4 x 4 row-major.</returns>
    public static double[] Orthonormalize(double[] block, double negligible, Random random, RunContext context)
    {
        double[] r = new double[Width * Width];
        bool[] dead = new bool[Width];
        for (int c = 0; c < Width; c++)
        {
            double norm = 0;
            for (int pass = 0; pass < 2; pass++)
            {
                double[] dots = ColumnDots(block, c, context);
                double[] coefficients = new double[Width];
                for (int j = 0; j < c; j++)
                {
                    coefficients[j] = dead[j] ? 0 : dots[j];
                    r[(j * Width) + c] += coefficients[j];
                }

                CombineColumn(block, c, coefficients, 1, context);
                norm = Math.Sqrt(ColumnDots(block, c, context)[c]);
            }

            if (norm <= negligible)
            {
                dead[c] = true;
                ReplaceColumn(block, c, random);
                norm = Math.Sqrt(ColumnDots(block, c, context)[c]);
            }
            else
            {
                r[(c * Width) + c] = norm;
            }

            CombineColumn(block, c, new double[Width], 1 / norm, context);
        }

        return r;
    }

    private static double[] ColumnDots(double[] block, int column, RunContext context) =>
        Reduce(block.Length / Width, Width, context, (from, to, s) =>
        {
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
    private static void CombineColumn(double[] block, int column, double[] coefficients, double scale, RunContext context)
    {
        Vector256<double> weights = Vector256.Create(coefficients);
        ForRows(block.Length / Width, context, (from, to) =>
        {
            ref double data = ref MemoryMarshal.GetArrayDataReference(block);
            for (int i = from; i < to; i++)
            {
                double along = Vector256.Dot(weights, Vector256.LoadUnsafe(ref data, (nuint)i * Width));
                block[(i * (long)Width) + column] = (block[(i * (long)Width) + column] - along) * scale;
            }
        });
    }

    private static void ReplaceColumn(double[] block, int column, Random random)
    {
        for (long i = column; i < block.Length; i += Width)
        {
            block[i] = (2 * random.NextDouble()) - 1;
        }
    }

    private static void ForRows(int n, RunContext context, RowRange action)
    {
        int blocks = (n + RowsPerBlock - 1) / RowsPerBlock;
        if (blocks <= 1)
        {
            action(0, n);
            return;
        }

        Parallel.For(0, blocks, context.Parallelism, b => action(b * RowsPerBlock, Math.Min(n, (b + 1) * RowsPerBlock)));
    }

    private static double[] Reduce(int n, int length, RunContext context, RowReduction reduction)
    {
        int blocks = (n + RowsPerBlock - 1) / RowsPerBlock;
        double[] partial = new double[blocks * length];
        ForRows(n, context, (from, to) => reduction(from, to, partial.AsSpan(from / RowsPerBlock * length, length)));
        double[] sums = new double[length];
        for (int b = 0; b < blocks; b++)
        {
            for (int i = 0; i < length; i++)
            {
                sums[i] += partial[(b * length) + i];
            }
        }

        return sums;
    }
}
