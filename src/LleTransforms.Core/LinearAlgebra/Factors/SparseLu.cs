using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Multifrontal LU of a sparse matrix treated as structurally symmetric. Duff and Reid, "The multifrontal solution of unsymmetric sets of
/// linear equations", SIAM J. Sci. Stat. Comput. 5 (1984). Liu, "The multifrontal method for sparse matrix solution: theory and practice",
/// SIAM Review 34 (1992). Cost: sum over supernodes of 2 p m^2 flops (m rows, p pivots). Memory: p (2 m - p) numbers for each supernode,
/// plus the update matrices in flight.
/// </summary>
internal sealed unsafe class SparseLu<T> : FrontalElimination<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SparseMatrix _matrix;
    private readonly SparseMatrix _transpose;
    private readonly int _borderedRow;
    private readonly T _tiny;

    private SparseLu(SymbolicFactor symbolic, int borderedRow)
        : base(symbolic, FactorKind.Lu with { BytesOfNumber = sizeof(T) })
    {
        _matrix = symbolic.Matrix;
        _transpose = symbolic.Transpose;
        _borderedRow = borderedRow;
        _tiny = T.CreateTruncating((typeof(T) == typeof(double) ? 1e-11 : 1e-5) * _matrix.InfinityNorm());
    }

    /// <summary>Factors A + e_r e_r^T. Pivots that are too small are replaced, which refinement must repair.</summary>
    /// <param name="symbolic">A, its order and its structure, that of A + A^T.</param>
    /// <param name="borderedRow">r; A itself is factored where it is negative.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <param name="workers">Subtrees that are worked on at once; null means one a thread.</param>
    public static SupernodalFactor<T> Compute(SymbolicFactor symbolic, int borderedRow, RunContext context, int? workers = null)
    {
        using SparseLu<T> lu = new(symbolic, borderedRow);
        return lu.Run(workers, context);
    }

    protected override void EliminatePivots(int s, T* front, ParallelOptions? parallelism, CancellationToken cancellationToken)
    {
        int pivots = Structure.PivotCount(s), border = Structure.BorderCount(s);
        int stride = FrontSizes.LuStride(pivots, border);
        Span<int> interchanges = Factor.Interchanges.AsSpan(Structure.FirstPivots[s], pivots);
        FrontalLu<T>.Factor(front, pivots, border, stride, interchanges, _tiny, parallelism, cancellationToken);
        Store(s, front, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Assemble(int s, T* front, int[] map)
    {
        int first = Structure.FirstPivots[s], end = Structure.FirstPivots[s + 1], pivots = end - first;
        int stride = FrontSizes.LuStride(pivots, Structure.BorderCount(s));
        NativeMemory.Clear(front, (nuint)((long)(pivots + Structure.BorderCount(s)) * stride * sizeof(T)));
        int shift = FrontSizes.BorderColumn(pivots) - pivots;
        ReadOnlySpan<int> border = Structure.Border(s);
        for (int k = 0; k < pivots; k++)
        {
            map[first + k] = k;
        }

        for (int k = 0; k < border.Length; k++)
        {
            map[border[k]] = pivots + k;
        }

        int[] order = Structure.Tree.Order, position = Structure.Tree.Position;
        for (int k = 0; k < pivots; k++)
        {
            int vertex = order[first + k];
            T* row = front + ((long)k * stride);
            for (int p = _matrix.RowStarts[vertex]; p < _matrix.RowStarts[vertex + 1]; p++)
            {
                int column = position[_matrix.Columns[p]];
                if (column >= first)
                {
                    row[column < end ? column - first : map[column] + shift] += T.CreateTruncating(_matrix.Values[p]);
                }
            }

            for (int p = _transpose.RowStarts[vertex]; p < _transpose.RowStarts[vertex + 1]; p++)
            {
                int other = position[_transpose.Columns[p]];
                if (other >= end)
                {
                    front[((long)map[other] * stride) + k] += T.CreateTruncating(_transpose.Values[p]);
                }
            }

            row[k] += vertex == _borderedRow ? T.One : T.Zero;
        }

        for (int child = Structure.ChildHeads[s]; child >= 0; child = Structure.ChildNext[child])
        {
            ExtendAdd(child, front, stride, map, pivots, shift);
        }
    }

    /// <summary>Adds a child's Schur complement at the rows and columns it shares with this front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ExtendAdd(int child, T* front, int stride, int[] map, int pivots, int shift)
    {
        ReadOnlySpan<int> rows = Structure.Border(child);
        int count = rows.Length;
        int width = FrontSizes.UpdateStride(count);
        T* u = UpdateOf(child);
        fixed (int* r = rows)
        fixed (int* m = map)
        {
            for (int i = 0; i < count; i++)
            {
                T* target = front + ((long)m[r[i]] * stride);
                T* source = u + ((long)i * width);
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
    }

    protected override void Pack(int s, T* front, T* target)
    {
        int pivots = Structure.PivotCount(s), border = Structure.BorderCount(s);
        int stride = FrontSizes.LuStride(pivots, border), width = FrontSizes.UpdateStride(border);
        T* corner = front + ((long)pivots * stride) + FrontSizes.BorderColumn(pivots);
        for (int i = 0; i < border; i++)
        {
            Buffer.MemoryCopy(corner + ((long)i * stride), target + ((long)i * width), width * sizeof(T), width * sizeof(T));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(int s, T* front, int stride)
    {
        int pivots = Structure.PivotCount(s), border = Structure.BorderCount(s);
        Span<T> block = Factor.PivotBlock(s), lower = Factor.LowerPanel(s), upper = Factor.UpperPanel(s);
        for (int i = 0; i < pivots; i++)
        {
            new ReadOnlySpan<T>(front + ((long)i * stride), pivots).CopyTo(block.Slice(i * pivots, pivots));
        }

        for (int i = 0; i < border; i++)
        {
            new ReadOnlySpan<T>(front + ((long)(pivots + i) * stride), pivots).CopyTo(lower.Slice(i * pivots, pivots));
        }

        T* right = front + FrontSizes.BorderColumn(pivots);
        for (int j = 0; j < pivots; j++, right += stride)
        {
            for (int i = 0; i < border; i++)
            {
                upper[(i * pivots) + j] = right[i];
            }
        }
    }
}
