using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Multifrontal L D L^T of a sparse symmetric positive definite matrix. Duff and Reid, "The multifrontal solution of indefinite sparse
/// symmetric linear equations", ACM TOMS 9 (1983). Liu, "The multifrontal method for sparse matrix solution: theory and practice", SIAM
/// Review 34 (1992). Cost: sum over supernodes of p m^2 flops (m rows, p pivots), half of <see cref="SparseLu"/>. Memory: p m numbers for
/// each supernode, plus the update matrices in flight.
/// </summary>
internal sealed unsafe class SparseCholesky
{
    private readonly SupernodalStructure _structure;
    private readonly SparseMatrix _matrix;
    private readonly double _shift;
    private readonly double _tiny;
    private readonly BufferPool _pool = new();
    private readonly double[]?[] _updates;

    private SparseCholesky(SupernodalStructure structure, SubtreeSchedule schedule, SparseMatrix matrix, double shift)
    {
        _structure = structure;
        _matrix = matrix;
        _shift = shift;
        _tiny = 0.1 * shift;
        _updates = new double[structure.Count][];
        Factor = new SupernodalFactor(structure, schedule, isSymmetric: true);
    }

    private SupernodalFactor Factor { get; }

    /// <summary>Factors M + shift I. Pivots that rounding left far below the shift are replaced, which refinement must repair.</summary>
    /// <param name="structure">The supernodes of M's pattern.</param>
    /// <param name="schedule">Which of them may be worked on at once.</param>
    /// <param name="matrix">M, both triangles.</param>
    /// <param name="shift">Above 0.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static SupernodalFactor Compute(
        SupernodalStructure structure, SubtreeSchedule schedule, SparseMatrix matrix, double shift, RunContext context)
    {
        SparseCholesky cholesky = new(structure, schedule, matrix, shift);
        schedule.Run(matrix.NumberOfRows, cholesky.Eliminate, context);
        return cholesky.Factor;
    }

    private void Eliminate(int s, int[] map, ParallelOptions? parallelism, CancellationToken cancellationToken)
    {
        int pivots = _structure.PivotCount(s), rows = pivots + _structure.BorderCount(s);
        int stride = FrontalCholesky.Stride(rows);
        double[] front = _pool.Rent((long)rows * stride);
        double[] scratch = _pool.Rent(FrontalCholesky.ScratchLength(rows));
        fixed (double* f = front, w = scratch)
        {
            Assemble(s, f, stride, map);
            FrontalCholesky.Factor(f, pivots, rows, w, _tiny, parallelism, cancellationToken);
            Store(s, f, stride);
            if (rows > pivots)
            {
                _updates[s] = CopyUpdate(f, pivots, rows, stride);
            }
        }

        _pool.Return(scratch);
        _pool.Return(front);
    }

    /// <summary>Sums the pivots' columns of M and the children's Schur complements, lower triangle only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Assemble(int s, double* front, int stride, int[] map)
    {
        int first = _structure.FirstPivots[s], end = _structure.FirstPivots[s + 1], pivots = end - first;
        ReadOnlySpan<int> border = _structure.Border(s);
        for (int k = 0; k < border.Length; k++)
        {
            map[border[k]] = pivots + k;
        }

        for (int i = 0; i < pivots + border.Length; i++)
        {
            new Span<double>(front + ((long)i * stride), i + 1).Clear();
        }

        int[] order = _structure.Tree.Order, position = _structure.Tree.Position;
        for (int k = 0; k < pivots; k++)
        {
            map[first + k] = k;
            int vertex = order[first + k];
            double* column = front + k;
            for (int p = _matrix.RowStarts[vertex]; p < _matrix.RowStarts[vertex + 1]; p++)
            {
                int row = position[_matrix.Columns[p]];
                if (row >= first + k)
                {
                    column[(long)(row < end ? row - first : map[row]) * stride] += _matrix.Values[p];
                }
            }

            column[(long)k * stride] += _shift;
        }

        for (int child = _structure.ChildHeads[s]; child >= 0; child = _structure.ChildNext[child])
        {
            ExtendAdd(child, front, stride, map);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ExtendAdd(int child, double* front, int stride, int[] map)
    {
        double[]? update = _updates[child];
        if (update is null)
        {
            return;
        }

        ReadOnlySpan<int> rows = _structure.Border(child);
        fixed (double* u = update)
        fixed (int* r = rows)
        fixed (int* m = map)
        {
            double* source = u;
            for (int i = 0; i < rows.Length; i++)
            {
                double* target = front + ((long)m[r[i]] * stride);
                for (int j = 0; j <= i; j++)
                {
                    target[m[r[j]]] += source[j];
                }

                source += i + 1;
            }
        }

        _updates[child] = null;
        _pool.Return(update);
    }

    /// <summary>The Schur complement's lower triangle, row after row.</summary>
    private double[] CopyUpdate(double* front, int pivots, int rows, int stride)
    {
        long border = rows - pivots;
        double[] update = _pool.Rent(border * (border + 1) / 2);
        int at = 0;
        for (int i = pivots; i < rows; i++)
        {
            int count = i - pivots + 1;
            new ReadOnlySpan<double>(front + ((long)i * stride) + pivots, count).CopyTo(update.AsSpan(at, count));
            at += count;
        }

        return update;
    }

    private void Store(int s, double* front, int stride)
    {
        int pivots = _structure.PivotCount(s), border = _structure.BorderCount(s);
        Span<double> block = Factor.PivotBlock(s), lower = Factor.LowerPanel(s);
        for (int i = 0; i < pivots; i++)
        {
            new ReadOnlySpan<double>(front + ((long)i * stride), i + 1).CopyTo(block.Slice(i * pivots, i + 1));
        }

        for (int i = 0; i < border; i++)
        {
            new ReadOnlySpan<double>(front + ((long)(pivots + i) * stride), pivots).CopyTo(lower.Slice(i * pivots, pivots));
        }
    }
}
