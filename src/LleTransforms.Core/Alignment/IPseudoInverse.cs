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
}
