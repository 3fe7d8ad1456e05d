using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>
/// The symmetric positive semidefinite n x n matrix M whose bottom eigenvectors are the embedding. M 1 = 0 always. The caller guarantees
/// that no other null vector must be deflated: the neighbour graph has one sink, a strongly connected component.
/// </summary>
/// <remarks>Every operation that depends on how M is stored is a member, so that no solver asks.
/// Immutable: safe for many threads.</remarks>
internal abstract class AlignmentMatrix
{
    /// <summary>What is stored: M itself, or A where M = A^T A. Its pattern decides orders, and solvers work on it.</summary>
    public abstract SparseMatrix Stored { get; }

    /// <summary>n.</summary>
    public int Size => Stored.NumberOfRows;

    /// <summary>Whether eigenvalues far below the norm of M drown in rounding. Where M = A^T A they do
    /// not, since solvers work on A. They drown where M is summed, and then there is no A.</summary>
    public abstract bool DrownsSmallEigenvalues { get; }

    /// <summary>An upper bound of the largest eigenvalue.</summary>
    public abstract double Norm();

    /// <summary>M v.</summary>
    public abstract double[] Multiply(ReadOnlySpan<double> vector);

    /// <summary>Turns the image of a block under <see cref="Stored"/> into its image under M.</summary>
    /// <param name="image">The image under what is stored; its content is lost.</param>
    /// <param name="target">Receives the image under M. Either block may take the place of the other.</param>
    /// <param name="transpose">The transpose of what is stored.</param>
    /// <param name="context">Threads and cancellation.</param>
    public abstract void Complete(ref DenseMatrix image, ref DenseMatrix target, SparseMatrix transpose, RunContext context);

    /// <summary>The rows and columns of M that are named, in their order.</summary>
    public abstract AlignmentMatrix Restrict(int[] rows);

    /// <summary>The same problem under other row numbers.</summary>
    public abstract AlignmentMatrix Renumber(Renumbering renumbering, RunContext context);

    /// <summary>The order and the structure of a factorisation, and what it will cost.</summary>
    public abstract SymbolicFactor Analyze(RunContext context);

    /// <summary>The pseudo-inverse by a direct factorisation.</summary>
    /// <param name="symbolic">What <see cref="Analyze"/> gave.</param>
    /// <param name="workers">Subtrees that are eliminated at once, each in memory of its own.</param>
    /// <param name="held">Holds the factor, and gives its memory back.</param>
    /// <param name="context">Threads and cancellation.</param>
    public abstract IPseudoInverse Factor(SymbolicFactor symbolic, int workers, HeldFactor held, RunContext context);

    /// <summary>The pseudo-inverse by a direct factorisation of A in single precision, where M = A^T A. A summed M has no such root, and is
    /// not asked: its condition leaves single precision no digits.</summary>
    /// <param name="symbolic">What <see cref="Analyze"/> gave.</param>
    /// <param name="tolerance">The largest residual of a solve, as a part of its right side.</param>
    /// <param name="workers">Subtrees that are eliminated at once, each in memory of its own.</param>
    /// <param name="held">Holds the factor, and gives its memory back.</param>
    /// <param name="context">Threads and cancellation.</param>
    public virtual IPseudoInverse FactorInSinglePrecision(
        SymbolicFactor symbolic, double tolerance, int workers, HeldFactor held, RunContext context) =>
        throw new NotSupportedException("A summed matrix has no root to factor.");

    /// <summary>The pseudo-inverse by inner iterations on A, where M = A^T A. A summed M has no such root, and is not asked.</summary>
    /// <param name="symbolic">What <see cref="Analyze"/> gave.</param>
    /// <param name="options">How near it is to be.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <exception cref="LinearAlgebra.SolverException">The factors grow too large, or the inner iteration stalls on them.</exception>
    public virtual InexactPseudoInverse Approximate(SymbolicFactor symbolic, InexactOptions options, RunContext context) =>
        throw new NotSupportedException("A summed matrix has no root to iterate on.");

    /// <summary>The same with incomplete factors that were made before.</summary>
    /// <param name="symbolic">What <see cref="Analyze"/> gave.</param>
    /// <param name="factors">Those of the first <see cref="Incomplete"/> plan.</param>
    /// <param name="tolerance">The largest residual of an inner solve, as a part of its right side.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <exception cref="LinearAlgebra.SolverException">The inner iteration stalls on them.</exception>
    public virtual InexactPseudoInverse Approximate(
        SymbolicFactor symbolic, IncompleteLu factors, double tolerance, RunContext context) =>
        throw new NotSupportedException("A summed matrix has no root to iterate on.");

    /// <summary>How an incomplete factor for the iteration is made.</summary>
    /// <param name="attempt">From 0; later ones drop less.</param>
    public abstract IncompletePlan Incomplete(int attempt);

    /// <summary>The left block L with U^T M V = L^T (image of V), where images are those under <see cref="Stored"/>.</summary>
    /// <param name="block">U.</param>
    /// <param name="image">Its image.</param>
    public abstract DenseMatrix LeftOf(DenseMatrix block, DenseMatrix image);

    /// <summary>Eigenpairs of M within the span of an orthonormal basis, ascending, and the basis' rotation to their vectors.</summary>
    /// <param name="basis">Its vectors, one a row, centred.</param>
    /// <param name="images">Their images under <see cref="Stored"/>; overwritten.</param>
    /// <param name="context">Cancellation.</param>
    public abstract (double[] Values, DenseMatrix Rotation) ProjectedPairs(DenseMatrix basis, DenseMatrix images, RunContext context);

    /// <summary>
    /// A dense matrix whose smallest singular vectors are the bottom eigenvectors of M on the complement of the constant, in the
    /// coordinates of a reflection.
    /// </summary>
    /// <param name="reflector">The unit vector w of the reflection I - 2 w w^T that takes the constant to the first axis.</param>
    /// <param name="context">Cancellation.</param>
    /// <returns>A matrix of n - 1 columns.</returns>
    public abstract DenseMatrix OnComplement(double[] reflector, RunContext context);

    /// <summary>U^T M U for the orthonormal directions U = X W of a table.</summary>
    public abstract DenseMatrix Quadratic(Whitening directions, RunContext context);

    /// <summary>Z^T M Z, dense, L x L, the lower triangle filled.</summary>
    /// <param name="interpolation">Z, n x L.</param>
    /// <param name="context">Threads and cancellation.</param>
    public abstract DenseMatrix Reduce(SparseMatrix interpolation, RunContext context);
}

/// <summary>How an incomplete factor is made and used.</summary>
/// <param name="Options">What it shifts, drops and keeps.</param>
/// <param name="Scaling">The diagonal by which the stored matrix is scaled from both sides first.</param>
/// <param name="IsSquared">Whether the factor is of A, where M = A^T A, and so is applied with its transpose.</param>
internal sealed record IncompletePlan(IncompleteOptions Options, double[] Scaling, bool IsSquared);
