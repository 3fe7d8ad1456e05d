using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Multifrontal L D L^T of a sparse symmetric positive definite matrix. Duff and Reid, "The multifrontal solution of indefinite sparse
/// symmetric linear equations", ACM TOMS 9 (1983). Liu, "The multifrontal method for sparse matrix solution: theory and practice", SIAM
/// Review 34 (1992). Cost: sum over supernodes of p m^2 flops (m rows, p pivots), half of <see cref="SparseLu{T}"/>. Memory: p m numbers
/// for each supernode, plus the update matrices in flight.
/// </summary>
internal sealed unsafe class SparseCholesky : FrontalElimination<double>
{
    private readonly SparseMatrix _matrix;
    private readonly double _shift;
    private readonly double _tiny;

    private SparseCholesky(SymbolicFactor symbolic, double shift)
        : base(symbolic, FactorKind.Cholesky)
    {
        _matrix = symbolic.Matrix;
        _shift = shift;
        _tiny = 0.1 * shift;
    }

    /// <summary>Factors M + shift I. Pivots that rounding left far below the shift are replaced, which refinement must repair.</summary>
    /// <param name="symbolic">M, both triangles, its order and its structure.</param>
    /// <param name="shift">Above 0.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <param name="workers">Subtrees that are worked on at once; null means one a thread.</param>
    public static SupernodalFactor<double> Compute(SymbolicFactor symbolic, double shift, RunContext context, int? workers = null)
    {
        using SparseCholesky cholesky = new(symbolic, shift);
        return cholesky.Run(workers, context);
    }

    protected override void EliminatePivots(int s, double* front, ParallelOptions? parallelism, CancellationToken cancellationToken)
    {
        int pivots = Structure.PivotCount(s), rows = pivots + Structure.BorderCount(s);
        int stride = FrontalCholesky.Stride(rows);
        double* scratch = front + ((long)rows * stride);
        FrontalCholesky.Factor(front, pivots, rows, scratch, _tiny, parallelism, cancellationToken);
        Store(s, front, stride);
    }

    /// <summary>Sums the pivots' columns of M and the children's Schur complements, lower triangle only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Assemble(int s, double* front, int[] map)
    {
        int first = Structure.FirstPivots[s], end = Structure.FirstPivots[s + 1], pivots = end - first;
        ReadOnlySpan<int> border = Structure.Border(s);
        int stride = FrontalCholesky.Stride(pivots + border.Length);
        for (int k = 0; k < border.Length; k++)
        {
            map[border[k]] = pivots + k;
        }

        for (int i = 0; i < pivots + border.Length; i++)
        {
            new Span<double>(front + ((long)i * stride), i + 1).Clear();
        }

        int[] order = Structure.Tree.Order, position = Structure.Tree.Position;
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

        for (int child = Structure.ChildHeads[s]; child >= 0; child = Structure.ChildNext[child])
        {
            ExtendAdd(child, front, stride, map);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ExtendAdd(int child, double* front, int stride, int[] map)
    {
        ReadOnlySpan<int> rows = Structure.Border(child);
        double* u = UpdateOf(child);
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
    }

    /// <summary>The Schur complement's lower triangle, row after row.</summary>
    protected override void Pack(int s, double* front, double* target)
    {
        int pivots = Structure.PivotCount(s), rows = pivots + Structure.BorderCount(s);
        int stride = FrontalCholesky.Stride(rows);
        for (int i = pivots; i < rows; i++)
        {
            long bytes = (i - pivots + 1L) * sizeof(double);
            Buffer.MemoryCopy(front + ((long)i * stride) + pivots, target, bytes, bytes);
            target += i - pivots + 1;
        }
    }

    private void Store(int s, double* front, int stride)
    {
        int pivots = Structure.PivotCount(s), border = Structure.BorderCount(s);
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
