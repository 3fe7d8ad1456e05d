using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>
/// A tall block of four vectors, a matrix of four columns. Entry (i, c) stands at 4 i + c, so that one row is one vector register. Every
/// reduction runs over fixed blocks of rows whose sums are added in order, so the bits do not depend on the number of threads.
/// </summary>
/// <remarks>Factors solve for such a block at once. More columns than four are <see cref="ColumnBlocks"/>.</remarks>
internal sealed partial class ColumnBlock : DenseMatrix
{
    public const int Width = 4;

    private const int RowsPerBlock = 8192;

    /// <summary>A block of zeros.</summary>
    public ColumnBlock(int rowCount)
        : base(rowCount, Width)
    {
    }

    /// <param name="values">Four for each row, taken over and not copied.</param>
    public ColumnBlock(double[] values)
        : base(values.Length / Width, Width, values)
    {
    }

    private delegate void RowRange(int from, int to);

    private delegate void RowReduction(int from, int to, Span<double> sums);

    /// <summary>Up to four rows of a matrix, as columns; zeros fill the block.</summary>
    /// <param name="rows">The vectors, one in each row.</param>
    /// <param name="first">The first of the rows.</param>
    public static ColumnBlock FromRows(DenseMatrix rows, int first)
    {
        ColumnBlock block = new(rows.NumberOfColumns);
        double[] values = block.Values;
        for (int c = 0; c < Math.Min(Width, rows.NumberOfRows - first); c++)
        {
            ReadOnlySpan<double> row = rows.Row(first + c);
            for (int i = 0; i < row.Length; i++)
            {
                values[((long)i * Width) + c] = row[i];
            }
        }

        return block;
    }

    /// <summary>The way back: the columns become rows of a matrix, as many as it has from the first one on.</summary>
    public void CopyToRows(DenseMatrix rows, int first)
    {
        double[] values = Values;
        for (int c = 0; c < Math.Min(Width, rows.NumberOfRows - first); c++)
        {
            Span<double> row = rows.Row(first + c);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = values[((long)i * Width) + c];
            }
        }
    }

    public ColumnBlock Clone() => new((double[])Values.Clone());

    /// <summary>Fills the block with uniform numbers in [-1, 1) from the seed.</summary>
    public void FillRandom(Random random)
    {
        double[] block = Values;
        for (int i = 0; i < block.Length; i++)
        {
            block[i] = (2 * random.NextDouble()) - 1;
        }
    }

    /// <summary>Subtracts from each column its mean: the projection away from the constant vector.</summary>
    public void Center(RunContext context)
    {
        double[] block = Values;
        int n = NumberOfRows;
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
    public void Deflate(double[] vector, double squaredNorm, RunContext context)
    {
        double[] block = Values;
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

    /// <summary>This += source.</summary>
    public void Add(ColumnBlock source, RunContext context) => AddScaled(1, source, context);

    /// <summary>This += factor * source.</summary>
    public void AddScaled(double factor, ColumnBlock source, RunContext context) =>
        AddScaled(Vector256.Create(factor), source, context);

    /// <summary>The same with a factor for each column.</summary>
    public void AddScaled(Vector256<double> factors, ColumnBlock source, RunContext context) =>
        ForRows(NumberOfRows, context, (from, to) =>
        {
            ref double x = ref MemoryMarshal.GetArrayDataReference(source.Values);
            ref double y = ref MemoryMarshal.GetArrayDataReference(Values);
            for (int i = from; i < to; i++)
            {
                nuint at = (nuint)i * Width;
                Simd.MultiplyAdd(factors, Vector256.LoadUnsafe(ref x, at), Vector256.LoadUnsafe(ref y, at)).StoreUnsafe(ref y, at);
            }
        });

    /// <summary>This = other - this.</summary>
    public void SubtractFrom(ColumnBlock other, RunContext context) =>
        ForRows(NumberOfRows, context, (from, to) =>
        {
            ref double x = ref MemoryMarshal.GetArrayDataReference(other.Values);
            ref double y = ref MemoryMarshal.GetArrayDataReference(Values);
            for (int i = from; i < to; i++)
            {
                nuint at = (nuint)i * Width;
                (Vector256.LoadUnsafe(ref x, at) - Vector256.LoadUnsafe(ref y, at)).StoreUnsafe(ref y, at);
            }
        });

    /// <summary>The Euclidean norm of each of the four columns.</summary>
    public double[] Norms(RunContext context)
    {
        double[] block = Values;
        double[] sums = Reduce(NumberOfRows, Width, context, (from, to, s) =>
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

    /// <summary>The largest of these norms, each as a part of its scale; NaN where one is. A column whose scale is 0 does not
    /// count.</summary>
    public double LargestNorm(double[] scales, RunContext context)
    {
        double[] norms = Norms(context);
        double largest = 0;
        for (int c = 0; c < Width; c++)
        {
            largest = Math.Max(largest, scales[c] == 0 ? 0 : norms[c] / scales[c]);
        }

        return largest;
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
