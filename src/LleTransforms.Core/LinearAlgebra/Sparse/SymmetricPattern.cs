using System.Runtime.CompilerServices;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Sparse;

/// <summary>The undirected graph of a square sparse matrix: the pattern of A + A^T without its diagonal.</summary>
/// <remarks>Vertex i's neighbours stand at [Starts[i], Starts[i+1]) of <see cref="Neighbors"/>, ascending, each once.</remarks>
internal sealed class SymmetricPattern
{
    private SymmetricPattern(int size, int[] starts, int[] neighbors)
    {
        Size = size;
        Starts = starts;
        Neighbors = neighbors;
    }

    public int Size { get; }

    public int[] Starts { get; }

    public int[] Neighbors { get; }

    /// <summary>A pattern of lists that are symmetric and without their own vertices. The lists need not ascend.</summary>
    public static SymmetricPattern Of(int[] starts, int[] neighbors) => new(starts.Length - 1, starts, neighbors);

    /// <summary>The pattern of a symmetric matrix whose numbers need not be known. Cost O(entries).</summary>
    /// <param name="rowStarts">Where each row's columns begin.</param>
    /// <param name="columns">Those of both triangles, ascending in each row.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static SymmetricPattern OfSymmetric(int[] rowStarts, int[] columns, RunContext context)
    {
        int n = rowStarts.Length - 1;
        int[] starts = new int[n + 1];
        int[] neighbors = new int[columns.Length];
        int count = 0;
        for (int row = 0; row < n; row++)
        {
            context.ThrowIfCancelledAt(row);
            foreach (int column in columns.AsSpan(rowStarts[row]..rowStarts[row + 1]))
            {
                neighbors[count] = column;
                count += column == row ? 0 : 1;
            }

            starts[row + 1] = count;
        }

        return new SymmetricPattern(n, starts, neighbors[..count]);
    }

    /// <summary>Merges the rows of a matrix with those of its transpose. Cost O(nonzeros).</summary>
    public static SymmetricPattern Of(SparseMatrix matrix, SparseMatrix transpose, RunContext context)
    {
        int n = matrix.NumberOfRows;
        int[] starts = new int[n + 1];
        RowBlocks.ForEach(n, context, (from, end) =>
        {
            for (int i = from; i < end; i++)
            {
                starts[i + 1] = MergeRow(matrix, transpose, i, default);
            }
        });
        for (int i = 0; i < n; i++)
        {
            starts[i + 1] = checked(starts[i] + starts[i + 1]);
        }

        int[] neighbors = new int[starts[n]];
        RowBlocks.ForEach(n, context, (from, end) =>
        {
            for (int i = from; i < end; i++)
            {
                MergeRow(matrix, transpose, i, neighbors.AsSpan(starts[i], starts[i + 1] - starts[i]));
            }
        });
        return new SymmetricPattern(n, starts, neighbors);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int MergeRow(SparseMatrix matrix, SparseMatrix transpose, int row, Span<int> target)
    {
        int p = matrix.RowStarts[row], pEnd = matrix.RowStarts[row + 1];
        int q = transpose.RowStarts[row], qEnd = transpose.RowStarts[row + 1];
        int count = 0;
        while (p < pEnd || q < qEnd)
        {
            int a = p < pEnd ? matrix.Columns[p] : int.MaxValue;
            int b = q < qEnd ? transpose.Columns[q] : int.MaxValue;
            int column = Math.Min(a, b);
            p += a == column ? 1 : 0;
            q += b == column ? 1 : 0;
            if (column == row)
            {
                continue;
            }

            if (!target.IsEmpty)
            {
                target[count] = column;
            }

            count++;
        }

        return count;
    }
}
