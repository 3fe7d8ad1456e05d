using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>The alignment matrix seen from the landmarks, Z^T M Z, dense.</summary>
/// <remarks>
/// Vladymyrov and Carreira-Perpinan, "Locally Linear Landmarks for large-scale manifold learning" (ECML 2013), equation 5. For M = A^T A it
/// is computed from A Z, so that M is never formed. A row of the result belongs to one thread, and its sum runs in the order of the rows.
/// Cost: n times the square of what a row of A Z holds. For an assembled M it is n k^2 times what a row of M holds. Memory: 8 L^2 bytes,
/// and 24 bytes for each nonzero of A Z.
/// </remarks>
internal static class ReducedMatrix
{
    private const int RowsInBlock = 1024;

    /// <summary>(A Z)^T (A Z).</summary>
    /// <param name="factor">A, n x n.</param>
    /// <param name="interpolation">Z, n x L.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <returns>L x L, the lower triangle filled.</returns>
    public static DenseMatrix OfSquare(SparseMatrix factor, SparseMatrix interpolation, RunContext context)
    {
        SparseMatrix residual = Product(factor, interpolation, context);
        SparseMatrix transpose = residual.Transpose();
        return ByRows(residual.NumberOfColumns, context, (i, row) =>
        {
            for (int p = transpose.RowStarts[i]; p < transpose.RowStarts[i + 1]; p++)
            {
                AddRow(residual, transpose.Columns[p], transpose.Values[p], i, row);
            }
        });
    }

    /// <summary>Z^T M Z, as <see cref="OfSquare"/>.</summary>
    public static DenseMatrix Of(SparseMatrix matrix, SparseMatrix interpolation, RunContext context)
    {
        SparseMatrix transpose = interpolation.Transpose();
        return ByRows(interpolation.NumberOfColumns, context, (i, row) =>
        {
            for (int p = transpose.RowStarts[i]; p < transpose.RowStarts[i + 1]; p++)
            {
                int r = transpose.Columns[p];
                for (int q = matrix.RowStarts[r]; q < matrix.RowStarts[r + 1]; q++)
                {
                    AddRow(interpolation, matrix.Columns[q], transpose.Values[p] * matrix.Values[q], i, row);
                }
            }
        });
    }

    private delegate void RowSum(int landmark, Span<double> row);

    private static DenseMatrix ByRows(int size, RunContext context, RowSum sum)
    {
        DenseMatrix result = new(size, size);
        Parallel.For(0, size, context.Parallelism, i => sum(i, result.Row(i)[..(i + 1)]));
        return result;
    }

    /// <summary>Adds a multiple of a matrix's row, up to a column.</summary>
    private static void AddRow(SparseMatrix matrix, int row, double factor, int lastColumn, Span<double> target)
    {
        int start = matrix.RowStarts[row];
        int length = matrix.RowStarts[row + 1] - start;
        ReadOnlySpan<int> columns = matrix.Columns.AsSpan(start, length);
        ReadOnlySpan<double> values = matrix.Values.AsSpan(start, length);
        for (int p = 0; p < columns.Length && columns[p] <= lastColumn; p++)
        {
            target[columns[p]] += factor * values[p];
        }
    }

    /// <summary>The sparse product of two sparse matrices.</summary>
    public static SparseMatrix Product(SparseMatrix left, SparseMatrix right, RunContext context)
    {
        int n = left.NumberOfRows;
        int blockCount = (n + RowsInBlock - 1) / RowsInBlock;
        var columns = new int[blockCount][];
        var values = new double[blockCount][];
        int[] rowStarts = new int[n + 1];
        Parallel.For(0, blockCount, context.Parallelism, () => new RowProduct(left, right), (block, _, product) =>
        {
            int end = Math.Min(n, (block + 1) * RowsInBlock);
            (columns[block], values[block]) = product.Rows(block * RowsInBlock, end, rowStarts);
            return product;
        }, _ => { });
        for (int row = 0; row < n; row++)
        {
            rowStarts[row + 1] = checked(rowStarts[row + 1] + rowStarts[row]);
        }

        return new SparseMatrix(n, right.NumberOfColumns, rowStarts, Join(columns, rowStarts[n]), Join(values, rowStarts[n]));
    }

    private static T[] Join<T>(T[][] parts, int length)
    {
        T[] whole = new T[length];
        int at = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part].CopyTo(whole, at);
            at += parts[part].Length;
            parts[part] = [];
        }

        return whole;
    }

    /// <summary>One thread's scratch.</summary>
    private sealed class RowProduct(SparseMatrix left, SparseMatrix right)
    {
        private readonly double[] _sums = new double[right.NumberOfColumns];
        private readonly bool[] _isSet = new bool[right.NumberOfColumns];
        private readonly List<int> _columns = [];
        private readonly List<double> _values = [];

        /// <summary>The entries of a range of rows; the number of each row's is left one place behind the row.</summary>
        public (int[] Columns, double[] Values) Rows(int from, int end, int[] counts)
        {
            _columns.Clear();
            _values.Clear();
            for (int row = from; row < end; row++)
            {
                int first = _columns.Count;
                Sum(row);
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_columns)[first..].Sort();
                for (int p = first; p < _columns.Count; p++)
                {
                    _values.Add(_sums[_columns[p]]);
                    _sums[_columns[p]] = 0;
                    _isSet[_columns[p]] = false;
                }

                counts[row + 1] = _columns.Count - first;
            }

            return ([.. _columns], [.. _values]);
        }

        private void Sum(int row)
        {
            for (int p = left.RowStarts[row]; p < left.RowStarts[row + 1]; p++)
            {
                int middle = left.Columns[p];
                for (int q = right.RowStarts[middle]; q < right.RowStarts[middle + 1]; q++)
                {
                    int column = right.Columns[q];
                    if (!_isSet[column])
                    {
                        _isSet[column] = true;
                        _columns.Add(column);
                    }

                    _sums[column] += left.Values[p] * right.Values[q];
                }
            }
        }
    }
}
