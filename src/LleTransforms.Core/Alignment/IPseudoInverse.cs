using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>The pseudo-inverse of an alignment matrix as an operator on blocks of four centred vectors.</summary>
internal interface IPseudoInverse
{
    int Size { get; }

    /// <summary>Replaces X (n x 4) by M^+ X, centred.</summary>
    /// <exception cref="SolverException">The factors are too inaccurate for refinement to repair.</exception>
    void Apply(ColumnBlock block, RunContext context);

    /// <summary>The same for vectors that are near eigenvectors, which may leave them with other lengths. Where solves iterate, what they
    /// iterate for is small then.</summary>
    /// <param name="vectors">Approximate eigenvectors first, then columns that nobody needs.</param>
    /// <param name="eigenvalues">Theirs of M^+.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <exception cref="SolverException">The factors are too inaccurate for refinement to repair.</exception>
    void Refine(ColumnBlock vectors, ReadOnlySpan<double> eigenvalues, RunContext context) => Apply(vectors, context);
}
