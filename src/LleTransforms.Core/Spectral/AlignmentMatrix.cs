namespace LleTransforms.Spectral;

/// <summary>
/// The symmetric positive semidefinite n x n matrix M whose bottom eigenvectors are the embedding. M 1 = 0 always; the caller guarantees that the
/// constant vector is its only null vector that must be deflated (one sink strongly connected component of the neighbour graph).
/// </summary>
internal abstract class AlignmentMatrix
{
    public abstract int Size { get; }
}

/// <summary>M = A^T A with A = I - W and rows of W that sum to one (standard LLE): solvers work on A, whose condition is the root of M's.</summary>
internal sealed class FactoredAlignment(SparseMatrix residual, int sinkRow) : AlignmentMatrix
{
    /// <summary>A = I - W, n x n.</summary>
    public SparseMatrix Residual { get; } = residual;

    /// <summary>A row of the sink strongly connected component: where the factorisation of A may be bordered.</summary>
    public int SinkRow { get; } = sinkRow;

    public override int Size => Residual.RowCount;
}

/// <summary>M assembled as a symmetric sparse matrix, both triangles stored (modified, Hessian, LTSA).</summary>
internal sealed class AssembledAlignment(SparseMatrix matrix) : AlignmentMatrix
{
    public SparseMatrix Matrix { get; } = matrix;

    public override int Size => Matrix.RowCount;
}
