using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>
/// Applies (M + shift I)^-1 to centred vectors, for an assembled M. The shift only makes the factorisation exist. The constant is projected
/// out, and the eigenvectors are those of M. Cost of one application: one refined solve.
/// </summary>
internal sealed class ShiftedPseudoInverse(RefinedSolver solver, int size) : IPseudoInverse
{
    public int Size => size;

    public void Apply(ColumnBlock block, RunContext context)
    {
        block.Center(context);
        solver.Solve(block, transposed: false, context);
        block.Center(context);
    }
}
