using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Sparse;

/// <summary>A sparse matrix of doubles in compressed rows; the columns of each row stand in ascending order, each once.</summary>
/// <remarks>Immutable by convention once built. Row i's entries stand at [RowStarts[i], RowStarts[i+1]).</remarks>
internal sealed class SparseMatrix
{
    /// <summary>Rows handled by one parallel work item: large enough to hide scheduling, small enough to notice a cancellation.</summary>
    private const int RowsPerBlock = 4096;

    public SparseMatrix(int rowCount, int columnCount, int[] rowStarts, int[] columns, double[] values)
    {
        NumberOfRows = rowCount;
        NumberOfColumns = columnCount;
        RowStarts = rowStarts;
        Columns = columns;
        Values = values;
    }

    public int NumberOfRows { get; }

    public int NumberOfColumns { get; }

    public int[] RowStarts { get; }

    public int[] Columns { get; }

    public double[] Values { get; }

    public int NonzeroCount => RowStarts[NumberOfRows];

    /// <summary>The transpose, again with ascending columns. Cost O(nonzeros).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SparseMatrix Transpose()
    {
        int[] starts = new int[NumberOfColumns + 1];
        for (int p = 0; p < NonzeroCount; p++)
        {
            starts[Columns[p] + 1]++;
        }

        for (int j = 0; j < NumberOfColumns; j++)
        {
            starts[j + 1] += starts[j];
        }

        int[] next = starts.AsSpan(0, NumberOfColumns).ToArray();
        int[] columns = new int[NonzeroCount];
        double[] values = new double[NonzeroCount];
        for (int i = 0; i < NumberOfRows; i++)
        {
            for (int p = RowStarts[i]; p < RowStarts[i + 1]; p++)
            {
                int q = next[Columns[p]]++;
                columns[q] = i;
                values[q] = Values[p];
            }
        }

        return new SparseMatrix(NumberOfColumns, NumberOfRows, starts, columns, values);
    }

    /// <summary>The same matrix without the entries that are 0. Cost O(entries).</summary>
    public SparseMatrix WithoutZeros()
    {
        int count = NonzeroCount - Values.AsSpan(0, NonzeroCount).Count(0.0);
        int[] starts = new int[NumberOfRows + 1];
        int[] columns = new int[count];
        double[] values = new double[count];
        int next = 0;
        for (int i = 0; i < NumberOfRows; i++)
        {
            for (int p = RowStarts[i]; p < RowStarts[i + 1]; p++)
            {
                if (Values[p] != 0)
                {
                    columns[next] = Columns[p];
                    values[next++] = Values[p];
                }
            }

            starts[i + 1] = next;
        }

        return new SparseMatrix(NumberOfRows, NumberOfColumns, starts, columns, values);
    }

    /// <summary>The largest sum of absolute values in a row.</summary>
    public double InfinityNorm()
    {
        double norm = 0;
        for (int i = 0; i < NumberOfRows; i++)
        {
            double sum = 0;
            for (int p = RowStarts[i]; p < RowStarts[i + 1]; p++)
            {
                sum += Math.Abs(Values[p]);
            }

            norm = Math.Max(norm, sum);
        }

        return norm;
    }

    /// <summary>Y = A X for a tall block whose columns are a multiple of 4.</summary>
    public void Multiply(DenseMatrix x, DenseMatrix y, RunContext context)
    {
        int blocks = (NumberOfRows + RowsPerBlock - 1) / RowsPerBlock;
        if (blocks == 1)
        {
            MultiplyRows(x.Values, y.Values, x.NumberOfColumns, 0, NumberOfRows);
            return;
        }

        Parallel.For(0, blocks, context.Parallelism, b =>
            MultiplyRows(x.Values, y.Values, x.NumberOfColumns, b * RowsPerBlock, Math.Min(NumberOfRows, (b + 1) * RowsPerBlock)));
    }

    /// <summary>Sixteen columns at once, while there are so many: each entry of the matrix is then read once for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyRows(double[] x, double[] y, int width, int from, int to)
    {
        ref double source = ref MemoryMarshal.GetArrayDataReference(x);
        ref double target = ref MemoryMarshal.GetArrayDataReference(y);
        for (int i = from; i < to; i++)
        {
            nuint at = (nuint)((long)i * width);
            int c = 0;
            for (; c + 16 <= width; c += 16)
            {
                Vector256<double> sum0 = Vector256<double>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
                for (int p = RowStarts[i]; p < RowStarts[i + 1]; p++)
                {
                    Vector256<double> value = Vector256.Create(Values[p]);
                    nuint row = (nuint)(((long)Columns[p] * width) + c);
                    sum0 = Simd.MultiplyAdd(value, Vector256.LoadUnsafe(ref source, row), sum0);
                    sum1 = Simd.MultiplyAdd(value, Vector256.LoadUnsafe(ref source, row + 4), sum1);
                    sum2 = Simd.MultiplyAdd(value, Vector256.LoadUnsafe(ref source, row + 8), sum2);
                    sum3 = Simd.MultiplyAdd(value, Vector256.LoadUnsafe(ref source, row + 12), sum3);
                }

                sum0.StoreUnsafe(ref target, at + (nuint)c);
                sum1.StoreUnsafe(ref target, at + (nuint)c + 4);
                sum2.StoreUnsafe(ref target, at + (nuint)c + 8);
                sum3.StoreUnsafe(ref target, at + (nuint)c + 12);
            }

            for (; c < width; c += Vector256<double>.Count)
            {
                Vector256<double> sum = Vector256<double>.Zero;
                for (int p = RowStarts[i]; p < RowStarts[i + 1]; p++)
                {
                    Vector256<double> row = Vector256.LoadUnsafe(ref source, (nuint)(((long)Columns[p] * width) + c));
                    sum = Simd.MultiplyAdd(Vector256.Create(Values[p]), row, sum);
                }

                sum.StoreUnsafe(ref target, at + (nuint)c);
            }
        }
    }

    /// <summary>The square submatrix of the named rows and columns, ascending; entries elsewhere are left out.</summary>
    public SparseMatrix Restrict(int[] rows)
    {
        int[] newIndex = new int[NumberOfColumns];
        Array.Fill(newIndex, -1);
        for (int i = 0; i < rows.Length; i++)
        {
            newIndex[rows[i]] = i;
        }

        int[] rowStarts = new int[rows.Length + 1];
        var columns = new List<int>();
        var values = new List<double>();
        for (int i = 0; i < rows.Length; i++)
        {
            for (int at = RowStarts[rows[i]]; at < RowStarts[rows[i] + 1]; at++)
            {
                if (newIndex[Columns[at]] >= 0)
                {
                    columns.Add(newIndex[Columns[at]]);
                    values.Add(Values[at]);
                }
            }

            rowStarts[i + 1] = columns.Count;
        }

        return new SparseMatrix(rows.Length, rows.Length, rowStarts, [.. columns], [.. values]);
    }

    /// <summary>y += this x, in the order of the entries.</summary>
    public void AddProduct(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int row = 0; row < NumberOfRows; row++)
        {
            for (int p = RowStarts[row]; p < RowStarts[row + 1]; p++)
            {
                y[row] += Values[p] * x[Columns[p]];
            }
        }
    }

    /// <summary>y += this^T x, in the order of the entries.</summary>
    public void AddTransposedProduct(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int row = 0; row < NumberOfRows; row++)
        {
            for (int p = RowStarts[row]; p < RowStarts[row + 1]; p++)
            {
                y[Columns[p]] += Values[p] * x[row];
            }
        }
    }

    /// <summary>All entries.</summary>
    public DenseMatrix ToDense()
    {
        DenseMatrix dense = new(NumberOfRows, NumberOfColumns);
        for (int row = 0; row < NumberOfRows; row++)
        {
            for (int p = RowStarts[row]; p < RowStarts[row + 1]; p++)
            {
                dense[row, Columns[p]] = Values[p];
            }
        }

        return dense;
    }
}
