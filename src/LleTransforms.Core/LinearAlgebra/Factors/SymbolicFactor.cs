using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>Everything about a factorisation that needs no numbers: the order, the structure, and what it will cost.</summary>
internal sealed class SymbolicFactor
{
    private readonly SymmetricPattern _pattern;

    private SymbolicFactor(SparseMatrix matrix, SparseMatrix transpose, SymmetricPattern pattern, EliminationTree tree)
    {
        Matrix = matrix;
        Transpose = transpose;
        _pattern = pattern;
        Tree = tree;
        foreach (int count in tree.ColumnCounts)
        {
            Nonzeros += (2L * count) - 1;
            Flops += 2.0 * count * count;
        }
    }

    public SparseMatrix Matrix { get; }

    public SparseMatrix Transpose { get; }

    public EliminationTree Tree { get; }

    /// <summary>Nonzeros of L + U before supernodes are relaxed.</summary>
    public long Nonzeros { get; }

    /// <summary>Multiplications and additions of the LU factorisation.</summary>
    public double Flops { get; }

    public SupernodalStructure Structure => field ??= SupernodalStructure.Build(_pattern, Tree);

    public SubtreeSchedule Schedule => field ??= SubtreeSchedule.Cut(Structure);

    /// <summary>Bytes of the stored factors, their row structure, and an allowance of half as much again for fronts in flight.</summary>
    public double Bytes => (1.5 * 8.0 * Nonzeros) + (40.0 * _pattern.Size);

    /// <summary>Bytes of a row of the order and the structure, of a matrix with so many entries a row.</summary>
    public static double BytesOfRow(double entries) => (24 * entries) + 500;

    /// <param name="matrix">A square matrix.</param>
    /// <param name="context">Where to stop.</param>
    /// <param name="isSymmetric">Whether the matrix is its own transpose. The counts are those of an LU all the same.</param>
    public static SymbolicFactor Analyze(SparseMatrix matrix, RunContext context, bool isSymmetric = false)
    {
        SparseMatrix transpose = isSymmetric ? matrix : matrix.Transpose();
        context.ThrowIfCancelled();
        SymmetricPattern pattern = SymmetricPattern.Of(matrix, transpose, context);
        context.ThrowIfCancelled();
        int[] order = MinimumDegreeOrdering.Compute(pattern, context);
        context.ThrowIfCancelled();
        return new SymbolicFactor(matrix, transpose, pattern, EliminationTree.Build(pattern, order, context));
    }
}
