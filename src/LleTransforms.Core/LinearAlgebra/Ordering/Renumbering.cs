using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>Other numbers for the rows of a large problem, by which neighbours lie near each other in memory.</summary>
/// <remarks>
/// Cuthill and McKee, "Reducing the bandwidth of sparse symmetric matrices" (1969), without their sorting by degree: rows in the order of a
/// breadth-first search. Rows come in any order; solvers then wait for memory at every neighbour. The elimination order is found afterwards
/// and is not this one. Cost O(nonzeros); 12 bytes a nonzero for the renumbered matrix.
/// </remarks>
internal sealed class Renumbering
{
    /// <summary>Problems of fewer rows fit into the caches as they are.</summary>
    public const int FewestRows = 50_000;

    private const int RowsPerBlock = 4096;

    private readonly int[] _order;
    private readonly int[] _position;

    /// <param name="order">The old number of each row, in the order of the new ones; taken over and not copied.</param>
    public Renumbering(int[] order)
    {
        _order = order;
        _position = new int[order.Length];
        for (int k = 0; k < order.Length; k++)
        {
            _position[order[k]] = k;
        }
    }

    /// <summary>The new numbers for a matrix with its rows' neighbours as columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Renumbering ByNearness(SparseMatrix matrix, RunContext context)
    {
        int n = matrix.NumberOfRows;
        int[] order = new int[n];
        bool[] isNumbered = new bool[n];
        int tail = 0;
        int head = 0;
        for (int root = 0; root < n; root++)
        {
            if (isNumbered[root])
            {
                continue;
            }

            isNumbered[root] = true;
            order[tail++] = root;
            for (; head < tail; head++)
            {
                context.ThrowIfCancelledAt(head);
                int row = order[head];
                for (int p = matrix.RowStarts[row]; p < matrix.RowStarts[row + 1]; p++)
                {
                    int neighbor = matrix.Columns[p];
                    if (!isNumbered[neighbor])
                    {
                        isNumbered[neighbor] = true;
                        order[tail++] = neighbor;
                    }
                }
            }
        }

        return new Renumbering(order);
    }

    /// <summary>The new number of a row.</summary>
    public int NewNumber(int row) => _position[row];

    /// <summary>Vectors in new numbers, one a row, turned back to the old ones.</summary>
    public DenseMatrix Restore(DenseMatrix vectors)
    {
        DenseMatrix restored = new(vectors.NumberOfRows, vectors.NumberOfColumns);
        for (int c = 0; c < vectors.NumberOfRows; c++)
        {
            ReadOnlySpan<double> from = vectors.Row(c);
            Span<double> to = restored.Row(c);
            for (int k = 0; k < _order.Length; k++)
            {
                to[_order[k]] = from[k];
            }
        }

        return restored;
    }

    /// <summary>A block with a row for each row of the matrix, in new numbers.</summary>
    public DenseMatrix ApplyToRows(DenseMatrix block)
    {
        DenseMatrix renumbered = new(block.NumberOfRows, block.NumberOfColumns);
        for (int k = 0; k < _order.Length; k++)
        {
            block.Row(_order[k]).CopyTo(renumbered.Row(k));
        }

        return renumbered;
    }

    /// <summary>The same matrix in new numbers.</summary>
    public SparseMatrix Apply(SparseMatrix matrix, RunContext context)
    {
        int n = matrix.NumberOfRows;
        int[] rowStarts = new int[n + 1];
        for (int k = 0; k < n; k++)
        {
            rowStarts[k + 1] = rowStarts[k] + matrix.RowStarts[_order[k] + 1] - matrix.RowStarts[_order[k]];
        }

        int[] columns = new int[rowStarts[n]];
        double[] values = new double[rowStarts[n]];
        Parallel.For(0, (n + RowsPerBlock - 1) / RowsPerBlock, context.Parallelism, block =>
        {
            for (int k = block * RowsPerBlock; k < Math.Min(n, (block + 1) * RowsPerBlock); k++)
            {
                int from = matrix.RowStarts[_order[k]];
                int at = rowStarts[k];
                int length = rowStarts[k + 1] - at;
                for (int p = 0; p < length; p++)
                {
                    columns[at + p] = _position[matrix.Columns[from + p]];
                    values[at + p] = matrix.Values[from + p];
                }

                columns.AsSpan(at, length).Sort(values.AsSpan(at, length));
            }
        });
        return new SparseMatrix(n, n, rowStarts, columns, values);
    }
}
