using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Multifrontal LU of a sparse matrix treated as structurally symmetric. Duff and Reid, "The multifrontal solution of unsymmetric sets of
/// linear equations", SIAM J. Sci. Stat. Comput. 5 (1984). Liu, "The multifrontal method for sparse matrix solution: theory and practice",
/// SIAM Review 34 (1992). Cost: sum over supernodes of 2 p m^2 flops (m rows, p pivots). Memory: p (2 m - p) numbers for each supernode,
/// plus the update matrices in flight.
/// </summary>
internal sealed unsafe class SparseLu
{
    private readonly SupernodalStructure _structure;
    private readonly SparseMatrix _matrix;
    private readonly SparseMatrix _transpose;
    private readonly int _borderedRow;
    private readonly double _tiny;
    private readonly BufferPool _pool = new();
    private readonly double[]?[] _updates;

    private SparseLu(
        SupernodalStructure structure, SubtreeSchedule schedule, SparseMatrix matrix, SparseMatrix transpose, int borderedRow, double tiny)
    {
        _structure = structure;
        _matrix = matrix;
        _transpose = transpose;
        _borderedRow = borderedRow;
        _tiny = tiny;
        _updates = new double[structure.Count][];
        Factor = new SupernodalFactor(structure, schedule, isSymmetric: false);
    }

    private SupernodalFactor Factor { get; }

    /// <summary>Factors A + e_r e_r^T. Pivots that are too small are replaced, which refinement must repair.</summary>
    /// <param name="structure">The supernodes of the pattern of A + A^T.</param>
    /// <param name="schedule">Which of them may be worked on at once.</param>
    /// <param name="matrix">A.</param>
    /// <param name="transpose">A^T.</param>
    /// <param name="borderedRow">r; A itself is factored where it is negative.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static SupernodalFactor Compute(
        SupernodalStructure structure, SubtreeSchedule schedule, SparseMatrix matrix, SparseMatrix transpose, int borderedRow,
        RunContext context)
    {
        double tiny = 1e-11 * matrix.InfinityNorm();
        SparseLu lu = new(structure, schedule, matrix, transpose, borderedRow, tiny);
        schedule.Run(matrix.NumberOfRows, lu.Eliminate, context);
        return lu.Factor;
    }

    private void Eliminate(int s, int[] map, ParallelOptions? parallelism, CancellationToken cancellationToken)
    {
        int pivots = _structure.PivotCount(s), border = _structure.BorderCount(s);
        int stride = FrontalLu.Stride(pivots, border);
        long length = (long)(pivots + border) * stride;
        double[] front = _pool.Rent(length);
        Array.Clear(front, 0, checked((int)length));
        Span<int> interchanges = Factor.Interchanges.AsSpan(_structure.FirstPivots[s], pivots);
        fixed (double* f = front)
        {
            Assemble(s, f, stride, map);
            FrontalLu.Factor(f, pivots, border, stride, interchanges, _tiny, parallelism, cancellationToken);
            Store(s, f, stride);
            if (border > 0)
            {
                _updates[s] = CopyUpdate(f, pivots, border, stride);
            }
        }

        _pool.Return(front);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Assemble(int s, double* front, int stride, int[] map)
    {
        int first = _structure.FirstPivots[s], end = _structure.FirstPivots[s + 1], pivots = end - first;
        int shift = FrontalLu.BorderColumn(pivots) - pivots;
        ReadOnlySpan<int> border = _structure.Border(s);
        for (int k = 0; k < pivots; k++)
        {
            map[first + k] = k;
        }

        for (int k = 0; k < border.Length; k++)
        {
            map[border[k]] = pivots + k;
        }

        int[] order = _structure.Tree.Order, position = _structure.Tree.Position;
        for (int k = 0; k < pivots; k++)
        {
            int vertex = order[first + k];
            double* row = front + ((long)k * stride);
            for (int p = _matrix.RowStarts[vertex]; p < _matrix.RowStarts[vertex + 1]; p++)
            {
                int column = position[_matrix.Columns[p]];
                if (column >= first)
                {
                    row[column < end ? column - first : map[column] + shift] += _matrix.Values[p];
                }
            }

            for (int p = _transpose.RowStarts[vertex]; p < _transpose.RowStarts[vertex + 1]; p++)
            {
                int other = position[_transpose.Columns[p]];
                if (other >= end)
                {
                    front[((long)map[other] * stride) + k] += _transpose.Values[p];
                }
            }

            row[k] += vertex == _borderedRow ? 1 : 0;
        }

        for (int child = _structure.ChildHeads[s]; child >= 0; child = _structure.ChildNext[child])
        {
            ExtendAdd(child, front, stride, map, pivots, shift);
        }
    }

    /// <summary>Adds a child's Schur complement at the rows and columns it shares with this front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ExtendAdd(int child, double* front, int stride, int[] map, int pivots, int shift)
    {
        double[]? update = _updates[child];
        if (update is null)
        {
            return;
        }

        ReadOnlySpan<int> rows = _structure.Border(child);
        int count = rows.Length;
        int width = UpdateStride(count);
        fixed (double* u = update)
        fixed (int* r = rows)
        fixed (int* m = map)
        {
            for (int i = 0; i < count; i++)
            {
                double* target = front + ((long)m[r[i]] * stride);
                double* source = u + ((long)i * width);
                int j = 0;
                for (; j < count; j++)
                {
                    int column = m[r[j]];
                    if (column >= pivots)
                    {
                        break;
                    }

                    target[column] += source[j];
                }

                target += shift;
                for (; j < count; j++)
                {
                    target[m[r[j]]] += source[j];
                }
            }
        }

        _updates[child] = null;
        _pool.Return(update);
    }

    private static int UpdateStride(int border) => (border + FrontalUpdate.Tile - 1) & -FrontalUpdate.Tile;

    private double[] CopyUpdate(double* front, int pivots, int border, int stride)
    {
        int width = UpdateStride(border);
        double[] update = _pool.Rent((long)border * width);
        double* corner = front + ((long)pivots * stride) + FrontalLu.BorderColumn(pivots);
        for (int i = 0; i < border; i++)
        {
            new ReadOnlySpan<double>(corner + ((long)i * stride), width).CopyTo(update.AsSpan(checked(i * width), width));
        }

        return update;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(int s, double* front, int stride)
    {
        int pivots = _structure.PivotCount(s), border = _structure.BorderCount(s);
        Span<double> block = Factor.PivotBlock(s), lower = Factor.LowerPanel(s), upper = Factor.UpperPanel(s);
        for (int i = 0; i < pivots; i++)
        {
            new ReadOnlySpan<double>(front + ((long)i * stride), pivots).CopyTo(block.Slice(i * pivots, pivots));
        }

        for (int i = 0; i < border; i++)
        {
            new ReadOnlySpan<double>(front + ((long)(pivots + i) * stride), pivots).CopyTo(lower.Slice(i * pivots, pivots));
        }

        double* right = front + FrontalLu.BorderColumn(pivots);
        for (int j = 0; j < pivots; j++, right += stride)
        {
            for (int i = 0; i < border; i++)
            {
                upper[(i * pivots) + j] = right[i];
            }
        }
    }
}
